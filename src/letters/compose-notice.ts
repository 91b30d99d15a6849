import { isNonProfessional } from '../law/regime.ts';
import { type Cents, cents, sumCents } from '../money/cents.ts';
import { isRefusal, type Refusal } from '../platform/refusal.ts';
import { addressBlock, debtorName } from './address-block.ts';
import type { Block } from './blocks.ts';
import { statementName } from './file-names.ts';
import { creditorName, handlerOf, identityLines } from './identity.ts';
import { namesOf } from './invoice-numbers.ts';
import { type Labels, labelsOf } from './labels.ts';
import type { LetterContent } from './letter-content.ts';
import { letterFrame } from './letter-frame.ts';
import { messageHtml } from './message-html.ts';
import { messageText } from './message-text.ts';
import type { NoticeParties, PromiseFacts, ReceiptFacts, StatementFacts } from './notice-facts.ts';
import { noticeScope } from './notice-variables.ts';
import { payeeOf } from './payee.ts';
import { paymentBlock } from './payment-block.ts';
import { accountBlocks } from './statement-tables.ts';
import { line } from './tables.ts';
import { cleanData, shorten } from './typography.ts';
import type { WordingOverrides } from './wording.ts';
import { wordedBlocks } from './wording-blocks.ts';

/** An e-mail outside the steps; it is no contact and makes no other wait. */
export interface ComposedNotice {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly blocks: readonly Block[];
}

const NO_OVERRIDES: WordingOverrides = new Map();

/**
 * Confirms a promise to the one who gave it. Refuses `payee_mixed` and `assignee_iban_missing` as a reminder
 * does.
 */
export function composePromise(facts: PromiseFacts, overrides = NO_OVERRIDES): ComposedNotice | Refusal {
  const labels = labelsOf(facts.language);
  const payee = payeeOf(facts.creditor, facts.items);
  if (isRefusal(payee)) return payee;
  const { language, currency, creditor, items, amount } = facts;
  const order = { language, currency, creditor, items, amount };
  const scope = noticeScope(facts, labels, {
    echange: { date: labels.day(facts.exchange.on), avec: cleanData(facts.exchange.with ?? '') },
    promesse: {
      montant: labels.money(amount, currency),
      date: labels.longDay(facts.promisedOn),
      moyen: facts.means ?? '',
    },
    numeros: namesOf(language, items),
  });
  return compose('promise', facts, scope, overrides, (name) =>
    name === 'paiement' ? (payee === null ? [] : [paymentBlock(order, payee)]) : null,
  );
}

/**
 * Thanks for a payment and says where it went. No accessory is mentioned to a non-professional (CPCE L111-8).
 */
export function composeReceipt(facts: ReceiptFacts, overrides = NO_OVERRIDES): ComposedNotice | Refusal {
  const labels = labelsOf(facts.language);
  const money = (amount: Cents) => labels.money(amount, facts.currency);
  const accessories = isNonProfessional(facts.debtor.regime) ? null : facts.accessories;
  const scope = noticeScope(facts, labels, {
    reglement: {
      montant: money(facts.amount),
      date: labels.day(facts.creditedOn),
      moyen: facts.means,
      sous_reserve: facts.subjectToCollection,
      reste: money(sumCents(facts.allocations.map((one) => one.remaining))),
      solde: facts.allocations.length > 0 && facts.allocations.every((one) => one.remaining === 0),
    },
    accessoires: { sort: accessories?.kind ?? '', montant: accessories ? money(accessories.amount) : '' },
    numeros: facts.allocations.map((one) => one.number),
  });
  return compose('receipt', facts, scope, overrides, (name) =>
    name === 'affectation' ? allocationBlocks(facts, labels) : null,
  );
}

/** The account by e-mail and on paper; `letter` bears the address when the debtor has one. */
export interface ComposedStatement extends ComposedNotice {
  readonly letter: LetterContent;
}

/**
 * The account on a day, on demand or every month: neutral, it asks for nothing that a reminder has not asked.
 */
