import { addDays, addMonths, type Day } from '../calendar/day.ts';
import { type Semester, startOf } from '../calendar/semester.ts';
import { B2B_SINCE, ratesOfSemester, type SemesterRates } from './rates.ts';

/** What a person enters of a semester, each with its source: the legal rate is two figures of one order. */
export const RATE_FIGURES = ['ecb', 'legal'] as const;
export type RateFigure = (typeof RATE_FIGURES)[number];

/** What nobody knows yet of one semester. */
export interface MissingRates {
  readonly semester: Semester;
  readonly missing: readonly RateFigure[];
}

export function missingRates(rates: SemesterRates): MissingRates {
  return { semester: rates.semester, missing: RATE_FIGURES.filter((figure) => rates[figure] === null) };
}

/** The first day on which the figures of a semester are asked for, and taken: a month before it begins. */
export function entryOpensOn(semester: Semester): Day {
  return addMonths(startOf(semester), -1);
}

/** Figures somebody must enter: those of this semester, and of the next one from a month before it begins. */
export function ratesToEnter(on: Day): readonly MissingRates[] {
  const current = ratesOfSemester(on);
  const next = ratesOfSemester(addDays(current.to, 1));
  const watched = on >= entryOpensOn(next.semester) ? [current, next] : [current];
  return watched.map(missingRates).filter(({ missing }) => missing.length > 0);
}

const OPTIONS: Readonly<Record<RateFigure, string>> = {
  ecb: '--ecb TAUX',
  legal: '--legal-professional TAUX --legal-individual TAUX',
};

/** The command that enters what a semester lacks; null when it is too old for anything to be entered. */
export function entryCommand({ semester, missing }: MissingRates): string | null {
  if (startOf(semester) < B2B_SINCE) return null;
  const options = missing.map((figure) => OPTIONS[figure]).join(' ');
  return `relance rates set ${semester} ${options} --source "TEXTE"`;
}
