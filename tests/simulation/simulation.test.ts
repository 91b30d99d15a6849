import { describe, expect, inject, test } from 'vitest';
import { simulated } from './child.ts';
import { PLANTED } from './planted.ts';

const LONG = { timeout: 600_000 };
/** Found within a few simulated days: the others are shown by `npm run simulate -- --planted NAME`. */
const QUICK = ['hash-without-actor', 'plan-of-tomorrow', 'another-sender', 'step-done-again'] as const;

function lodging(): readonly string[] {
  return ['--lodging', inject('clusterFolder')];
}

describe('weeks of a house, from a seed', () => {
  test.each([5, 6])('seed %i: every invariant holds', LONG, async (seed) => {
    const words = ['--seed', `${seed}`, '--days', '21', '--creditors', '1'];
    const { exit, text, seeds } = await simulated([...words, ...lodging()]);
    expect(text).toContain('every invariant held');
    expect(exit).toBe(0);
    expect(seeds[0]).toMatchObject({ days: 21, violation: null });
    expect(seeds[0]?.mails).toBeGreaterThan(0);
  });

  test.each(QUICK)('the planted fault %s is seen', LONG, async (name) => {
    const { faults, seed, days, breaks } = PLANTED[name]!;
    const words = ['--seed', `${seed}`, '--days', `${days}`, '--creditors', '1'];
    const { exit, seeds, text } = await simulated([...words, ...lodging()], faults);
    expect(breaks).toContain(seeds[0]?.violation?.invariant);
    expect(exit).toBe(1);
    expect(text).toContain(`again: npm run simulate -- --seed ${seed}`);
  });
});
