/**
 * A list in rounds of at most one of each debtor, each debtor's in their order: what is done with the first
 * may change what the second may do. What is of no debtor stands in the first round.
 */
export function roundsOf<T>(
  list: readonly T[],
  debtorOf: (one: T) => string | null,
): readonly (readonly T[])[] {
  const rounds: T[][] = [];
  const turns = new Map<string, number>();
  for (const one of list) {
    const debtorId = debtorOf(one);
    const turn = debtorId === null ? 0 : (turns.get(debtorId) ?? 0);
    if (debtorId !== null) turns.set(debtorId, turn + 1);
    const round = rounds[turn];
    if (round) round.push(one);
    else rounds.push([one]);
  }
  return rounds;
}
