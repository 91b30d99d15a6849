import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BOOK_DEFECTS, type BookDefectCode, bookDefect } from './defects.ts';

const page = readFileSync(new URL('../../docs/defects.md', import.meta.url), 'utf8');

test.each(Object.keys(BOOK_DEFECTS) as BookDefectCode[])(
  '%s says what, how to repair it, and is in the manual',
  (code) => {
    const told = bookDefect(code, { line: 3, field: 'facture', value: 'F-1', detail: '12,00 puis 10,00' });
    expect(told).toMatchObject({ line: 3, field: 'facture', code, value: 'F-1' });
    for (const text of [told.message, told.remedy]) {
      expect(text.endsWith('.')).toBe(true);
      expect(text).not.toMatch(/[{}]| [:;!?»]|« /);
    }
    expect(page).toContain(`\n| \`${code}\` | ${told.rejects} |`);
  },
);
