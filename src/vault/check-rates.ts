import type { Problem } from '../journal/chain.ts';
import { type JournalEvent, readPayload } from '../journal/event.ts';
import { type EnteredRates, readEnteredRates } from '../law/entered-rates.ts';
import { RATES_FILE, ratesFile, readRatesFile } from '../platform/rates-file.ts';
import { isRefusal } from '../platform/refusal.ts';
import { rateEntered } from './events.ts';

/** The last figures that a journal has of each semester, by semester and figure, in basis points. */
export type JournalledRates = Map<
  string,
  { readonly semester: string; readonly figure: Figure; rate: number }
>;

type Figure = 'ecb' | 'professional' | 'individual';
const FIGURES = ['ecb', 'professional', 'individual'] as const;

/** Takes an event of entered rates into account; leaves the others. */
export function noteRates(event: JournalEvent, journalled: JournalledRates): void {
  const payload = event.type === rateEntered.type ? payloadOf(event) : null;
  for (const figure of FIGURES) {
    const rate = payload?.[figure] ?? null;
    if (payload === null || rate === null) continue;
    const { semester } = payload;
    journalled.set(`${semester} ${figure}`, { semester, figure, rate });
  }
}

/** Null for a line that was altered, of which the check of its chain tells. */
function payloadOf(event: JournalEvent) {
  try {
    return readPayload(rateEntered, event);
  } catch {
    return null;
  }
}

/** What the file of entered rates says otherwise than the journals, which it cannot be changed without. */
export function checkRatesFile(dataFolder: string, journals: readonly JournalledRates[]): readonly Problem[] {
  const file = ratesFile(dataFolder);
  const entered = readEnteredRates(readRatesFile(dataFolder), file);
  if (isRefusal(entered)) return [{ where: file, code: 'rates_unreadable', message: entered.message }];
  const altered = new Set(
    journals.flatMap((journal) =>
      [...journal.values()]
        .filter(({ semester, figure, rate }) => rateIn(entered, semester, figure) !== rate)
        .map(({ semester }) => semester),
    ),
  );
  return [...altered].map((semester) => ({
    where: `${RATES_FILE}/${semester}`,
    code: 'rates_altered',
    message:
      `Les taux de ${semester} ne sont plus ceux que le journal a notés\u00a0: ${file} a été modifié hors de ` +
      'Relance, ou retiré. Saisissez de nouveau les bons (relance rates set).',
  }));
}

function rateIn(entered: readonly EnteredRates[], semester: string, figure: Figure): number | null {
  const said = entered.find((one) => one.semester === semester);
  if (figure === 'ecb') return said?.ecb?.rate ?? null;
  return (figure === 'professional' ? said?.legal?.others : said?.legal?.individual) ?? null;
}
