import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fuzzRuns } from '../../tests/harness/fuzz-runs.ts';
import { type Day, day, iso } from '../calendar/day.ts';
import { cents } from '../money/cents.ts';
import { DEFAULT_SCENARIO } from '../scenarios/scenario.ts';
import { CHANNELS, STEPS, type StepKey, stepRank } from '../scenarios/steps.ts';
import { decide } from './decide.ts';
import type { ContactFacts, CreditorFacts, DebtorFacts, ItemFacts } from './facts.ts';
import { holdSentence } from './reasons.ts';
import { simulate } from './simulate.ts';
import { HOLD_CODES } from './verdict.ts';

const TODAY = iso('2026-11-23');

/** Mostly near today, at times where no book ever is. */
const days: fc.Arbitrary<Day> = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: TODAY - 90, max: TODAY + 10 }).map(day) },
  { weight: 1, arbitrary: fc.constantFrom(iso('1900-01-01'), iso('1999-12-31'), iso('2099-12-31'), TODAY) },
);
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null, freq: 2 });
/** One time in twelve. */
const seldom = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: 11, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: one });
const few = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<readonly T[]> =>
  seldom(one).map((some) => (some === null ? [] : [some]));
const amounts = fc
  .oneof(
    { weight: 5, arbitrary: fc.integer({ min: 1_500, max: 2_000_000 }) },
    fc.constantFrom(0, 1, 99, 100, 101, -1, -500_000, 99_999_999_999_99),
  )
  .map(cents);

const currencies = fc.constantFrom('EUR', 'EUR', 'EUR', 'CHF');
const items = (id: string): fc.Arbitrary<ItemFacts> =>
  fc.record({
    id: fc.constant(id),
    number: fc.constant(`F-${id}`),
    currency: currencies,
    dueOn: fc.option(days, { nil: null, freq: 15 }),
    balance: amounts,
    holds: fc.record({
      promises: few(fc.record({ promisedOn: days })),
      disputes: few(maybe(amounts)),
      pausedUntil: few(days),
      plan: fc.constant(null),
    }),
    collected: seldom(fc.constant(true)).map((yes) => yes ?? false),
    assigned: seldom(fc.constantFrom('with-bank-data', 'without-bank-data')).map((way) => way ?? 'no'),
    retention: seldom(fc.constant(true)).map((yes) => yes ?? false),
    copyBytes: fc.constantFrom(0, 40_000, 6_900_000, 8_000_000),
    releasedOn: fc.option(days, { nil: null, freq: 15 }),
    lateStart: fc.constantFrom('from-start', 'at-age', 'at-age', 'ask', null),
    skipped: few(fc.record({ step: fc.constantFrom(...STEPS), on: days })),
    pending: seldom(fc.constantFrom('announced', 'approved', 'doubtful')),
  });

const books: fc.Arbitrary<readonly ItemFacts[]> = fc
  .integer({ min: 0, max: 8 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => items(`item-${index}`))));

function contactsAbout(ids: readonly string[]): fc.Arbitrary<readonly ContactFacts[]> {
  if (ids.length === 0) return fc.constant([]);
  const contact: fc.Arbitrary<ContactFacts> = fc.record({
    on: fc.integer({ min: TODAY - 120, max: TODAY }).map(day),
    step: maybe(fc.constantFrom(...STEPS)),
    channel: fc.constantFrom(...CHANNELS),
    currency: currencies,
    counts: fc.boolean(),
    written: fc.boolean(),
    answerBy: maybe(days),
    items: fc
      .subarray([...ids], { minLength: 1 })
      .chain((some) => fc.constantFrom(...STEPS).map((step) => some.map((id) => ({ id, step })))),
    deduction: fc.constant(null),
    registered: maybe(
      fc.record({
        depositedOn: days,
        presentedOn: maybe(days),
        outcome: fc.constantFrom('received', 'refused', 'unclaimed', 'unknown-address', null),
      }),
    ),
  });
  const several = fc.array(contact, { maxLength: 4 }).map((some) => some.toSorted((a, b) => a.on - b.on));
  return fc.oneof(fc.constant([]), several);
}

