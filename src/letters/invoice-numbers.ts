import { labelsOf } from './labels.ts';
import type { LetterFacts, LetterItem } from './letter-facts.ts';
import { cleanData, joinWords, shorten } from './typography.ts';

/** « F-1, F-2, F-3 et 4 autres »; numbers once each, whatever their instalments. */
export function listNumbers(
  language: LetterFacts['language'],
  items: readonly LetterItem[],
  most: number,
): string {
  const numbers = [...new Set(items.map((item) => shorten(cleanData(item.number), 40)))];
  const { and } = labelsOf(language);
  // « et 1 autre » would take the room of its number.
  if (numbers.length <= most + 1) return joinWords(numbers, and);
  const left = numbers.length - most;
  const others = language === 'fr' ? `${left} ${left > 1 ? 'autres' : 'autre'}` : `${left} more`;
  return `${numbers.slice(0, most).join(', ')} ${and} ${others}`;
}

/** « facture F-1 », « factures F-1, F-2, F-3 et 4 autres ». */
export function nameInvoices(language: LetterFacts['language'], items: readonly LetterItem[]): string {
  const { words } = labelsOf(language);
  const many = new Set(items.map(({ number }) => number)).size > 1;
  return `${(many ? words.invoices : words.invoice).toLowerCase()} ${listNumbers(language, items, 3)}`;
}
