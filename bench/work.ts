/**
 * One thing that we publish the speed of: our program's way (`ours`) and, where there is one, the bare way
 * (`reference`), on the same machine, in the same run, with the same durability and the same kind of process.
 */
export interface Work {
  /** As the command line names it: `plan-persist`. */
  readonly name: string;
  /** What is done, in a line of the published table. */
  readonly title: string;
  /** What the reference is; null when there is none. */
  readonly against: string | null;
  /** Times that each side is measured, the two in turn; the median counts. */
  readonly rounds: number;
  /** Makes what both sides need in an empty folder, once, in a process of its own. */
  readonly prepare: (folder: string) => Promise<void>;
  /** Does the work once and undoes what it left, so that the next round finds the same folder. */
  readonly ours: Side;
  readonly reference: Side | null;
  readonly reach: readonly Reach[];
}

/** Runs in a process of its own, so that its memory is its own. Only what it says took time is counted. */
export type Side = (folder: string) => Promise<Timed>;

export interface Timed {
  readonly seconds: number;
  /** Things done in that time: invoices, letters, lines. */
  readonly count: number;
  /** Other figures worth a column, each with its unit in its name: `rss_flat_ratio`, `ms_cold`. */
  readonly figures?: Readonly<Record<string, number>>;
}

/**
 * What was promised. `ratio` is our seconds over the reference's, `speed` the reference's over ours; `rate`
 * is things a second of ours; `rss_mb` the most memory that our process held; any other name is one of
 * `figures`.
 */
export interface Reach {
  readonly figure: string;
  readonly most?: number;
  readonly least?: number;
}

/** Seconds that `work` took, by the monotonic clock. */
export async function timed<T>(work: () => Promise<T> | T): Promise<{ seconds: number; result: T }> {
  const start = process.hrtime.bigint();
  const result = await work();
  return { seconds: Number(process.hrtime.bigint() - start) / 1e9, result };
}
