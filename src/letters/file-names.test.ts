import fc from 'fast-check';
import { expect, test } from 'vitest';
import { iso } from '../calendar/day.ts';
import { fileStem, invoiceCopyNames, letterName, previousReminderName, statementName } from './file-names.ts';

test('names say what the file is', () => {
  const on = iso('2026-10-15');
  expect(letterName('reminder-2', ['F-2026-014', 'F-2'], on, 'fr')).toBe('Rappel_F-2026-014_2026-10-15.pdf');
  expect(letterName('pre-due', ['F/1'], on, 'fr')).toBe('Facture_F-1_2026-10-15.pdf');
  expect(letterName('formal-notice', ['F-1'], on, 'en')).toBe('Mise-en-demeure_F-1_2026-10-15.pdf');
  expect(previousReminderName(on)).toBe('Rappel_du_2026-10-15.pdf');
  expect(statementName('Étude & Conseil', on)).toBe('Releve_Étude-Conseil_2026-10-15.pdf');
});

test('two numbers that look alike in a file name stay two files', () => {
  expect(invoiceCopyNames(['F/1', 'F-1', 'f-1', 'F-2'])).toEqual([
    'COPIE_F-1.pdf',
    'COPIE_F-1_2.pdf',
    'COPIE_f-1_3.pdf',
    'COPIE_F-2.pdf',
  ]);
});

test('no name leaves its folder, hides, or exceeds what a file system takes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      const stem = fileStem(text);
      expect(stem).not.toMatch(/[\\/:*?"<>|]|\p{Cc}|^\.|\.\./u);
      expect(stem.length).toBeGreaterThan(0);
      expect(Buffer.byteLength(`COPIE_${stem}.pdf`)).toBeLessThanOrEqual(100);
    }),
  );
});
