import { type Day, toIso } from '../calendar/day.ts';
import type { StepKey } from '../scenarios/steps.ts';
import { cleanData } from './typography.ts';

/** Bytes of a file name that every mail program and file system takes, its extension included. */
const LONGEST = 100;

/** A word as part of a file name: no separator, no control, no leading point, bounded. Accents stay. */
export function fileStem(text: string): string {
  const safe = cleanData(text)
    .replace(/[\\/:*?"<>|#%&{}$!'`@+=\u00a0\u202f ]+/g, '-')
    .replace(/\.{2,}/g, '.')
    .replace(/-{2,}/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '');
  let kept = [...safe].slice(0, 60).join('');
  while (Buffer.byteLength(kept) > LONGEST - 24) kept = [...kept].slice(0, -1).join('');
  return kept === '' ? 'sans-nom' : kept;
}

/**
 * `COPIE_‹number›.pdf` for each invoice, in order and never twice the same: two numbers that differ only by a
 * forbidden character get a figure (L16: a copy must not be booked as a new invoice).
 */
export function invoiceCopyNames(numbers: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return numbers.map((number) => {
    const stem = `COPIE_${fileStem(number)}`;
    const times = (seen.get(stem.toLowerCase()) ?? 0) + 1;
    seen.set(stem.toLowerCase(), times);
    return times === 1 ? `${stem}.pdf` : `${stem}_${times}.pdf`;
  });
}

/** The copy of an earlier message or letter that a later one attaches. */
export function previousReminderName(on: Day): string {
  return `Rappel_du_${toIso(on)}.pdf`;
}

export function statementName(debtorName: string, on: Day): string {
  return `Releve_${fileStem(debtorName)}_${toIso(on)}.pdf`;
}

const WORD_OF_STEP = {
  fr: { early: 'Facture', reminder: 'Rappel', notice: 'Mise-en-demeure' },
  en: { early: 'Invoice', reminder: 'Reminder', notice: 'Mise-en-demeure' },
};

/** The letter's own name: kind, first invoice, day. */
export function letterName(
  step: StepKey,
  numbers: readonly string[],
  on: Day,
  language: 'fr' | 'en',
): string {
  const words = WORD_OF_STEP[language];
  const early = step === 'pre-due' || step === 'contact';
  const kind = early ? words.early : step === 'formal-notice' ? words.notice : words.reminder;
  return `${kind}_${fileStem(numbers[0] ?? '')}_${toIso(on)}.pdf`;
}
