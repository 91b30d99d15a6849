import { describe, expect, test } from 'vitest';
import { addDays, iso, toIso } from '../../src/calendar/day.ts';
import type { DayPlan, PlannedAction } from '../../src/desk/plan.ts';
import { creditorFile, type Desk, openDesk } from '../harness/desk.ts';
import { seedDebtor, seedInvoice } from '../harness/seed.ts';

/** A small generator of its own, so that a failing seed can be run again. */
function dice(seed: number): (sides: number) => number {
  let state = (seed * 2654435761) >>> 0 || 1;
  return (sides) => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % sides;
  };
}

const REGIMES = ['b2b', 'b2c', 'nonpro', 'public'] as const;
const FIRST = iso('2026-09-21');

/**
 * A few debtors of every kind, invoices due around the first days, some with a promise, a dispute, a pause, a
 * payment.
 */
async function randomBook(desk: Desk, roll: (sides: number) => number): Promise<void> {
  for (let index = 0; index < 3; index += 1) {
    const key = `C${index}`;
    const debtor = await seedDebtor(desk, {
      key,
      regime: REGIMES[roll(4)]!,
      email: roll(4) === 0 ? null : `compta@c${index}.example`,
    });
    for (let item = 0; item <= roll(3); item += 1) {
      const due = toIso(addDays(FIRST, roll(20) - 8));
      const amount = [500, 5_000, 20_000, 120_000, 1_500_000][roll(5)]!;
      await seedInvoice(desk, debtor, { number: `F-${index}-${item}`, due, amount });
    }
  }
}

const EVENTS = [
  (number: string, day: string) => `promise ${number} --date ${toIso(addDays(iso(day), 4))}`,
  (number: string) => `dispute ${number} --amount 3.00 --reason "quantité"`,
  (number: string) => `dispute ${number} --reason "non conforme"`,
  (number: string, day: string) =>
    `hold ${number} --until ${toIso(addDays(iso(day), 3))} --reason "vu au téléphone"`,
  (number: string) => `payment add ${number} 4.00`,
];

const shape = (action: PlannedAction) => ({
  debtor: action.debtor,
  step: action.step,
  channel: action.channel,
  copies: action.copies,
  mode: action.mode,
  currency: action.currency,
  amount: action.amount,
  to: action.to,
  answerBy: action.answerBy,
  invoices: action.invoices,
});

function shapes(plan: DayPlan) {
  // A letter withdrawn because it aged is told beside the one that replaces it.
  const standing = plan.actions.filter(({ outcome }) => outcome !== 'withdrawn');
  const actions = standing.map(shape).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  const held = plan.held.map(({ invoice, code, until }) => `${invoice} ${code} ${until}`).sort();
  return { actions, held };
}

describe('R65: the dry run is the real run', () => {
  test.each([1, 2, 5])('book of seed %i, two weeks, facts coming in every day', async (seed) => {
    const roll = dice(seed);
    const desk = await openDesk(toIso(FIRST));
    await desk.done(`creditor set ${desk.file('creditor.json', creditorFile())}`);
    await randomBook(desk, roll);
    for (let offset = 0; offset < 14; offset += 1) {
      const day = toIso(addDays(FIRST, offset));
      desk.on(day);
      if (roll(2) === 0) {
        const number = `F-${roll(3)}-${roll(3)}`;
        await desk.say(EVENTS[roll(EVENTS.length)]!(number, day));
      }
      const planned = shapes(await desk.done('plan'));
      const done = (await desk.done('run')) as DayPlan;
      expect(shapes(done), `seed ${seed}, ${day}`).toEqual(planned);
    }
    expect((await desk.done('verify')).valid).toBe(true);
    await desk.database.close();
  });

  test('a plan of twenty days is twenty days of runs, when everything is done and nobody pays', async () => {
    const desk = await openDesk(toIso(FIRST));
    await desk.done(`creditor set ${desk.file('creditor.json', creditorFile())}`);
    for (const [index, regime] of REGIMES.entries()) {
      const debtor = await seedDebtor(desk, { key: `C${index}`, regime });
      await seedInvoice(desk, debtor, { number: `F-${index}-0`, due: toIso(addDays(FIRST, index)) });
      await seedInvoice(desk, debtor, { number: `F-${index}-1`, due: toIso(addDays(FIRST, 7 + index)) });
    }
    const { days } = await desk.done('plan --days 20');
    for (const planned of days as DayPlan[]) {
      desk.on(planned.on);
      const done = (await desk.done('run')) as DayPlan;
      expect(shapes(done).actions, planned.on).toEqual(shapes(planned).actions);
    }
    await desk.database.close();
  });

  test('what was approved and waits to leave is in the days to come as gone today, and what follows comes', async () => {
    const desk = await openDesk('2026-10-07');
    await desk.done(`creditor set ${desk.file('creditor.json', creditorFile({ approvals: 'all' }))}`);
    await seedInvoice(desk, await seedDebtor(desk, { key: 'C001' }), { number: 'F-1' });
    await seedInvoice(desk, await seedDebtor(desk, { key: 'C002', email: null }), {
      number: 'F-2',
      due: '2026-09-28',
    });
    const { actions } = await desk.done('run');
    await desk.done('approve --all');
    await desk.done(`creditor set ${desk.file('none.json', '{ "approvals": "none" }')}`);
    const { days } = await desk.done('plan --days 20');
    const [today] = days as DayPlan[];
    const ids = (plan: DayPlan) => plan.actions.map(({ id }) => id).sort();
    expect(ids(today!)).toEqual(actions.map(({ id }: PlannedAction) => id).sort());
    expect(today!.held).toEqual([]);
    expect((await desk.done('why F-1')).next).toMatchObject({ step: 'reminder-1', on: '2026-10-12' });
    for (const planned of days as DayPlan[]) {
      desk.on(planned.on);
      const done = (await desk.done('run')) as DayPlan & { batch: { id: string } | null };
      if (done.batch) await desk.done(`posted ${done.batch.id}`);
      // Who approved is told of what is done, not of what is to come.
      const left = (plan: DayPlan) => shapes(plan).actions.map((action) => ({ ...action, mode: null }));
      expect(left(done), planned.on).toEqual(left(planned));
    }
    await desk.database.close();
  });
});
