import { type Labels, labelsOf } from './labels.ts';
import type { NamedItem } from './letter-facts.ts';
import { cleanData, joinWords, shorten } from './typography.ts';

/** « F-1, F-2, F-3 et 4 autres »: each invoice once, with its instalments when they are not all there. */
export function listNumbers(language: 'fr' | 'en', items: readonly NamedItem[], most: number): string {
  const names = namesOf(language, items);
  const { and } = labelsOf(language);
  // « et 1 autre » would take the room of its number.
  if (names.length <= most + 1) return joinWords(names, and);
  const left = names.length - most;
  const others = language === 'fr' ? `${left} ${left > 1 ? 'autres' : 'autre'}` : `${left} more`;
  return `${names.slice(0, most).join(', ')} ${and} ${others}`;
}

/** Each invoice once: « F-1 », « F-1 (échéance 1/2) ». */
export function namesOf(language: 'fr' | 'en', items: readonly NamedItem[]): readonly string[] {
  const labels = labelsOf(language);
  return [...Map.groupBy(items, ({ number }) => number)].map(([number, parts]) => {
    const part = partsOf(parts, labels);
    const short = shorten(cleanData(number), 40);
    return part === '' ? short : `${short} (${part})`;
  });
}

/** « facture F-1 », « facture F-1 (échéance 1/2) », « factures F-1, F-2, F-3 et 4 autres ». */
export function nameInvoices(language: 'fr' | 'en', items: readonly NamedItem[]): string {
  const { words } = labelsOf(language);
  const word = countInvoices(items) > 1 ? words.invoices : words.invoice;
  return `${word.toLowerCase()} ${listNumbers(language, items, 3)}`;
}

export function countInvoices(items: readonly NamedItem[]): number {
  return new Set(items.map(({ number }) => number)).size;
}

/** « échéance 2/3 », « échéances 1 et 2 sur 3 », « retenue de garantie »; empty for the whole invoice. */
export function partsOf(items: readonly NamedItem[], labels: Labels): string {
  const { words, and } = labels;
  const instalments = items.flatMap(({ instalment }) => (instalment ? [instalment] : []));
  const main = items.some(({ instalment, retention }) => instalment === null && !retention);
  const [first] = instalments;
  const whole = main || (first !== undefined && instalments.length === first.count);
  if (whole) return '';
  const indexes = instalments.map(({ index }) => String(index));
  const named =
    first === undefined
      ? ''
      : instalments.length === 1
        ? `${words.instalment} ${first.index}/${first.count}`
        : `${words.instalments} ${joinWords(indexes, and)} ${words.outOf} ${first.count}`;
  const retained = items.some(({ retention }) => retention) ? words.retention : '';
  return joinWords(
    [named, retained].filter((part) => part !== ''),
    and,
  );
}
