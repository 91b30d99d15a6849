import { join } from 'node:path';
import type { Machine } from './machine.ts';
import type { Outcome } from './results.ts';
import { table } from './table.ts';

export const PAGE = join(import.meta.dirname, '..', 'docs', 'benchmarks.md');

const START = '<!-- figures: written by npm run bench -->';
const END = '<!-- end of figures -->';

/** The page with the table, the conditions and what was missed, as the results say. */
export function published(page: string, results: readonly Outcome[]): string {
  const [before, rest] = page.split(START);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`${PAGE} has lost its marks`);
  return `${before}${START}\n\n${figures(results)}\n\n${END}${after}`;
}

function figures(results: readonly Outcome[]): string {
  const machines = new Map<string, string[]>();
  for (const { name, machine } of results) {
    const words = machineWords(machine);
    machines.set(words, [...(machines.get(words) ?? []), name]);
  }
  const where = [...machines].map(([words, names]) =>
    machines.size === 1 ? words : `${names.map((name) => `\`${name}\``).join(', ')}: ${words}`,
  );
  return [table(results), missedWords(results), ...where].join('\n\n');
}

function missedWords(results: readonly Outcome[]): string {
  const missed = results.flatMap((one) => {
    if ('failed' in one) return [`- \`${one.name}\` failed: ${one.failed}`];
    return one.missed.map((miss) => `- \`${one.name}\` misses ${miss}`);
  });
  return missed.length === 0 ? 'Every promise of the table was kept.' : `Not kept:\n\n${missed.join('\n')}`;
}

function machineWords(machine: Machine): string {
  const { on, system, processor, cores, memoryGb, disk, fsyncMs, node, postgresql } = machine;
  return (
    `Measured on ${on}: ${cores} cores (${processor}), ${memoryGb} GB of memory, ${system}, ${disk} on which 8 kB ` +
    `are durable in ${fsyncMs} ms; Node ${node}, embedded PostgreSQL ${postgresql} with fsync on.`
  );
}