const debtors: fc.Arbitrary<DebtorFacts> = books.chain((some) =>
  fc.record({
    id: fc.constant('debtor-1'),
    key: fc.constant('C001'),
    name: fc.constant('Menuiserie Brûlé'),
    regime: fc.constantFrom('b2b', 'b2b', 'b2b', 'b2c', 'nonpro', 'public', null),
    emails: fc.constantFrom(
      [],
      [{ address: 'a@b.example', name: '', role: 'accounts' as const }],
      [{ address: 'a@b.example', name: '', role: 'accounts' as const }],
    ),
    phone: maybe(fc.constant('+33400000000')),
    postal: fc.boolean(),
    postalLine: fc.constant('3 rue des Acacias, 06000 Nice'),
    toneCeiling: seldom(fc.constantFrom(...STEPS)),
    strategic: fc.boolean(),
    customerSince: maybe(days),
    ownerName: maybe(fc.constant('Claire')),
    scenarioKey: fc.constant(null),
    insolvencyOn: seldom(days),
    overIndebtedOn: seldom(days),
    deceasedOn: seldom(days),
    litigation: seldom(fc.constant({ ownerName: 'Claire' })),
    items: fc.constant(some),
    credits: few(fc.record({ id: fc.uuid(), currency: currencies, on: days, amount: amounts })),
    contacts: contactsAbout(some.map(({ id }) => id)),
  }),
);

const creditors: fc.Arbitrary<CreditorFacts> = fc.record({
  minimumGapDays: fc.constantFrom(0, 5, 30),
  bankFreshnessDays: fc.constantFrom(null, null, 0, 3),
  mailboxCheck: fc.constantFrom('required', 'off'),
  approvals: fc.constantFrom('default', 'none', 'all'),
  freshUntil: maybe(days),
  mailboxReadUntil: maybe(days),
  trustedFirstReminders: fc.constantFrom(0, 20),
});

const todays = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: TODAY, max: TODAY + 9 }).map(day) },
  { weight: 1, arbitrary: fc.integer({ min: TODAY - 10, max: TODAY + 400 }).map(day) },
);
const CONTACTS = new Set<StepKey>(STEPS.filter((step) => step !== 'pre-due' && step !== 'route'));

