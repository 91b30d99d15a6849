import fc from 'fast-check';
import { expect, test } from 'vitest';
import { liveBook } from './live-book.ts';
import { type DebtorStory, debtorStory } from './story.ts';

const DEBTORS = 24;
/**
 * Books to live: half of one in the suite, whole ones by hand:
 * `ORACLE_BOOKS=20 npx vitest run tests/simulation/oracle/differential.test.ts`.
 */
const ASKED = process.env.ORACLE_BOOKS;
const BOOKS = Number(ASKED ?? 1);
const SEED = Number(process.env.ORACLE_SEED ?? 20_261_122);
/** Of a book that failed, the debtor to live alone and to shorten. */
const ALONE = process.env.ORACLE_DEBTOR;

test('the product asks what the facts say, to the cent', { timeout: 600_000 * BOOKS }, async () => {
  for (let seed = SEED; seed < SEED + BOOKS; seed += 1) {
    const [stories] = fc.sample(fc.array(debtorStory, { minLength: DEBTORS, maxLength: DEBTORS }), {
      seed,
      numRuns: 1,
    });
    if (ALONE !== undefined) return await tellShortest(stories![Number(ALONE) - 1]!);
    const { differences, seen } = await liveBook(
      stories!.slice(0, ASKED === undefined ? DEBTORS / 2 : DEBTORS),
    );
    if (BOOKS > 1) console.log(seed, JSON.stringify(seen));
    expect(differences, `ORACLE_SEED=${seed} ORACLE_DEBTOR=… lives one debtor of this book alone`).toEqual(
      [],
    );
  }
});

/** Leaves out what the difference does not need. */
async function tellShortest(story: DebtorStory): Promise<void> {
  let shortest = story;
  let { differences } = await liveBook([story]);
  for (const part of process.env.ORACLE_SHORTEN ? (['events', 'invoices'] as const) : []) {
    for (let at = shortest[part].length - 1; at >= 0 && differences.length > 0; at -= 1) {
      const shorter = { ...shortest, [part]: shortest[part].toSpliced(at, 1) };
      if (shorter.invoices.length === 0) continue;
      const lived = await liveBook([shorter]);
      if (lived.differences.length === 0) continue;
      shortest = shorter;
      differences = lived.differences;
    }
  }
  expect(differences, JSON.stringify(shortest)).toEqual([]);
}
