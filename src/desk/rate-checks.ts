import type { Day } from '../calendar/day.ts';
import { formatShortDay } from '../calendar/french.ts';
import { semesterOf, startOf } from '../calendar/semester.ts';
import { FIGURE_NAMES, type OutdatedEntry } from '../law/enter-rates.ts';
import { entryCommand, type MissingRates } from '../law/rates-to-enter.ts';
import { type Check, fault, ok, warning } from './doctor.ts';

/**
 * The rates that letters and computations need: a fault while those of today's semester are missing, a
 * warning for those of the next one, from a month before it begins, and for an entry that the shipped table
 * has since given otherwise.
 */
export function checkRates(
  on: Day,
  missing: readonly MissingRates[],
  outdated: readonly OutdatedEntry[],
): readonly Check[] {
  const checks = [...missing.map((one) => missingCheck(on, one)), ...outdated.map(outdatedCheck)];
  const known = ok('rates', `Les taux du semestre ${semesterOf(on)} sont connus.`);
  return checks.length > 0 ? checks : [known];
}

/** What is missing, and what does not compute without it. */
const WORDS = {
  ecb: ['Taux de la BCE', 'aucune pénalité entre professionnels de ce semestre ne se calcule.'],
  legal: ['Taux légal', 'aucun intérêt au taux légal de ce semestre ne se calcule.'],
  both: ['Taux de la BCE et taux légal', 'aucune pénalité de ce semestre ne se calcule.'],
} as const;

function missingCheck(on: Day, one: MissingRates): Check {
  const { semester, missing } = one;
  const [told, stopped] = WORDS[missing.length > 1 ? 'both' : missing[0]!];
  const message = `${told} à saisir pour ${semester}`;
  const remedy = `Dès leur publication\u00a0: ${entryCommand(one)}, ou mettez Relance à jour.`;
  if (semester !== semesterOf(on)) {
    const begins = formatShortDay(startOf(semester));
    return warning('rates', `${message}, qui commence le ${begins}.`, remedy);
  }
  return fault('rates', `${message}\u00a0: ${stopped}`, remedy);
}

const CORRECTED_BY = {
  ecb: '--ecb',
  legal: '--legal-professional … --legal-individual',
} as const;

function outdatedCheck({ semester, figure, entered, shipped }: OutdatedEntry): Check {
  const message =
    `${FIGURE_NAMES[figure]} saisi pour ${semester}, ${entered}, n’est pas celui de la table de Relance, ` +
    `${shipped}, qui fait foi désormais\u00a0: des textes ont pu partir avec l’autre.`;
  const remedy =
    'Relisez ce qui est parti ce semestre, puis mettez la saisie d’accord ' +
    `(relance rates set ${semester} ${CORRECTED_BY[figure]} … --source "TEXTE").`;
  return warning('rates', message, remedy);
}
