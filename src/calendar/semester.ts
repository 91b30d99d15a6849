import { civil, type Day, dayOf } from './day.ts';

/** `2026-S2`: 1 January to 30 June is S1, 1 July to 31 December S2. */
export type Semester = `${number}-S${1 | 2}`;

export function semesterOf(value: Day): Semester {
  const { year, month } = civil(value);
  return `${year}-S${month <= 6 ? 1 : 2}`;
}

/** The first day of the semester of `value`: where its rates are read. */
export function semesterStart(value: Day): Day {
  const { year, month } = civil(value);
  return dayOf(year, month <= 6 ? 1 : 7, 1);
}

/** The last day of the semester of `value`. */
export function semesterEnd(value: Day): Day {
  const { year, month } = civil(value);
  return month <= 6 ? dayOf(year, 6, 30) : dayOf(year, 12, 31);
}

/** `2027-S1`, capitals ignored; null for anything else. */
export function parseSemester(text: string): Semester | null {
  return /^[12]\d{3}-S[12]$/i.test(text) ? (text.toUpperCase() as Semester) : null;
}

/** The first day of a semester. */
export function startOf(semester: Semester): Day {
  const [year, half] = semester.split('-S');
  return dayOf(Number(year), half === '1' ? 1 : 7, 1);
}
