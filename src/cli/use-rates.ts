import { readEnteredRates } from '../law/entered-rates.ts';
import { registerEnteredRates } from '../law/rates.ts';
import { ratesFile, readRatesFile } from '../platform/rates-file.ts';
import { isRefusal, type Refusal } from '../platform/refusal.ts';

/**
 * Makes the rates that persons entered in a data folder those of this process, and no others. Refuses
 * `rates_unreadable`, and then none is known.
 */
export function useRates(dataFolder: string): Refusal | null {
  const entered = readEnteredRates(readRatesFile(dataFolder), ratesFile(dataFolder));
  registerEnteredRates(isRefusal(entered) ? [] : entered);
  return isRefusal(entered) ? entered : null;
}
