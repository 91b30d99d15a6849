import { type Day, iso, toIso } from '../../src/calendar/day.ts';
import { openSink } from '../harness/smtp.ts';
import type { Asked } from './ask.ts';
import { openClerk } from './clerk.ts';
import { liveDay } from './day.ts';
import { diceOf } from './dice.ts';
import { importInvoices } from './events/billing.ts';
import { draw, found } from './founding.ts';
import { checkChains } from './invariants/chains.ts';
import { checkMoney } from './invariants/money-balances.ts';
import { checkOneEntry } from './invariants/one-entry.ts';
import { openLodging, openPlace, type Place } from './place.ts';
import type { Ended } from './report.ts';
import { Violation } from './violation.ts';
import { type House, openTally, type World } from './world.ts';

/** Every rate of the two years that follow is known. */
const FIRST_DAY = iso('2024-09-02');
const WEEK = 7;
const LAST_EVENTS = 12;
/** Any constant: the chance of ids is not that of choices. */
const IDS = 7_919;

/** One seed, from its founding to its last day or to the first invariant that breaks. */
export async function play(asked: Asked, seed: number): Promise<Ended> {
  const started = performance.now();
  const place = asked.lodging === null ? await openPlace() : await openLodging(asked.lodging);
  const sink = await openSink();
  const world = await build(asked, seed, place, sink);
  const violation = await untilBroken(world, (FIRST_DAY + asked.days) as Day);
  const ended: Ended = {
    seed,
    days: world.day - FIRST_DAY,
    creditors: asked.creditors,
    trouble: asked.trouble,
    on: toIso(world.day),
    seconds: Math.round((performance.now() - started) / 100) / 10,
    counts: Object.fromEntries([...world.seen.counts].sort()),
    mails: sink.messages.length,
    violation,
    log: world.clerk.log,
    journal: violation === null ? [] : await journalOf(world, violation),
  };
  await sink.close();
  await place.close();
  return ended;
}

async function untilBroken(world: World, last: Day): Promise<Violation | null> {
  try {
    while (world.day < last) {
      await liveDay(world);
      if ((world.day - FIRST_DAY) % WEEK === 0 || world.day === last)
        for (const house of world.houses) await checkWeek(world, house);
    }
    return null;
  } catch (error) {
    if (error instanceof Violation) return error;
    const told = error instanceof Error ? (error.stack ?? error.message) : `${error}`;
    return new Violation('no-command-breaks', '', null, told);
  }
}

async function checkWeek(world: World, house: House): Promise<void> {
  await checkMoney(world, house);
  await checkOneEntry(world, house);
  await checkChains(world, house);
}

async function build(asked: Asked, seed: number, place: Place, sink: World['sink']): Promise<World> {
  const dice = diceOf(seed);
  const clerk = openClerk(place.database, place.folder, diceOf(seed + IDS));
  const { trouble } = asked;
  const bare = { seed, dice, place, clerk, sink, trouble, seen: openTally(), day: FIRST_DAY };
  const world: World = { ...bare, houses: draw(bare, asked.creditors) };
  clerk.wake(FIRST_DAY, '06:00');
  for (const [index, house] of world.houses.entries()) {
    await found(world, house, index);
    await importInvoices(world, house, dice.between(8, 20), 150);
  }
  return world;
}

async function journalOf(world: World, { house, debtor }: Violation): Promise<readonly string[]> {
  const rows = await world.place.ask(
    `select e.on_day as "on", e.type, left(e.payload, 600) as payload from journal_events e
     join creditors h on h.creditor_id = e.creditor_id join debtors d on d.creditor_id = e.creditor_id
     where h.key = $1 and d.key = $2 and e.chain = d.id::text order by e.seq desc limit $3`,
    [house, debtor ?? '', LAST_EVENTS],
  );
  return rows.reverse().map(({ on, type, payload }) => `${on}  ${type} ${payload}`);
}
