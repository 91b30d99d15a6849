import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { campaign, type Outcome } from './campaign.ts';
import { PLANTED } from './planted.ts';
import { summaryOf, tableOf } from './summary.ts';

/** A book has reminders for this many kills, and a seed is run again in some minutes. */
const KILLS_A_BOOK = 50;
/** The first seed of a search that finds nothing is as good as any. */
const SEED = 1;

/**
 * `npm run crash -- --kills 500 --seed 1`: book after book, each with the next seed, as many at once as the
 * machine bears; stops at the first fault. Exit code 1 when something was found, or nothing was done.
 */
export async function crash(words: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      kills: { type: 'string', default: '500' },
      seed: { type: 'string', default: String(SEED) },
      at: { type: 'string', default: String(Math.min(2, availableParallelism())) },
      planted: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const planted = values.planted === undefined ? [] : PLANTED[values.planted];
  if (planted === undefined) {
    process.stderr.write(`--planted takes ${Object.keys(PLANTED).join(', ')}\n`);
    return 2;
  }
  const began = Date.now();
  const wanted = Number(values.kills);
  const outcomes: Outcome[] = [];
  let seed = Number(values.seed);
  let stopped = false;
  // Ctrl-C ends the books at hand, removes their folders and tells what was found until then.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      stopped = true;
    });
  }
  let promised = 0;
  const book = async () => {
    while (!stopped && promised < wanted && outcomes.every(({ faults }) => faults.length === 0)) {
      const kills = Math.min(KILLS_A_BOOK, wanted - promised);
      const own = seed;
      seed += 1;
      promised += kills;
      const say = (line: string) => process.stderr.write(`seed ${own}  ${line}\n`);
      const outcome = await campaign({ seed: own, kills, planted, over: () => stopped, say });
      // Its book may have come to its end before its kills.
      promised -= kills - outcome.kills.length;
      outcomes.push(outcome);
    }
  };
  await Promise.all(Array.from({ length: Number(values.at) }, book));
  const summary = summaryOf(outcomes, Math.round((Date.now() - began) / 1000));
  const again = (failed: number) =>
    `npm run crash -- --kills ${KILLS_A_BOOK} --seed ${failed}${values.planted ? ` --planted ${values.planted}` : ''}`;
  process.stdout.write(values.json ? `${JSON.stringify(summary)}\n` : tableOf(summary, again));
  return summary.faults.length === 0 && summary.kills > 0 ? 0 : 1;
}
