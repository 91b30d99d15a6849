import { describe, expect, test } from 'vitest';
import { plantedIn } from '../harness/planted-fault.ts';
import { campaign } from './campaign.ts';
import { PLANTED } from './planted.ts';
import { summaryOf, tableOf } from './summary.ts';

/** No kill is started after it; what is under way then ends. */
const SECONDS = 85;
const KILLS = 60;

describe('the faults that show that it can fail', () => {
  test.each(Object.entries(PLANTED))('%s has its place in the code', (_, faults) => {
    expect(Object.keys(plantedIn(...faults))).toContain('NODE_OPTIONS');
  });
});

describe('R8 R13 R24 killed in the middle of its work', () => {
  test(
    'nothing is lost, nothing is sent twice, every doubt is told and settled by a person',
    async () => {
      const until = Date.now() + SECONDS * 1000;
      const over = () => Date.now() > until;
      const seeds = [101, 102];
      const lines: string[] = [];
      const outcomes = await Promise.all(
        seeds.map(
          async (seed) =>
            await campaign({
              seed,
              kills: KILLS / seeds.length,
              planted: [],
              over,
              say: (line) => lines.push(`seed ${seed}  ${line}`),
            }),
        ),
      );
      const summary = summaryOf(outcomes, SECONDS);
      const again = (seed: number) => `npm run crash -- --kills 50 --seed ${seed}`;
      const told = `${lines.join('\n')}\n${tableOf(summary, again)}`;
      expect(summary.faults, told).toEqual([]);
      // A slow machine kills fewer, never none.
      expect(summary.kills, told).toBeGreaterThan(5);
      expect(summary.taken, told).toBeGreaterThan(0);
    },
    (SECONDS + 1200) * 1000,
  );
});
