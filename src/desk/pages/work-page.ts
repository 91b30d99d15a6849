import type { Day } from '../../calendar/day.ts';
import { formatDay, formatLongDay } from '../../calendar/french.ts';
import { formatMoney } from '../../money/format.ts';
import { contactName } from '../../reminders/reasons.ts';
import { type Amounts, amountsText } from '../amounts.ts';
import { counted } from '../counted.ts';
import type { PlannedAction } from '../plan.ts';
import type { View } from '../view.ts';
import { askedBy, askedWith, type DoneContact, type HeldGroup, type Worklist, waiting } from '../worklist.ts';
import { html, type Markup, said } from './markup.ts';
import { textLinks } from './text-links.ts';
import {
  ageText,
  capital,
  channelName,
  debtorAddress,
  invoiceAddress,
  money,
  phoneText,
  planDateTitle,
  stepTitle,
} from './words.ts';

/** The home page: what a person has to look at, what left, what waits and why. */
export function workPage(list: Worklist, { isToday, prefix }: Pick<View, 'isToday' | 'prefix'>): Markup {
  const { confirm, todo, ready, done, held } = list;
  const heldCount = held.reduce((sum, { items }) => sum + items.length, 0);
  const todoCount = todo.length + list.batches.length;
  return html`
<h1>${isToday ? 'À faire aujourd’hui' : 'À faire'}</h1>
<p class="lead">${capital(formatLongDay(list.on))}. ${freshness(list)}</p>
<p class="hint">Les commandes de cette page se tapent après <code>${prefix}</code></p>
<ul class="counters">
${counter('confirm', 'a-confirmer', confirm.length, 'à confirmer', askedBy(confirm))}
${counter('todo', 'a-faire', todoCount, 'à faire', askedBy(todo))}
${counter('sent', 'fait', done.length, done.length > 1 ? 'faits ce jour' : 'fait ce jour', askedWith(done))}
${counter('held', 'en-attente', heldCount, 'en attente', waiting(held))}
</ul>
${section('a-confirmer', 'À confirmer', 'Le texte est prêt\u00a0: relisez-le, puis laissez-le partir.', confirm.map(confirmCard))}
${section('a-faire', 'À faire', 'Appels et tâches d’une personne.', [...list.batches.map(batchCard), ...todo.map(todoCard)])}
${ready.length > 0 && section('pret', 'Prêt à partir', 'Au prochain «\u00a0relance run\u00a0».', ready.map(readyCard))}
${section('fait', 'Fait ce jour', 'Envois, dépôts et appels du jour.', done.map(doneCard))}
${heldSection(held)}`;
}

function freshness({ freshUntil }: Worklist): string {
  if (freshUntil === null) {
    return 'Encaissements jamais confirmés\u00a0: «\u00a0relance confirm bank\u00a0» avant d’affirmer un impayé.';
  }
  return `Encaissements connus jusqu’au ${formatDay(freshUntil)} inclus.`;
}

function counter(kind: string, anchor: string, count: number, label: string, sum: Amounts): Markup {
  return html`<li><a class="${kind}" href="#${anchor}"><b>${count}</b><span>${label}</span>
<small>${sum.length > 0 && amountsText(sum)}</small></a></li>`;
}

function section(anchor: string, title: string, hint: string, cards: readonly Markup[]): Markup {
  const body = cards.length === 0 ? html`<p class="none">Rien.</p>` : html`<div class="cards">${cards}</div>`;
  return html`<section id="${anchor}" aria-labelledby="t-${anchor}"><h2 id="t-${anchor}">${title}</h2>
<p class="hint">${hint}</p>${body}</section>`;
}

function confirmCard(action: PlannedAction): Markup {
  const commands = action.id
    ? html`<div class="act">${previews(action, action.id)}<code>approve ${action.id}</code></div>`
    : null;
  return actionCard(action, 'confirm', commands);
}

/** Links to each text as it would leave. */
function previews({ channel, copies }: PlannedAction, id: string): readonly Markup[] {
  return [channel, ...copies].map(
    (kind) => html`<a href="/apercus/${id}/${kind}.pdf">Aperçu\u00a0: ${channelName(kind)}</a>`,
  );
}

function todoCard(action: PlannedAction): Markup {
  const phone =
    action.channel === 'call' && action.to[0] ? html`<span>${said(phoneText(action.to[0]))}</span>` : null;
  const outcome = outcomeOf(action);
  const command = action.id && outcome ? html`<code>done ${action.id} --outcome ${outcome}</code>` : null;
  const foot = phone || command ? html`<div class="act">${phone}${command}</div>` : null;
  return actionCard(action, 'todo', html`${scriptOf(action)}${foot}`);
}

