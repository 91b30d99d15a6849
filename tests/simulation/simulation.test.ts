import { expect, inject, test } from 'vitest';
import { simulated } from './child.ts';

test('some weeks of a house, seed 1: every invariant holds', { timeout: 300_000 }, async () => {
  const lodging = ['--lodging', inject('clusterFolder')];
  const { exit, text, seeds } = await simulated([
    '--seed',
    '1',
    '--days',
    '20',
    '--creditors',
    '1',
    ...lodging,
  ]);
  expect(text).toContain('every invariant held');
  expect(exit).toBe(0);
  expect(seeds[0]?.mails).toBeGreaterThan(5);
});
