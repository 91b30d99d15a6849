import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Machine } from './machine.ts';
import type { Measured } from './measured.ts';

/** A work that ended without a figure: it stays in the table, so that nothing is hidden. */
export interface Failed {
  readonly name: string;
  readonly title: string;
  readonly against: string | null;
  readonly failed: string;
}

/** What the last run of a work gave, and where. */
export type Outcome = (Measured | Failed) & { readonly machine: Machine };

export const RESULTS = join(import.meta.dirname, 'results.json');

export function readResults(path: string): readonly Outcome[] {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : [];
}

/**
 * Keeps new outcomes in the place of the older ones of the same works; those not run again stay as they were.
 * `order` is that of the published table; a work that is no more goes.
 */
export function keepResults(
  path: string,
  fresh: readonly Outcome[],
  order: readonly string[],
): readonly Outcome[] {
  const known = [...fresh, ...readResults(path)];
  const all = order.flatMap((name) => known.find((one) => one.name === name) ?? []);
  writeFileSync(path, `${JSON.stringify(all, null, 2)}\n`);
  return all;
}
