/**
 * Does `work` for each item, at most `most` at a time, and answers what came of each in the order of the
 * items. Items of one lane follow each other in their order. `work` is expected not to throw: the first
 * failure ends the whole.
 */
export async function atOnce<T, R>(
  items: readonly T[],
  { most, laneOf }: { readonly most: number; readonly laneOf: (item: T) => string },
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const lanes = [...Map.groupBy(items.keys(), (index) => laneOf(items[index]!)).values()].values();
  const walk = async () => {
    // One iterator for all: each takes the next lane that nobody has.
    for (const lane of lanes) for (const index of lane) results[index] = await work(items[index]!);
  };
  await Promise.all(Array.from({ length: most }, walk));
  return results;
}
