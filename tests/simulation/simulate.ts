import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Day, iso } from '../../src/calendar/day.ts';
import { openSink } from '../harness/smtp.ts';
import { openClerk } from './clerk.ts';
import { dayText, liveDay } from './day.ts';
import { diceOf } from './dice.ts';
import { importInvoices } from './events/billing.ts';
import { draw, found } from './founding.ts';
import { checkChains } from './invariants/chains.ts';
import { openLodging, openPlace, type Place } from './place.ts';
import { type Ended, failureText, summaryText } from './report.ts';
import { Violation } from './violation.ts';
import { openTally, type World } from './world.ts';

/** Every rate of the two years that follow is known. */
const FIRST_DAY = iso('2024-09-02');
const WEEK = 7;

interface Asked {
  readonly seed: number;
  readonly days: number;
  readonly creditors: number;
  readonly lodging: string | null;
}

async function simulate(asked: Asked): Promise<Ended> {
  const started = performance.now();
  const place = asked.lodging === null ? await openPlace() : await openLodging(asked.lodging);
  const sink = await openSink();
  const world = await build(asked, place, sink);
  let violation: Ended['violation'] = null;
  const last = (FIRST_DAY + asked.days) as Day;
  try {
    while (world.day < last) {
      await liveDay(world);
      if ((world.day - FIRST_DAY) % WEEK === 0 || world.day === last)
        for (const house of world.houses) await checkChains(world, house);
    }
  } catch (error) {
    violation =
      error instanceof Violation
        ? error
        : new Violation(
            'no-command-breaks',
            '',
            null,
            error instanceof Error ? (error.stack ?? '') : `${error}`,
          );
  }
  const ended: Ended = {
    seed: asked.seed,
    days: world.day - FIRST_DAY,
    creditors: asked.creditors,
    on: dayText(world),
    seconds: Math.round((performance.now() - started) / 100) / 10,
    counts: Object.fromEntries([...world.seen.counts].sort()),
    mails: sink.messages.length,
    violation,
    log: world.clerk.log,
  };
  await sink.close();
  await place.close();
  return ended;
}

async function build(asked: Asked, place: Place, sink: World['sink']): Promise<World> {
  const dice = diceOf(asked.seed);
  const clerk = openClerk(place.database, place.folder, dice);
  const bare = { seed: asked.seed, dice, place, clerk, sink, seen: openTally(), day: FIRST_DAY };
  const world: World = { ...bare, houses: draw(bare, asked.creditors) };
  clerk.wake(FIRST_DAY, '06:00');
  for (const [index, house] of world.houses.entries()) {
    await found(world, house, index);
    await importInvoices(world, house, dice.between(8, 20), 150);
  }
  return world;
}

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '1' },
    days: { type: 'string', default: '730' },
    creditors: { type: 'string', default: '3' },
    planted: { type: 'string' },
    json: { type: 'string' },
    lodging: { type: 'string' },
  },
});
const all: Ended[] = [];
for (let seed = Number(values.seed); seed < Number(values.seed) + Number(values.seeds); seed += 1) {
  const asked = { seed, days: Number(values.days), creditors: Number(values.creditors) };
  const ended = await simulate({ ...asked, lodging: values.lodging ?? null });
  all.push(ended);
  process.stdout.write(ended.violation === null ? summaryText(ended) : failureText(ended));
  if (ended.violation !== null) process.exitCode = 1;
}
if (values.json !== undefined)
  writeFileSync(
    values.json,
    JSON.stringify(
      all.map(({ log: _log, ...rest }) => rest),
      null,
      2,
    ),
  );
// The presence at a server that others keep running would hold the process.
await new Promise((written) => process.stdout.write('', written));
process.exit();
