import { iso } from '../../calendar/day.ts';
import type { PastStep, Why } from '../why.ts';
import { html, type Markup, said } from './markup.ts';
import {
  ageText,
  channelName,
  debtorAddress,
  isoDayMarkup,
  money,
  planDateTitle,
  stepTitle,
} from './words.ts';

/** Why nothing, or something, is done about an invoice today; each of its instalments in turn. */
export function whyPage(whys: readonly Why[]): Markup {
  const [first] = whys;
  if (!first) return html`<h1>Facture</h1><p class="lead">Aucune échéance.</p>`;
  return html`<p><a href="${debtorAddress(first.debtor)}">${said(first.debtorName)}</a></p>
<h1>Facture ${said(first.invoice)}</h1>
${whys.map((why) => instalment(why, whys.length > 1))}`;
}

function instalment(why: Why, named: boolean): Markup {
  const age = why.daysLate === null ? 'sans date d’échéance' : ageText(why.daysLate);
  const rest = html`<p class="lead">${money(why.balance, why.currency)} à recevoir, ${age}.</p>`;
  return html`${named && html`<section><h2>${said(why.name)}</h2></section>`}
${why.today.code !== 'settled' && rest}
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

/** « Rappel amical »: a step, a mention in the text of another one, or a date of a payment plan. */
export function pastName({ step, announcedIn, planDate }: PastStep): string {
  if (planDate !== undefined) return planDateTitle(iso(planDate));
  return announcedIn === undefined ? stepTitle(step) : 'Annoncée dans un autre message';
}

/** « e-mail, envoyé », « rappel amical, e-mail, envoyé »; a step skipped has no channel. */
export function wayOf({ channel, outcome, announcedIn }: PastStep): string {
  const within = announcedIn === undefined ? '' : stepTitle(announcedIn).toLowerCase();
  return [within, channel && channelName(channel), outcomeName(outcome)].filter(Boolean).join(', ');
}

function past(why: Why): Markup {
  if (why.past.length === 0) return html`<p class="none">Rien encore.</p>`;
  const steps = [...why.past].reverse().map(
    (step) => html`<li class="ours">${isoDayMarkup(step.on)}${pastName(step)}
<span class="soft">${wayOf(step)}</span></li>`,
  );
  return html`<ol class="time">${steps}</ol>`;
}
