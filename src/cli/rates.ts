import { type Day, toIso } from '../calendar/day.ts';
import { formatDay, formatShortDay } from '../calendar/french.ts';
import {
  b2bDefault,
  contractFloor,
  isConfirmed,
  publicRate,
  ratesOfSemester,
  type SemesterRates,
  sourcesOf,
} from '../law/rates.ts';
import { type BasisPoints, formatRate, rateToDecimal } from '../money/rate.ts';
import { isRefusal } from '../platform/refusal.ts';
import { columns } from './columns.ts';
import type { Command } from './command.ts';
import { readOptions } from './options.ts';

export const SET_USAGE = `relance rates set 2027-S1 [--ecb 2.15] [--legal-professional 2.75 --legal-individual 6.84]
  --source "arrêté du …, JO du …"`;

export const rates: Command = {
  name: 'rates',
  usage: `relance rates [--on 2026-11-22]\n${SET_USAGE}`,
  run(args, { on }) {
    const values = readOptions(args, {});
    if (isRefusal(values)) return values;
    const found = ratesOfSemester(on);
    return { data: ratesDocument(on, found), text: ratesText(on, found) };
  },
};

/** A figure nobody has read is null, never a guess. */
export function ratesDocument(on: Day, found: SemesterRates) {
  return {
    on: toIso(on),
    semester: found.semester,
    ecb: decimal(found.ecb?.rate),
    b2bDefault: decimal(b2bDefault(found)),
    b2bFloor: decimal(contractFloor(found)),
    public: decimal(publicRate(found)),
    legal: { professional: decimal(found.legal?.others), individual: decimal(found.legal?.individual) },
    sources: sourcesOf(found),
    confirmed: isConfirmed(found),
  };
}

function decimal(rate: BasisPoints | null | undefined): string | null {
  return rate == null ? null : rateToDecimal(rate);
}

export function ratesText(on: Day, found: SemesterRates): string {
  const said = (rate: BasisPoints | null | undefined) => (rate == null ? 'inconnu' : formatRate(rate));
  const rows = [
    [`BCE, refinancement principal au ${formatShortDay(found.from)}`, said(found.ecb?.rate)],
    ['Pénalités entre professionnels (BCE + 10)', said(b2bDefault(found))],
    ['Plancher d’un taux convenu (3 × taux légal)', said(contractFloor(found))],
    ['Acheteur public (BCE + 8)', said(publicRate(found))],
    ['Taux légal, créancier professionnel', said(found.legal?.others)],
    ['Taux légal, créancier particulier', said(found.legal?.individual)],
  ];
  const head = `Taux au ${formatDay(on)}, semestre ${found.semester}`;
  const checked = isConfirmed(found)
    ? ''
    : '\n\nAu moins un de ces chiffres est inconnu, saisi ou à vérifier.';
  return `${head}\n\n${columns(rows, [1])}${checked}\n\nSources\n${sourcesOf(found).join('\n')}`;
}
