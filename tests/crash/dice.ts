/** Chance with a seed: the same one gives the same throws. */
export interface Dice {
  /** From `low` to `high`, both included. */
  readonly between: (low: number, high: number) => number;
  /** True in `percent` cases of a hundred. */
  readonly chance: (percent: number) => boolean;
  /** One of these, each as often as its weight says. */
  readonly weighed: <T extends string>(weights: Readonly<Record<T, number>>) => T;
}

export function diceOf(seed: number): Dice {
  let state = (Math.imul(seed + 1, 2654435761) ^ 0x2545f491) >>> 0 || 1;
  const roll = (sides: number) => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % sides;
  };
  for (let warm = 0; warm < 8; warm += 1) roll(2);
  return {
    between: (low, high) => low + roll(high - low + 1),
    chance: (percent) => roll(100) < percent,
    weighed: (weights) => {
      const entries = Object.entries<number>(weights) as [keyof typeof weights, number][];
      let left = roll(entries.reduce((sum, [, weight]) => sum + weight, 0));
      for (const [name, weight] of entries) {
        if (left < weight) return name;
        left -= weight;
      }
      throw new RangeError('weights of nothing');
    },
  };
}
