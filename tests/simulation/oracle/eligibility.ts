import { balanceOn, CLOSED, creditsOn } from './balance.ts';
import { accountOf, type Books, type Contact, type Item, itemKey, itemOf, itemsOf } from './books.ts';
import { businessDaysAfter, day, isBusinessDay } from './calendar.ts';
import { doneOf, lateStep, nextStep, stands } from './course.ts';
import { askable, shareOut } from './credit.ts';
import type { ScenarioStep } from './facts.ts';
import { contestedOn, pausedUntil, promisedUntil, putOffOn } from './holds.ts';
import { sumOf } from './money.ts';
import { rank, stepsOf } from './scenario.ts';

/**
 * Every reason why an item must not be contacted on a day, by the codes of docs/refusals.md; none: its next
 * step is due. The product names one of them; an item that it contacts must have none.
 */
export function reasonsAgainst(books: Books, item: Item, on: number): ReadonlySet<string> {
  const own = ownReasons(books, item, on);
  if (item.dueOn === null || item.invoice.releasedOn === null) return own;
  const next = nextStep(books, item, on);
  if (next === null) return own.add('scenario_over');
  for (const code of [...stepReasons(books, item, next, on), ...debtorReasons(books, item, next, on)]) {
    own.add(code);
  }
  return own;
}

/** What is wrong with the debt or its debtor, whatever the step. */
function ownReasons(books: Books, item: Item, on: number): Set<string> {
  const account = accountOf(books, item.ref.debtor);
  const { debtor } = account;
  const { invoice } = item;
  const pending = [...account.pending.values()].filter(({ items }) =>
    items.some((ref) => itemKey(ref) === item.key),
  );
  const asked = askable(books, item, on);
  const found: readonly (readonly [boolean, string])[] = [
    [balanceOn(item, on) <= CLOSED, 'settled'],
    [item.dueOn === null && item.retention, 'retention'],
    [item.dueOn === null && !item.retention, 'due_date_missing'],
    [invoice.releasedOn === null, 'quarantined'],
    [invoice.lateStart === 'ask' && lateStep(item) !== null, 'late_start_choice'],
    [invoice.terms.assigned === 'iban-missing', 'assigned'],
    [debtor === null || debtor.regime === null, 'customer_type_missing'],
    [debtor !== null && debtor.deceasedOn !== null, 'deceased'],
    [debtor !== null && debtor.insolventOn !== null, 'insolvency'],
    [debtor !== null && debtor.overIndebtedOn !== null, 'over_indebtedness'],
    [pending.some(({ state }) => state === 'ambiguous'), 'outcome_unknown'],
    [pending.some(({ state }) => state === 'approved'), 'awaiting_sending'],
    [putOffOn(books, item, on) > 0n && asked === 0n, 'plan_respected'],
    [promisedUntil(books, item, on) !== null, 'promise_until'],
    [pausedUntil(books, item, on) !== null, 'paused_until'],
    [contestedOn(books, item, on) > 0n && asked === 0n, 'dispute'],
    [inLitigation(books, item, on), 'in_litigation'],
  ];
  return new Set(found.flatMap(([holds, code]) => (holds ? code : [])));
}

/** From the deposit of a formal notice until its items are settled or a person lifts it (ruling 14). */
function inLitigation(books: Books, item: Item, on: number): boolean {
  const { contacts, litigationLiftedOn } = accountOf(books, item.ref.debtor);
  return contacts
    .filter(stands)
    .filter(({ fact, on: since }) => fact.step === 'formal-notice' && since <= on && fact.channel !== 'task')
    .filter(({ on: since }) => litigationLiftedOn === null || litigationLiftedOn < since)
    .some(({ fact }) => fact.items.some((one) => balanceOn(itemOf(books, one.item), on) > CLOSED));
}

/** Why the next step of an item is not for that day. */
function stepReasons(books: Books, item: Item, next: ScenarioStep, on: number): readonly string[] {
  const { toneCeiling } = accountOf(books, item.ref.debtor).debtor ?? { toneCeiling: null };
  const dueOn = item.dueOn!;
  const reasons: string[] = [];
  if (next.key === 'pre-due') {
    if (on < dueOn + next.offset) reasons.push('not_due');
    if (balanceOn(item, on) < 15_000n) reasons.push('below_floor', 'next_step_later');
  } else {
    if (on <= dueOn) reasons.push('not_due', 'next_step_later');
    if (on < firstDayOf(books, item, next)) reasons.push('next_step_later');
    if (toneCeiling !== null && rank(next.key) > rank(toneCeiling)) reasons.push('tone_ceiling');
    if (item.invoice.terms.collectedBy !== null && on <= businessDaysAfter(dueOn, 5)) {
      reasons.push('direct_debit');
    }
    if (isBankStale(books, next, dueOn, on)) reasons.push('bank_stale');
  }
  if (!isBusinessDay(on)) reasons.push('not_business_day');
  return [...reasons, ...creditReasons(books, item, on)];
}

