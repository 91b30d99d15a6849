/** The one source of chance of a simulation: the same seed gives the same throws, in the same order. */
export interface Dice {
  /** A whole number from 0 to `sides` − 1. */
  readonly roll: (sides: number) => number;
  /** From `low` to `high`, both included. */
  readonly between: (low: number, high: number) => number;
  /** True in `percent` cases of a hundred. */
  readonly chance: (percent: number) => boolean;
  readonly pick: <T>(from: readonly T[]) => T;
  readonly bytes: (into: Uint8Array) => Uint8Array;
}

export function diceOf(seed: number): Dice {
  let state = (Math.imul(seed, 2654435761) ^ 0x5bd1e995) >>> 0 || 1;
  const next = () => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state;
  };
  for (let warm = 0; warm < 8; warm += 1) next();
  const roll = (sides: number) => next() % sides;
  return {
    roll,
    between: (low, high) => low + roll(high - low + 1),
    chance: (percent) => roll(100) < percent,
    pick: (from) => from[roll(from.length)]!,
    bytes: (into) => into.map(() => next() >>> 11),
  };
}
