import type { Day } from '../../calendar/day.ts';
import { formatDay } from '../../calendar/french.ts';
import type { Contact, Debtor } from '../../debtors/debtor.ts';
import { formatMoney } from '../../money/format.ts';
import { amountsText } from '../amounts.ts';
import type { DebtorFile, DebtorLine, Happening } from '../debtor-file.ts';
import { html, type Markup, said } from './markup.ts';
import { textLinks } from './text-links.ts';
import { outcomeName } from './why-page.ts';
import {
  ageText,
  capital,
  channelName,
  dayMarkup,
  debtorAddress,
  invoiceAddress,
  phoneText,
  planDateTitle,
  stepTitle,
} from './words.ts';

const REGIMES: Readonly<Record<string, string>> = {
  b2b: 'professionnel',
  b2c: 'particulier',
  nonpro: 'association',
  public: 'acheteur public',
};

/** Every debtor with what it owes. `next` is the key after which the next page begins; null on the last. */
export function debtorsPage(lines: readonly DebtorLine[], next: string | null): Markup {
  const rows = lines.map(
    ({
      key,
      name,
      regime,
      owed,
      late,
      oldest,
    }) => html`<tr><td><a href="${debtorAddress(key)}">${said(name)}</a></td>
<td class="soft wide">${regime === null ? 'type à renseigner' : (REGIMES[regime] ?? regime)}</td>
<td class="right">${owed.length > 0 && amountsText(owed)}</td><td class="right">${late.length > 0 && amountsText(late)}</td>
<td class="right soft wide">${oldest !== null && `${oldest}\u00a0j`}</td></tr>`,
  );
  const table = html`<div class="scroll"><table class="fits"><thead><tr><th scope="col">Client</th><th scope="col" class="wide">Type</th>
<th scope="col" class="right">Dû</th><th scope="col" class="right">Échu</th><th scope="col" class="right wide">Retard</th></tr></thead>
<tbody>${rows}</tbody></table></div>`;
  return html`<h1>Clients</h1>
${rows.length === 0 ? html`<p class="lead">Aucun client\u00a0: «\u00a0relance import factures.csv\u00a0».</p>` : table}
${next !== null && html`<p class="gap"><a href="/clients?apres=${encodeURIComponent(next)}">Suite</a></p>`}`;
}

/** One debtor: who it is, what it owes, and all that happened. */
export function debtorPage(file: DebtorFile, on: Day): Markup {
  const { debtor, contacts, items, credits, happenings } = file;
  return html`<p><a href="/clients">Clients</a></p>
<h1>${said(debtor.name)}</h1>
<p class="lead">${capital(status(debtor))}.</p>
<dl class="pairs">${identity(debtor, contacts)}</dl>
<section aria-labelledby="doit"><h2 id="doit">Factures ouvertes</h2>${openItems(file, on)}
${credits.map(
  (
    credit,
  ) => html`<p class="hint">Crédit non affecté${credit.label !== null && html` (${said(credit.label)})`}\u00a0:
${formatMoney(credit.amount, credit.currency)}, du ${formatDay(credit.on)}.</p>`,
)}</section>
<section aria-labelledby="histoire"><h2 id="histoire">Histoire</h2>
${items.length + happenings.length === 0 ? html`<p class="none">Rien encore.</p>` : html`<ol class="time">${happenings.map(happening)}</ol>`}</section>`;
}

function status(debtor: Debtor): string {
  const told = [
    debtor.regime === null ? 'type à renseigner' : (REGIMES[debtor.regime] ?? debtor.regime),
    debtor.insolvencyOn === null ? null : `procédure collective depuis le ${formatDay(debtor.insolvencyOn)}`,
    debtor.strategic ? 'client stratégique' : null,
    debtor.customerSince === null ? null : `client depuis le ${formatDay(debtor.customerSince)}`,
  ];
  return told.filter((text) => text !== null).join(', ');
}

function identity(debtor: Debtor, contacts: readonly Contact[]): readonly Markup[] {
  const { address } = debtor;
  const lines: readonly (readonly [string, Markup | null])[] = [
    ['Code', said(debtor.key)],
    ['SIREN', debtor.siren === null ? null : said(debtor.siren)],
    ['Adresse', address && said([...address.lines, `${address.postcode} ${address.city}`.trim()].join(', '))],
    ...contactLines(contacts),
  ];
  return lines.flatMap(([label, value]) =>
    value === null ? [] : [html`<dt>${label}</dt><dd>${value}</dd>`],
  );
}

