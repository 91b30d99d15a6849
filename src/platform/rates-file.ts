import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where a data folder keeps the rates that persons entered. */
export const RATES_FILE = 'rates.json';

export function ratesFile(dataFolder: string): string {
  return join(dataFolder, RATES_FILE);
}

/**
 * Its text, null when there is none. A file that cannot be read has no text, which no reader takes for one.
 */
export function readRatesFile(dataFolder: string): string | null {
  const file = ratesFile(dataFolder);
  if (!existsSync(file)) return null;
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
