import { addressFoundBad, debtorSet, emailBounced } from '../debtors/events.ts';
import { DEBTOR_FACT_NAMES, REGIME_NAMES } from '../debtors/fact-names.ts';
import { disputeOpened, holdEnded, pauseSet, planAgreed, promiseMade } from '../holds/events.ts';
import { debtorImported, invoicesImported, itemsReleased, paymentsImported } from '../intake/events.ts';
import { copyAttached, dueDateStated, invoiceStated } from '../invoices/events.ts';
import { INVOICE_FACT_NAMES } from '../invoices/fact-names.ts';
import { valueErased } from '../journal/events.ts';
import type { Regime } from '../law/regime.ts';
import {
  creditAllocated,
  creditNoteEntered,
  invoiceVoided,
  paymentReceived,
  paymentReversed,
} from '../payments/events.ts';
import { documentErased } from '../vault/events.ts';
import { debtorErased } from './events.ts';
import { countText, dayText, type Say, told } from './history.ts';

const HOLD_NAMES = {
  promise: ['prm', 'Promesse'],
  dispute: ['dsp', 'Litige'],
  pause: ['hld', 'Pause'],
  plan: ['pln', 'Échéancier'],
} as const;

/** Facts by their French names; one that is no longer known keeps the name that the journal gave it. */
function factsText(changed: readonly string[], names: Readonly<Record<string, string>>): string | null {
  return changed.map((fact) => names[fact] ?? fact).join(', ') || null;
}

function regimeText(regime: Regime | null): string {
  return regime === null ? DEBTOR_FACT_NAMES.regime : `${DEBTOR_FACT_NAMES.regime} (${REGIME_NAMES[regime]})`;
}

function sharesText(shares: readonly { instalment: string; cents: number }[], say: Say): string {
  return shares
    .map(({ instalment, cents }) => `${say.money(cents, instalment)} sur ${say.number(instalment)}`)
    .join(', ');
}

function listText(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join(', ') || 'rien de nouveau';
}

const identity = [
  told(debtorSet, ({ created, changed, regime, insolvencyOn, contactsAdded, contactsChanged }) => {
    const facts = listText([
      factsText(changed, { ...DEBTOR_FACT_NAMES, regime: regimeText(regime) }),
      countText(contactsAdded, 'contact ajouté', 'contacts ajoutés'),
      countText(contactsChanged, 'contact changé', 'contacts changés'),
      insolvencyOn === null ? null : `procédure collective du ${dayText(insolvencyOn)}`,
    ]);
    return `Client ${created ? 'créé' : 'modifié'}\u00a0: ${facts}.`;
  }),
  told(emailBounced, ({ contacts }) => {
    return `Adresse e-mail en erreur\u00a0: ${countText(contacts.length, 'contact', 'contacts') ?? 'aucun contact'}.`;
  }),
  told(addressFoundBad, ({ on }) => `Adresse postale reconnue fausse le ${dayText(on)}.`),
  told(debtorImported, ({ import: file, created, changed, contacts }, say) => {
    const facts = listText([
      factsText(changed, DEBTOR_FACT_NAMES),
      countText(contacts, 'contact', 'contacts'),
    ]);
    return `Client ${created ? 'créé' : 'mis à jour'} par l’import ${say.id('imp', file)}\u00a0: ${facts}.`;
  }),
];

const documents = [
  told(invoicesImported, (read, say) => {
    const facts = listText([
      read.debtorCreated ? 'client créé' : null,
      countText(read.created, 'facture ajoutée', 'factures ajoutées'),
      countText(read.creditNotes, 'avoir', 'avoirs'),
      countText(read.payments, 'règlement', 'règlements'),
      read.changed.length === 0
        ? null
        : `modifié\u00a0: ${say.numbers(read.changed.map(({ document }) => document))}`,
      countText(read.moreChanged, 'autre modification', 'autres modifications'),
      read.quarantined ? 'en quarantaine' : null,
    ]);
    return `Import ${say.id('imp', read.import)}\u00a0: ${facts}.`;
  }),
  told(itemsReleased, ({ items, imports }, say) => {
    const released = countText(items, 'échéance libérée', 'échéances libérées') ?? 'rien à libérer';
    return `Quarantaine levée (${imports.map((id) => say.id('imp', id)).join(', ')})\u00a0: ${released}.`;
  }),
  told(
    invoiceStated,
    ({ invoice, changed }, say) =>
      `Facture ${say.number(invoice)} précisée\u00a0: ${factsText(changed, INVOICE_FACT_NAMES)}.`,
  ),
  told(dueDateStated, ({ instalment, before, dueOn }, say) => {
    const was = before === null ? '' : ` au lieu du ${dayText(before)}`;
    return `Échéance de ${say.number(instalment)} fixée au ${dayText(dueOn)}${was}.`;
  }),
  told(
    copyAttached,
    ({ invoice, copy }, say) => `Copie de la facture ${say.number(invoice)} jointe${say.gone(copy)}.`,
  ),
  told(invoiceVoided, ({ invoice, reason }, say) => {
    return `Facture ${say.number(invoice)} annulée\u00a0: «\u00a0${say.value(reason)}\u00a0».`;
  }),
  told(creditNoteEntered, ({ creditNote, invoice, cents, currency, creditCents }, say) => {
    const about = invoice === null ? '' : ` sur ${say.number(invoice)}`;
    const rest = creditCents === 0 ? '' : `, dont ${say.moneyIn(creditCents, currency)} à affecter`;
    return `Avoir ${say.number(creditNote)} de ${say.moneyIn(cents, currency)}${about}${rest}.`;
  }),
];

