import type { Why } from '../why.ts';
import { html, type Markup, said } from './markup.ts';
import { ageText, channelName, debtorAddress, isoDayMarkup, money, stepTitle } from './words.ts';

/** Why nothing, or something, is done about an invoice today; each of its instalments in turn. */
export function whyPage(whys: readonly Why[]): Markup {
  const [first] = whys;
  if (!first) return html`<h1>Facture</h1><p class="lead">Aucune échéance.</p>`;
  return html`<p><a href="${debtorAddress(first.debtor)}">${said(first.debtorName)}</a></p>
<h1>Facture ${said(first.invoice)}</h1>
${whys.map((why, index) => instalment(why, whys.length > 1 ? index + 1 : null))}`;
}

function instalment(why: Why, position: number | null): Markup {
  const age = why.daysLate === null ? 'sans date d’échéance' : ageText(why.daysLate);
  return html`${position !== null && html`<section><h2>Échéance ${position}</h2></section>`}
<p class="lead">${money(why.balance, why.currency)} à recevoir, ${age}.</p>
<dl class="pairs"><dt>Aujourd’hui</dt><dd>${why.today.message}</dd>
${why.next && html`<dt>Ensuite</dt><dd>${why.next.message}</dd>`}
${why.ageAllows && html`<dt>L’âge permet</dt><dd>${stepTitle(why.ageAllows)}</dd>`}</dl>
<section><h2>Ce qui a été fait</h2>${past(why)}</section>`;
}

const OUTCOMES: Readonly<Record<string, string>> = {
  sent: 'envoyé',
  posted: 'posté',
  done: 'fait',
  skipped: 'passée sans être faite',
  ambiguous: 'issue incertaine',
  undelivered: 'non remis',
  received: 'remis',
  refused: 'refusé',
  unclaimed: 'non réclamé',
  'unknown-address': 'inconnu à l’adresse',
  reached: 'quelqu’un a répondu',
  paying: 'paiement annoncé',
  paid: 'dit avoir payé',
  promise: 'promesse',
  dispute: 'contestation',
  voicemail: 'messagerie',
  unreachable: 'injoignable',
  'invoice-not-received': 'facture non reçue',
  'awaiting-approval': 'en attente de validation',
  agency: 'société de recouvrement',
  lawyer: 'avocat',
  bailiff: 'commissaire de justice',
  'payment-order': 'injonction de payer',
  'small-claims': 'procédure des petites créances',
  mediation: 'médiation',
  'given-up': 'abandon',
  waiting: 'laissé en attente',
};

/** What became of a contact, in French; a word of nobody's list stays as it is. */
export function outcomeName(outcome: string): string {
  return OUTCOMES[outcome] ?? outcome;
}

function past(why: Why): Markup {
  if (why.past.length === 0) return html`<p class="none">Rien encore.</p>`;
  const steps = [...why.past].reverse().map(
    ({ on, step, channel, outcome }) => html`<li class="ours">${isoDayMarkup(on)}${stepTitle(step)}
<span class="soft">${[channel === '' ? null : channelName(channel), outcomeName(outcome)].filter(Boolean).join(', ')}</span></li>`,
  );
  return html`<ol class="time">${steps}</ol>`;
}