/**
 * The scenario's day; of an item that entered late, its spacing from the previous real step (decision
 * 0014).
 */
function firstDayOf(books: Books, item: Item, next: ScenarioStep): number {
  const last = doneOf(books, item).at(-1);
  const spaced = last === undefined ? 0 : last.on + (next.spacing ?? 0);
  if (lateStep(item) === null) return Math.max(item.dueOn! + next.offset, spaced);
  if (last === undefined) return item.invoice.releasedOn!;
  const before = stepsOf(books, item.ref.debtor).find(({ key }) => key === last.step);
  return Math.max(last.on + next.offset - (before?.offset ?? next.offset), spaced);
}

/** Rulings 4: what the bank must have told before anybody is said not to have paid. */
function isBankStale(books: Books, { key }: ScenarioStep, dueOn: number, on: number): boolean {
  const days = books.creditor?.bankFreshnessDays ?? null;
  if (days === null || key === 'route') return false;
  const known = books.bankUntil ?? 0;
  if (key === 'contact') return known < dueOn;
  return known < businessDaysAfter(on, key === 'formal-notice' ? -1 : -days);
}

function creditReasons(books: Books, item: Item, on: number): readonly string[] {
  const { covered } = shareOut(books, item.ref.debtor, item.invoice.currency, on);
  return covered.has(item) ? ['credit_unmatched'] : [];
}

/**
 * Whether the credits may leave nothing to ask of an item that they do not cover: a text of 0.00 never
 * leaves.
 */
export function mayLeaveNothing(books: Books, item: Item, on: number): boolean {
  const free = sumOf(creditsOn(books, item.ref.debtor, item.invoice.currency, on).map((one) => one.free));
  return free > 0n && free >= askable(books, item, on);
}

/** What earlier contacts of the debtor in that currency forbid (rulings 7, 8 and 17, decision 0025). */
function debtorReasons(books: Books, item: Item, next: ScenarioStep, on: number): readonly string[] {
  if (next.key === 'pre-due') return addressReasons(books, item);
  const past = accountOf(books, item.ref.debtor).contacts.filter(
    ({ fact, on: since }) => fact.currency === item.invoice.currency && since <= on,
  );
  const counted = past.filter(stands).filter(({ fact }) => counts(fact));
  const regime = accountOf(books, item.ref.debtor).debtor?.regime;
  const isPrivate = regime === 'b2c' || regime === 'nonpro';
  const gap = isPrivate ? 7 : (books.creditor?.minimumGapDays ?? 5);
  const spaced = counted.filter(({ fact }) => !isPrivate || fact.channel !== 'call');
  const reasons: string[] = [];
  if (spaced.some(({ on: since }) => on - since < gap)) reasons.push('gap');
  if (counted.some(({ on: since }) => since === on)) reasons.push('contacted_today');
  if (counted.filter(({ on: since }) => on - since < 7).length >= 2) reasons.push('contact_cap');
  if (past.filter(stands).some((contact) => isRunning(contact, item, next, on))) {
    reasons.push('deadline_running');
  }
  return [...reasons, ...addressReasons(books, item)];
}

function counts({ step, reached }: Contact['fact']): boolean {
  return step !== 'pre-due' && step !== 'route' && reached;
}

/**
 * A date printed in a reminder binds all that the debtor owes but first contacts; another text's, its
 * items.
 */
function isRunning({ fact }: Contact, item: Item, next: ScenarioStep, on: number): boolean {
  if (fact.answerBy === null || on > day(fact.answerBy)) return false;
  const isReminder = fact.step.startsWith('reminder');
  if (isReminder && rank(next.key) >= rank('reminder-1')) return true;
  return fact.items.some((one) => itemKey(one.item) === item.key);
}

function addressReasons(books: Books, item: Item): readonly string[] {
  const debtor = accountOf(books, item.ref.debtor).debtor;
  return debtor === null || debtor.emails.length > 0 ? [] : ['no_address', 'below_floor'];
}

/** Whether a formal notice is the next step of another item of the debtor: the rest waits for it that day. */
export function waitsForNotice(books: Books, item: Item, on: number): boolean {
  return itemsOf(books, item.ref.debtor, item.invoice.currency).some(
    (one) =>
      one !== item &&
      balanceOn(one, on) > CLOSED &&
      one.dueOn !== null &&
      nextStep(books, one, on)?.key === 'formal-notice',
  );
}