const money = [
  told(paymentReceived, ({ payment, cents, currency, receivedOn, shares, creditCents }, say) => {
    const settled = shares.length === 0 ? '' : `\u00a0: ${sharesText(shares, say)}`;
    const rest = creditCents === 0 ? '' : `, ${say.moneyIn(creditCents, currency)} à affecter`;
    const id = say.id('pay', payment);
    return `Règlement ${id} de ${say.moneyIn(cents, currency)} reçu le ${dayText(receivedOn)}${settled}${rest}.`;
  }),
  told(creditAllocated, ({ shares }, say) => `Crédit affecté\u00a0: ${sharesText(shares, say)}.`),
  told(paymentReversed, ({ payment, cents, reversedOn, reason }, say) => {
    const what = `Règlement ${say.id('pay', payment)} de ${say.money(cents, payment)}`;
    return `${what} annulé le ${dayText(reversedOn)}\u00a0: «\u00a0${say.value(reason)}\u00a0».`;
  }),
  told(paymentsImported, ({ import: file, payments, reversed }, say) => {
    const facts = listText([
      countText(payments.length, 'règlement', 'règlements'),
      countText(reversed.length, 'règlement rendu', 'règlements rendus'),
    ]);
    return `Import ${say.id('imp', file)}\u00a0: ${facts}.`;
  }),
];

const holds = [
  told(promiseMade, ({ promise, items, cents, promisedOn }, say) => {
    const sum = say.money(cents, items[0] ?? '');
    return `Promesse ${say.id('prm', promise)}\u00a0: ${sum} sur ${say.numbers(items)}, pour le ${dayText(promisedOn)}.`;
  }),
  told(disputeOpened, ({ disputes, reason }, say) => {
    const parts = disputes.map(({ dispute, item, cents }) => {
      const part = cents === null ? 'tout' : say.money(cents, item);
      return `${say.id('dsp', dispute)}, ${part} de ${say.number(item)}`;
    });
    return `Litige ${parts.join('\u00a0; ')}\u00a0: «\u00a0${say.value(reason)}\u00a0».`;
  }),
  told(pauseSet, ({ pauses, items, until, reason }, say) => {
    const about = items.length === 0 ? 'tout le client' : say.numbers(items);
    const ids = pauses.map((id) => say.id('hld', id)).join(', ');
    return `Pause ${ids} sur ${about}, jusqu’au ${dayText(until)} inclus\u00a0: «\u00a0${say.value(reason)}\u00a0».`;
  }),
  told(planAgreed, ({ plan, items, dates }, say) => {
    const [first] = items;
    const parts = dates.map(
      ({ dueOn, cents }) => `${say.money(cents, first?.item ?? '')} le ${dayText(dueOn)}`,
    );
    const about = say.numbers(items.map(({ item }) => item));
    return `Échéancier ${say.id('pln', plan)} sur ${about}\u00a0: ${parts.join(', ')}.`;
  }),
  told(holdEnded, ({ kind, hold, endedOn }, say) => {
    const [short, name] = HOLD_NAMES[kind];
    return `${name} ${say.id(short, hold)}\u00a0: fin le ${dayText(endedOn)}.`;
  }),
];

const erasures = [
  told(valueErased, () => 'Un texte saisi est effacé\u00a0; son empreinte reste.'),
  told(documentErased, () => 'Un document est effacé\u00a0; son empreinte reste.'),
  told(debtorErased, ({ values, documents: gone }) => {
    const facts = listText([
      countText(values, 'texte saisi', 'textes saisis'),
      countText(gone, 'document', 'documents'),
    ]);
    return `Données personnelles effacées\u00a0: identité, adresses, contacts, ${facts}.`;
  }),
];

/** What the books know: the customer, its documents, its money, what suspends, what was erased. */
export const BOOK_WORDS = [...identity, ...documents, ...money, ...holds, ...erasures];
