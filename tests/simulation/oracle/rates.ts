/**
 * Published rates as basis points, copied from the official sources that docs/law/RATE-01.md names, apart
 * from the table that the product ships: a slip of the pen in one of them shows as a difference.
 */

/** Legal rate of creditors other than private persons, by semester. */
const LEGAL_OTHERS: Readonly<Record<string, number>> = {
  '2020-S1': 87,
  '2020-S2': 84,
  '2021-S1': 79,
  '2021-S2': 76,
  '2022-S1': 76,
  '2022-S2': 77,
  '2023-S1': 206,
  '2023-S2': 422,
  '2024-S1': 507,
  '2024-S2': 492,
  '2025-S1': 371,
  '2025-S2': 276,
  '2026-S1': 262,
  '2026-S2': 275,
};

/** Rate of the main refinancing operations of the ECB on 1 January and 1 July. */
const ECB: Readonly<Record<string, number>> = {
  '2020-S1': 0,
  '2020-S2': 0,
  '2021-S1': 0,
  '2021-S2': 0,
  '2022-S1': 0,
  '2022-S2': 0,
  '2023-S1': 250,
  '2023-S2': 400,
  '2024-S1': 450,
  '2024-S2': 425,
  '2025-S1': 315,
  '2025-S2': 215,
  '2026-S1': 215,
  '2026-S2': 240,
};

export function ecbOf(semester: string): number {
  return known(ECB, semester);
}

export function legalOf(semester: string): number {
  return known(LEGAL_OTHERS, semester);
}

function known(table: Readonly<Record<string, number>>, semester: string): number {
  const rate = table[semester];
  if (rate === undefined) throw new Error(`the rate of ${semester} is not published`);
  return rate;
}