/** What a task may come to: a file followed waits, a presentation is recorded by another command. */
function outcomeOf({ reasons }: PlannedAction): string | null {
  if (reasons.some(({ code }) => code === 'presentation_unknown')) return null;
  return reasons.some(({ code }) => code === 'in_litigation') ? 'waiting' : '…';
}

/** What to say on the telephone, folded away until the call. */
function scriptOf({ script }: PlannedAction): Markup | null {
  if (!script || script.length === 0) return null;
  const lines = script.map((line) => html`<li>${said(line)}</li>`);
  return html`<details class="script"><summary>Quoi dire</summary><ol>${lines}</ol></details>`;
}

function readyCard(action: PlannedAction): Markup {
  return actionCard(action, 'sent', null);
}

function actionCard(action: PlannedAction, kind: string, foot: Markup | null): Markup {
  const channels = [action.channel, ...action.copies].map(channelName).join(' + ');
  const bills = action.invoices.map(
    ({ number, name, balance, daysLate }) =>
      html`<span><a href="${invoiceAddress(action.debtor, number)}">${said(name)}</a>
${money(balance, action.currency)}, ${ageText(daysLate)}</span>`,
  );
  return html`<article class="card"><header>
<h3><a href="${debtorAddress(action.debtor)}">${said(action.debtorName)}</a></h3>
<span class="sum">${money(action.amount, action.currency)}</span></header>
<p class="what"><span class="chip ${kind}">${capital(contactName(action))}</span><span class="soft">${channels}${action.owner !== undefined && `, ${action.owner}`}</span></p>
<p class="why">${action.reasons.map(({ message }) => message).join(' ')}</p>
<p class="bills">${bills}</p>${foot}</article>`;
}

function batchCard({ shortId, letters, madeOn }: Worklist['batches'][number]): Markup {
  return html`<article class="card"><header><h3>Courriers à poster</h3>
<span class="sum">${counted(letters, 'lettre', 'lettres')}</span></header>
<p class="why">Imprimés le ${formatDay(madeOn)}\u00a0: une relance par courrier est faite quand le lot est posté.</p>
<div class="act"><a href="/courriers">Voir les pages</a><code>posted ${shortId}</code></div></article>`;
}

const STATES: Readonly<Record<string, string>> = {
  sending: 'départ en cours',
  doubtful: 'issue incertaine\u00a0: «\u00a0relance resolve\u00a0»',
  undelivered: 'non remis',
};

function doneCard(contact: DoneContact): Markup {
  const { debtor, debtorName, step, planDate, channel, state, amount, currency, items, texts } = contact;
  const bills = items.map(
    ({ number, name, announced }) =>
      html`<span><a href="${invoiceAddress(debtor, number)}">${said(name)}</a>${announced && ', annoncée'}</span>`,
  );
  const note = STATES[state];
  return html`<article class="card"><header>
<h3><a href="${debtorAddress(debtor)}">${said(debtorName)}</a></h3>
${amount !== null && html`<span class="sum">${formatMoney(amount, currency)}</span>`}</header>
<p class="what"><span class="chip sent">${doneTitle(step, planDate)}</span>
<span class="soft">${channelName(channel)}${note !== undefined && `, ${note}`}</span></p>
<p class="bills">${bills}</p>${texts.length > 0 && html`<div class="act">${textLinks(texts)}</div>`}</article>`;
}

function doneTitle(step: string | null, planDate: Day | null): string {
  if (planDate !== null) return planDateTitle(planDate);
  return step === null ? 'Appel' : stepTitle(step);
}

function heldSection(held: readonly HeldGroup[]): Markup {
  const groups = held.map(
    ({
      message,
      items,
    }) => html`<details class="reason"><summary><b>${items.length}</b><span>${message}</span></summary>
<ul class="held-items">${items.map(heldRow)}</ul></details>`,
  );
  return html`<section id="en-attente" aria-labelledby="t-en-attente"><h2 id="t-en-attente">En attente</h2>
<p class="hint">Ce qui n’est pas relancé ce jour, et pourquoi.</p>
${groups.length === 0 ? html`<p class="none">Rien.</p>` : html`<div class="gap">${groups}</div>`}</section>`;
}

function heldRow({
  debtor,
  debtorName,
  invoice,
  name,
  balance,
  currency,
}: HeldGroup['items'][number]): Markup {
  return html`<li><a href="${debtorAddress(debtor)}">${said(debtorName)}</a>
<a href="${invoiceAddress(debtor, invoice)}">${said(name)}</a>
<span class="right">${money(balance, currency)}</span></li>`;
}
