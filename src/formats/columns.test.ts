import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DEBTOR_COLUMNS, INVOICE_COLUMNS, PAYMENT_COLUMNS } from './columns.ts';

test('the contract names every column that a file may have, in both languages', () => {
  const paper = readFileSync(new URL('../../docs/contract.md', import.meta.url), 'utf8');
  const section = paper.split('### Columns of a file')[1]?.split('\n## ')[0] ?? '';
  const named = new Set([...section.matchAll(/`(\w+)`/g)].map((match) => match[1]));
  const columns = [...INVOICE_COLUMNS, ...DEBTOR_COLUMNS, ...PAYMENT_COLUMNS];
  const missing = columns
    .flatMap(({ name, english }) => [name, english])
    .filter((title) => !named.has(title));
  expect(missing).toEqual([]);
});