export function composeStatement(
  facts: StatementFacts,
  overrides = NO_OVERRIDES,
): ComposedStatement | Refusal {
  const labels = labelsOf(facts.language);
  const due = sumCents(facts.due.map((item) => item.balance));
  const balance = cents(due - sumCents(facts.credits.map((credit) => credit.amount)));
  const payee = payeeOf(facts.creditor, facts.due);
  if (isRefusal(payee)) return payee;
  const { language, currency, creditor } = facts;
  const order = { language, currency, creditor, items: facts.due, amount: balance };
  const account = { ...facts, demanded: facts.due, others: [], othersForTheRecord: false };
  const scope = noticeScope(facts, labels, {
    releve: { solde: labels.money(balance, currency), du: balance > 0 },
    arrete: facts.freshUntil === null ? '' : labels.day(facts.freshUntil),
    numeros: facts.due.map((item) => item.number),
  });
  const notice = compose('statement', facts, scope, overrides, (name) => {
    if (name === 'releve') return accountBlocks(account);
    return name === 'paiement' ? (payee === null || balance <= 0 ? [] : [paymentBlock(order, payee)]) : null;
  });
  return isRefusal(notice) ? notice : { ...notice, letter: statementLetter(facts, notice) };
}

/** The same words on paper, without the signature of an e-mail. */
function statementLetter(facts: StatementFacts, notice: ComposedNotice): LetterContent {
  const handler = handlerOf(facts.creditor, facts.handler, facts.language);
  const follows = [handler.name, handler.phone, handler.email].filter((part) => part !== '');
  const { words } = labelsOf(facts.language);
  return {
    ...letterFrame(facts),
    title: `${notice.subject} – ${debtorName(facts.debtor)}`,
    fileName: statementName(facts.debtor.name, facts.on),
    recipient: addressBlock(facts.debtor, '').lines,
    dispatch: '',
    references: [{ label: words.follows, lines: follows.map((part) => shorten(part, 60)) }],
    addressee: facts.debtor.address ? '' : debtorName(facts.debtor),
    subject: { label: words.subject, text: notice.subject },
    body: notice.blocks.slice(0, -2),
    signature: null,
    enclosures: { label: '', lines: [] },
    annexes: [],
    runningTitle: shorten(`${creditorName(facts.creditor)} – ${notice.subject}`, 90),
  };
}

function compose(
  name: string,
  parties: NoticeParties,
  scope: ReturnType<typeof noticeScope>,
  overrides: WordingOverrides,
  place: (bloc: string) => readonly Block[] | Refusal | null,
): ComposedNotice | Refusal {
  const { language, creditor } = parties;
  const worded = wordedBlocks(name, { language, scope, overrides, place });
  if (isRefusal(worded)) return worded;
  const handler = handlerOf(creditor, parties.handler, language);
  const reach = [handler.phone, handler.email].filter((part) => part !== '').join(' – ');
  const blocks: readonly Block[] = [
    ...worded.blocks,
    { kind: 'lines', lines: [handler.name, handler.role, reach].filter((part) => part !== ''), small: false },
    { kind: 'lines', lines: [creditorName(creditor), ...identityLines(creditor, language)], small: true },
  ];
  const subject = shorten(worded.subject, 150);
  return {
    subject,
    text: messageText(blocks, language),
    html: messageHtml(subject, language, blocks),
    blocks,
  };
}

/** Where the money went, when it was shared: one row per invoice. */
function allocationBlocks(facts: ReceiptFacts, labels: Labels): readonly Block[] {
  const { words } = labels;
  const money = (amount: Cents) => labels.money(amount, facts.currency);
  if (facts.allocations.length < 2) return [];
  return [
    {
      kind: 'table',
      caption: '',
      muted: false,
      columns: [
        { title: words.invoice, align: 'left' },
        { title: words.allocated, align: 'right' },
        { title: words.remaining, align: 'right' },
      ],
      rows: facts.allocations.map((one) => ({
        cells: [cleanData(one.number), money(one.amount), money(one.remaining)],
        notes: [],
      })),
      totals: [line(words.remaining, money(sumCents(facts.allocations.map((one) => one.remaining))), true)],
    },
  ];
}
