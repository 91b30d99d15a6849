import fc from 'fast-check';
import { expect, test } from 'vitest';
import { safeFileName, safeFileNames } from './file-name.ts';

test.each([
  ['COPIE_F-2026-014.pdf', 'COPIE_F-2026-014.pdf'],
  ['COPIE_F/2026/014.pdf', 'COPIE_F-2026-014.pdf'],
  ['Relevé de compte au 23 novembre.pdf', 'Releve_de_compte_au_23_novembre.pdf'],
  ['Œuvre nº 3 — « reçue ».PDF', 'OEuvre_no_3_-_-_recue.PDF'],
  ['../../etc/passwd', 'etc-passwd'],
  ['a\r\nb".pdf', 'a_b.pdf'],
  ['.pdf', 'document.pdf'],
  ['', 'document'],
  ['日本.pdf', 'document.pdf'],
])('« %s » travels as %s', (name, safe) => {
  expect(safeFileName(name)).toBe(safe);
});

test('whatever the names, they are safe and differ', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 120 }), { maxLength: 10 }), (names) => {
      const safe = safeFileNames(names);
      for (const name of safe) {
        expect(name).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]*$/);
        expect(name).not.toContain('..');
        expect(name.length).toBeLessThanOrEqual(84);
      }
      expect(new Set(safe.map((name) => name.toLowerCase())).size).toBe(names.length);
    }),
  );
});

test('two invoices whose numbers fold to the same are told apart', () => {
  expect(safeFileNames(['F/1.pdf', 'F-1.pdf', 'f 1.pdf', 'f_1.PDF'])).toEqual([
    'F-1.pdf',
    'F-1-2.pdf',
    'f_1.pdf',
    'f_1-2.PDF',
  ]);
});
