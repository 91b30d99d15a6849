import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PAGE, published } from '../../bench/page.ts';
import { RESULTS, readResults } from '../../bench/results.ts';

test('the page of figures is what the last published run measured: npm run bench writes both', () => {
  const page = readFileSync(PAGE, 'utf8');
  expect(published(page, readResults(RESULTS))).toBe(page);
});