describe('whatever the facts', () => {
  test('enough of these books have something to do', () => {
    const some = fc.sample(fc.tuple(creditors, debtors, todays), { numRuns: 300, seed: 1 });
    const busy = some.filter(
      ([creditor, debtor, today]) => decide(creditor, debtor, DEFAULT_SCENARIO, today).actions.length > 0,
    );
    expect(busy.length).toBeGreaterThan(40);
  });

  test('R21: one verdict an item with a known code and a sentence; one contact a currency; sums that add up', () => {
    fc.assert(
      fc.property(creditors, debtors, todays, (creditor, debtor, today) => {
        const { verdicts, actions } = decide(creditor, debtor, DEFAULT_SCENARIO, today);
        expect(verdicts.map(({ itemId }) => itemId).sort()).toEqual(debtor.items.map(({ id }) => id).sort());
        for (const verdict of verdicts) {
          if (verdict.kind === 'proposed') continue;
          expect(HOLD_CODES).toContain(verdict.code);
          expect(holdSentence(verdict.code, verdict.until, verdict.step).length).toBeGreaterThan(3);
        }
        for (const currency of ['EUR', 'CHF']) {
          const contacts = actions.filter(
            (action) =>
              action.currency === currency &&
              CONTACTS.has(action.step) &&
              action.channel !== 'task' &&
              action.planDate === null,
          );
          expect(contacts.length).toBeLessThanOrEqual(1);
        }
        for (const { items: asked, currency, amount, step, planDate, channel } of actions) {
          expect(asked.length).toBeGreaterThan(0);
          for (const { id, balance, daysLate } of asked) {
            const item = debtor.items.find((one) => one.id === id)!;
            expect(item.currency).toBe(currency);
            if (planDate === null) expect(balance).toBeLessThanOrEqual(item.balance);
            // Nothing but the notice before due precedes the due date; a task may follow an older notice.
            if (CONTACTS.has(step) && channel !== 'task' && planDate === null)
              expect(daysLate).toBeGreaterThan(0);
          }
          expect(amount).toBeLessThanOrEqual(asked.reduce((sum, { balance }) => sum + balance, 0));
        }
      }),
      fuzzRuns(600),
    );
  });

  test('the order of the items changes nothing', () => {
    const sorted = (debtor: DebtorFacts, creditor: CreditorFacts, today: Day) => {
      const { verdicts, actions } = decide(creditor, debtor, DEFAULT_SCENARIO, today);
      const byId = <T extends { readonly id: string }>(some: readonly T[]) =>
        some.toSorted((a, b) => (a.id < b.id ? -1 : 1));
      return {
        verdicts: verdicts.toSorted((a, b) => (a.itemId < b.itemId ? -1 : 1)),
        actions: actions
          .map((action) => ({ ...action, items: byId(action.items), quiet: byId(action.quiet) }))
          .map((action) => JSON.stringify(action))
          .sort(),
      };
    };
    const shuffled = debtors.chain((debtor) =>
      fc
        .shuffledSubarray([...debtor.items], { minLength: debtor.items.length })
        .map((mixed) => [debtor, { ...debtor, items: mixed }] as const),
    );
    fc.assert(
      fc.property(creditors, shuffled, todays, (creditor, [debtor, mixed], today) => {
        expect(sorted(mixed, creditor, today)).toEqual(sorted(debtor, creditor, today));
      }),
      fuzzRuns(400),
    );
  });

  test('what is done today is done: the decision taken again proposes no contact for it', () => {
    fc.assert(
      fc.property(creditors, debtors, todays, (creditor, debtor, today) => {
        const [first] = simulate(creditor, debtor, DEFAULT_SCENARIO, today, 1);
        const again = decide(creditor, first!.after, DEFAULT_SCENARIO, today);
        const told = (actions: typeof again.actions) =>
          actions.filter(({ step, channel }) => CONTACTS.has(step) && channel !== 'task');
        for (const action of told(again.actions)) {
          const before = told(first!.decision.actions).filter(({ currency }) => currency === action.currency);
          expect(before, 'a second contact of the day').toEqual([]);
        }
      }),
      fuzzRuns(300),
    );
  });

  test('paid in full, an item is asked for no more; an insolvency silences all', () => {
    fc.assert(
      fc.property(creditors, debtors, todays, fc.nat(), (creditor, debtor, today, which) => {
        if (debtor.items.length === 0) return;
        const paid = debtor.items[which % debtor.items.length]!;
        const after = {
          ...debtor,
          items: debtor.items.map((one) => (one === paid ? { ...one, balance: cents(0) } : one)),
        };
        const { actions, verdicts } = decide(creditor, after, DEFAULT_SCENARIO, today);
        const asking = actions.filter(({ step }) => step !== 'route');
        expect(asking.flatMap(({ items: asked }) => asked.map(({ id }) => id))).not.toContain(paid.id);
        expect(verdicts.find(({ itemId }) => itemId === paid.id)).toMatchObject({ kind: 'held' });
        const frozen = decide(creditor, { ...debtor, insolvencyOn: day(today - 1) }, DEFAULT_SCENARIO, today);
        expect(frozen.actions.filter(({ channel }) => channel !== 'task')).toEqual([]);
      }),
      fuzzRuns(400),
    );
  });

  test('days go by: no step twice, none below the one before, unless a person skipped or an address failed', () => {
    const plain = debtors.map((debtor) => ({ ...debtor, contacts: [], litigation: null }));
    fc.assert(
      fc.property(creditors, plain, (creditor, debtor) => {
        const done = new Map<string, number>();
        for (const { decision } of simulate(creditor, debtor, DEFAULT_SCENARIO, TODAY, 60)) {
          for (const { items: asked, quiet, step: leading } of decision.actions) {
            if (leading === 'route') continue;
            for (const { id, step, completes } of [...asked, ...quiet]) {
              if (!completes) continue;
              expect(stepRank(step), `${id} ${step}`).toBeGreaterThan(done.get(id) ?? -1);
              done.set(id, stepRank(step));
            }
          }
        }
      }),
      fuzzRuns(60),
    );
  });

  test('thousands of items are decided as a few are', () => {
    const many = Array.from({ length: 5_000 }, (_, index) => ({
      ...fc.sample(items(`item-${index}`), { numRuns: 1, seed: index })[0]!,
    }));
    const [debtor] = fc.sample(debtors, { numRuns: 1, seed: 7 });
    const [creditor] = fc.sample(creditors, { numRuns: 1, seed: 7 });
    const { verdicts } = decide(
      creditor!,
      { ...debtor!, items: many, contacts: [] },
      DEFAULT_SCENARIO,
      TODAY,
    );
    expect(new Set(verdicts.map(({ itemId }) => itemId)).size).toBe(5_000);
  });
});
