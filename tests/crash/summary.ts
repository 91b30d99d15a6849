import { MOMENTS, VICTIMS } from './aim.ts';
import type { Outcome } from './campaign.ts';

/** What a search came to, in figures. */
export interface Summary {
  readonly seconds: number;
  readonly seeds: readonly number[];
  readonly kills: number;
  readonly missed: number;
  /** Kills by victim and moment: `process answered`. */
  readonly byAim: Readonly<Record<string, number>>;
  readonly byCommand: Readonly<Record<string, number>>;
  /** How many kills left this many messages in doubt. */
  readonly byDoubt: Readonly<Record<string, number>>;
  readonly taken: number;
  /** Messages in doubt by what made them doubtful. */
  readonly doubts: Readonly<Record<string, number>>;
  readonly resolved: number;
  readonly denied: number;
  readonly faults: readonly { readonly seed: number; readonly message: string }[];
}

export function summaryOf(outcomes: readonly Outcome[], seconds: number): Summary {
  const kills = outcomes.flatMap((outcome) => outcome.kills);
  return {
    seconds,
    seeds: outcomes.map(({ seed }) => seed),
    kills: kills.length,
    missed: sum(outcomes.map(({ missed }) => missed)),
    byAim: counted(kills.map(({ victim, moment }) => `${victim} ${moment}`)),
    byCommand: counted(kills.map(({ command }) => command)),
    byDoubt: counted(kills.map(({ doubtful }) => String(doubtful))),
    taken: sum(outcomes.map(({ taken }) => taken)),
    doubts: added(outcomes.map(({ doubts }) => doubts)),
    resolved: sum(outcomes.map(({ resolved }) => resolved)),
    denied: sum(outcomes.map(({ denied }) => denied)),
    faults: outcomes.flatMap(({ seed, faults }) => faults.map((message) => ({ seed, message }))),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function counted(values: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(
    [...Map.groupBy(values, (value) => value)].map(([key, all]) => [key, all.length]),
  );
}

function added(records: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> {
  const total: Record<string, number> = {};
  for (const record of records) {
    for (const [key, value] of Object.entries(record)) total[key] = (total[key] ?? 0) + value;
  }
  return total;
}

/** The summary for people; `again`: the command that runs a seed once more. */
export function tableOf(summary: Summary, again: (seed: number) => string): string {
  const cells = (values: readonly string[]) => values.map((value) => value.padEnd(10)).join('');
  const rows = MOMENTS.map((moment) => {
    const counts = VICTIMS.map((victim) => String(summary.byAim[`${victim} ${moment}`] ?? 0));
    return cells([moment, ...counts]);
  });
  const told = (record: Readonly<Record<string, number>>) =>
    Object.entries(record)
      .map(([key, value]) => `${key} ${value}`)
      .join(', ');
  const { kills, missed, seconds, seeds, taken, resolved, denied, faults } = summary;
  return [
    `${kills} kills in ${seconds} s, ${missed} commands ended before theirs; seeds ${seeds.join(' ')}`,
    '',
    cells(['killed at', ...VICTIMS]),
    ...rows,
    '',
    `commands killed: ${told(summary.byCommand)}`,
    `messages in doubt after a kill: ${told(summary.byDoubt)} (so many kills left so many)`,
    `messages taken by the far end: ${taken}; in doubt: ${told(summary.doubts)}`,
    `settled by a person: ${resolved}, of which wrongly ${denied}`,
    '',
    ...faults.map(({ seed, message }) => `seed ${seed}: ${message}`),
    ...[...new Set(faults.map(({ seed }) => seed))].map((seed) => `again: ${again(seed)}`),
    faults.length === 0 ? 'nothing found' : `${faults.length} faults`,
    '',
  ].join('\n');
}
