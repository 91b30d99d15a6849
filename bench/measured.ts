import type { Timed, Work } from './work.ts';

/** One side done once, with the most memory that its process held. */
export interface Round extends Timed {
  readonly rssMb: number;
}

export interface Measured {
  readonly name: string;
  readonly title: string;
  readonly against: string | null;
  readonly count: number;
  readonly seconds: number;
  readonly referenceSeconds: number | null;
  /** Our seconds over the reference's; under 1 is faster than it. */
  readonly ratio: number | null;
  readonly rate: number;
  readonly rssMb: number;
  readonly figures: Readonly<Record<string, number>>;
  /** Every round as it was, so that the spread can be seen. */
  readonly rounds: { readonly ours: readonly Round[]; readonly reference: readonly Round[] };
  /** Promises that this run did not keep, in words. */
  readonly missed: readonly string[];
  /** Those promises, kept or not: `ratio ≤ 2.5`. */
  readonly reach: readonly string[];
}

export function measured(work: Work, ours: readonly Round[], reference: readonly Round[]): Measured {
  const seconds = median(ours.map((round) => round.seconds));
  const referenceSeconds = reference.length === 0 ? null : median(reference.map((round) => round.seconds));
  const [first] = ours;
  if (!first) throw new Error(`${work.name}: not one round`);
  const names = Object.keys(first.figures ?? {});
  const figures = Object.fromEntries(
    names.map((name) => [name, median(ours.map((round) => round.figures?.[name] ?? Number.NaN))]),
  );
  const ratio = referenceSeconds === null ? null : seconds / referenceSeconds;
  const speed = ratio === null ? null : 1 / ratio;
  const rate = first.count / seconds;
  const rssMb = Math.max(...ours.map((round) => round.rssMb));
  const known: Readonly<Record<string, number | null>> = { ...figures, ratio, speed, rate, rss_mb: rssMb };
  const told = work.reach.map(({ figure, most, least }) => {
    const value = known[figure];
    if (value === null || value === undefined) throw new Error(`${work.name} measures no « ${figure} »`);
    const words = most === undefined ? `${figure} ≥ ${least}` : `${figure} ≤ ${most}`;
    const kept = value <= (most ?? Number.POSITIVE_INFINITY) && value >= (least ?? Number.NEGATIVE_INFINITY);
    return { words, kept, value };
  });
  return {
    name: work.name,
    title: work.title,
    against: work.against,
    count: first.count,
    seconds,
    referenceSeconds,
    ratio,
    rate,
    rssMb,
    figures,
    rounds: { ours, reference },
    missed: told.filter(({ kept }) => !kept).map(({ words, value }) => `${words}: ${value.toPrecision(3)}`),
    reach: told.map(({ words }) => words),
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
