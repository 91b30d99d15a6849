/**
 * How many runs a property of the fuzzing gets: `usual` in `npm test`, times FUZZ_RUNS when somebody has the
 * time.
 */
export function fuzzRuns(usual: number): { readonly numRuns: number } {
  return { numRuns: usual * Math.max(1, Number(process.env.FUZZ_RUNS ?? '1')) };
}