/** Names, addresses and numbers, each once: an address and a telephone of one person are two contacts. */
function contactLines(contacts: readonly Contact[]): readonly (readonly [string, Markup])[] {
  const names = new Set(contacts.flatMap(({ name }) => name ?? []));
  return [
    ...[...names].map((name) => ['Contact', said(name)] as const),
    ...contacts.flatMap(({ email, bouncedOn }) => {
      const bounced = bouncedOn === null ? null : ` (revenue en erreur le ${formatDay(bouncedOn)})`;
      return email === null ? [] : [['E-mail', html`${said(email)}${bounced}`] as const];
    }),
    ...contacts.flatMap(({ phone }) =>
      phone === null ? [] : [['Téléphone', said(phoneText(phone))] as const],
    ),
  ];
}

function openItems({ debtor, items }: DebtorFile, on: Day): Markup {
  if (items.length === 0) return html`<p class="none">Rien à recevoir.</p>`;
  const rows = items.map(
    ({ number, name, dueOn, amount, balance, currency, next }) => html`<li>
<span><a href="${invoiceAddress(debtor.key, number)}">${said(name)}</a>
<small>${dueOn === null ? 'sans date d’échéance' : html`${dayMarkup(dueOn)}, ${ageText(on - dueOn)}`}</small></span>
<span class="next">${said(next ?? '')}</span>
<span class="right">${formatMoney(balance, currency)}
${amount !== balance && html`<small>sur ${formatMoney(amount, currency)}</small>`}</span></li>`,
  );
  return html`<ul class="items">${rows}</ul>`;
}

const SIDES: Readonly<Record<Happening['kind'], 'ours' | 'theirs' | 'money' | 'plain'>> = {
  contact: 'ours',
  skipped: 'ours',
  invoice: 'plain',
  payment: 'money',
  reversal: 'money',
  'credit-note': 'money',
  promise: 'theirs',
  dispute: 'theirs',
  'dispute-closed': 'theirs',
  plan: 'theirs',
  'plan-notice': 'ours',
  pause: 'ours',
  insolvency: 'theirs',
};

function happening(one: Happening): Markup {
  return html`<li class="${SIDES[one.kind]}">${dayMarkup(one.on)}${sentence(one)}
${textLinks(one.texts)}</li>`;
}

function sentence(one: Happening): Markup {
  const sum = one.amount === null ? '' : formatMoney(one.amount, one.currency ?? 'EUR');
  const label = one.label === null ? null : said(one.label);
  const until = one.until === null ? '' : formatDay(one.until);
  const state = one.state === null ? null : said(one.state);
  switch (one.kind) {
    case 'contact':
    case 'plan-notice':
      return contactSentence(one, sum);
    case 'skipped':
      return html`${stepTitle(one.label ?? '')} passée sans être faite\u00a0: ${state}`;
    case 'invoice':
      return html`Facture ${label} de ${sum}`;
    case 'payment':
      return html`Règlement de ${sum}${label && html` (${label})`}`;
    case 'reversal':
      return html`Règlement de ${sum} rejeté${label && html`\u00a0: ${label}`}`;
    case 'credit-note':
      return html`Avoir ${label} de ${sum}`;
    case 'promise':
      return html`Promesse de ${sum} pour le ${until}${label && html`, par ${label}`}${state && ', annulée'}`;
    case 'dispute':
      return html`Contestation de ${label}, ${sum === '' ? 'en entier' : `pour ${sum}`}\u00a0: ${state}`;
    case 'dispute-closed':
      return html`Contestation de ${label} close`;
    case 'plan':
      return html`Échéancier de ${sum} jusqu’au ${until}${state && ', annulé'}`;
    case 'pause':
      return html`Relances en pause jusqu’au ${until} inclus\u00a0: ${state}`;
    case 'insolvency':
      return html`Ouverture d’une procédure collective`;
  }
}

function contactSentence({ kind, label, channel, state, until }: Happening, sum: string): Markup {
  const planDate = kind === 'plan-notice' ? until : null;
  const told = [
    channelName(channel ?? ''),
    sum,
    state === null ? null : outcomeName(state),
    until === null || planDate !== null ? null : `présenté le ${formatDay(until)}`,
  ];
  const title = label === null ? 'Appel' : stepTitle(label);
  return html`${planDate === null ? title : planDateTitle(planDate)}
<span class="soft">${told.filter((text) => text !== null && text !== '').join(', ')}</span>`;
}
