import type { Semester } from '../calendar/semester.ts';

/**
 * The figures of the law, dated, in basis points, each with where it was read. `high`: an official page, its
 * mirror or several concordant pages; `medium-high`: concordant third parties only, shown « à vérifier ». A
 * new semester is one line here; the code has no figure of its own.
 */
export type Confidence = 'high' | 'medium-high';

/** Where a figure was read, as it is printed beside a computation. */
export const RATE_SOURCES = {
  'banque-de-france': 'Banque de France, tableau des taux directeurs',
  'ecb-2024-12': 'décision de la BCE du 12/12/2024, valeur au 01/01/2025 relevée sur deux sites',
  'ecb-early-2025': 'décisions de la BCE du 30/01/2025 et du 06/03/2025, presse financière',
  'ecb-2025-04': 'décision de la BCE du 17/04/2025, presse économique',
  'ecb-2025-06': 'décision de la BCE du 05/06/2025, valeur inchangée fin 2025 selon la presse',
  'ecb-2026-06': 'décision de la BCE du 11/06/2026, relevée chez des tiers',
  'ecb-2026-09': 'décision de la BCE du 10/09/2026, relevée chez des tiers',
  'service-public': 'service-public.fr, fiche F783 « Taux d’intérêt légal »',
  'legal-2025-s1': 'taux du 1er semestre 2025, ksca.fr et legifiscal.fr',
  'order-2025-06-19': 'arrêté du 19/06/2025 (ECOT2516925A), JO du 24/06/2025',
  'order-2025-12-15': 'arrêté du 15/12/2025, JO du 26/12/2025',
  'order-2026-06-26': 'arrêté du 26/06/2026, JO du 30/06/2026, cité par des tiers',
} as const;
export type RateSource = keyof typeof RATE_SOURCES;

/** A change of the rate of the main refinancing operations: effective date, rate, source, confidence. */
export type EcbChange = readonly [
  effective: string,
  rate: number,
  source: RateSource,
  confidence: Confidence,
];

export const ECB_CHANGES: readonly EcbChange[] = [
  ['2008-10-15', 375, 'banque-de-france', 'high'],
  ['2008-11-12', 325, 'banque-de-france', 'high'],
  ['2008-12-10', 250, 'banque-de-france', 'high'],
  ['2009-01-21', 200, 'banque-de-france', 'high'],
  ['2009-03-11', 150, 'banque-de-france', 'high'],
  ['2009-04-08', 125, 'banque-de-france', 'high'],
  ['2009-05-13', 100, 'banque-de-france', 'high'],
  ['2011-04-13', 125, 'banque-de-france', 'high'],
  ['2011-07-13', 150, 'banque-de-france', 'high'],
  ['2011-11-09', 125, 'banque-de-france', 'high'],
  ['2011-12-14', 100, 'banque-de-france', 'high'],
  ['2012-07-11', 75, 'banque-de-france', 'high'],
  ['2013-05-08', 50, 'banque-de-france', 'high'],
  ['2013-11-13', 25, 'banque-de-france', 'high'],
  ['2014-06-11', 15, 'banque-de-france', 'high'],
  ['2014-09-10', 5, 'banque-de-france', 'high'],
  ['2016-03-16', 0, 'banque-de-france', 'high'],
  ['2022-07-27', 50, 'banque-de-france', 'high'],
  ['2022-09-14', 125, 'banque-de-france', 'high'],
  ['2022-11-02', 200, 'banque-de-france', 'high'],
  ['2022-12-21', 250, 'banque-de-france', 'high'],
  ['2023-02-08', 300, 'banque-de-france', 'high'],
  ['2023-03-22', 350, 'banque-de-france', 'high'],
  ['2023-05-10', 375, 'banque-de-france', 'high'],
  ['2023-06-21', 400, 'banque-de-france', 'high'],
  ['2023-08-02', 425, 'banque-de-france', 'high'],
  ['2023-09-20', 450, 'banque-de-france', 'high'],
  ['2024-06-12', 425, 'banque-de-france', 'high'],
  ['2024-09-18', 365, 'banque-de-france', 'high'],
  ['2024-10-23', 340, 'banque-de-france', 'high'],
  ['2024-12-18', 315, 'ecb-2024-12', 'medium-high'],
  ['2025-02-05', 290, 'ecb-early-2025', 'high'],
  ['2025-03-12', 265, 'ecb-early-2025', 'high'],
  ['2025-04-23', 240, 'ecb-2025-04', 'high'],
  ['2025-06-11', 215, 'ecb-2025-06', 'medium-high'],
  ['2026-06-17', 240, 'ecb-2026-06', 'medium-high'],
  ['2026-09-16', 265, 'ecb-2026-09', 'medium-high'],
];

/**
 * Last day for which the table above is known to be whole: the eve of the meeting of 29 October 2026, whose
 * outcome was not read. A semester that begins later has no rate until somebody enters it.
 */
export const ECB_KNOWN_UNTIL = '2026-10-28';

/** The legal rate of a semester (CMF art. L313-2, D313-1-A), by the quality of the creditor. */
export type LegalSemester = readonly [
  semester: Semester,
  individual: number,
  others: number,
  source: RateSource,
  confidence: Confidence,
];

export const LEGAL_SEMESTERS: readonly LegalSemester[] = [
  ['2015-S1', 406, 93, 'service-public', 'high'],
  ['2015-S2', 429, 99, 'service-public', 'high'],
  ['2016-S1', 454, 101, 'service-public', 'high'],
  ['2016-S2', 435, 93, 'service-public', 'high'],
  ['2017-S1', 416, 90, 'service-public', 'high'],
  ['2017-S2', 394, 90, 'service-public', 'high'],
  ['2018-S1', 373, 89, 'service-public', 'high'],
  ['2018-S2', 360, 88, 'service-public', 'high'],
  ['2019-S1', 340, 86, 'service-public', 'high'],
  ['2019-S2', 326, 87, 'service-public', 'high'],
  ['2020-S1', 315, 87, 'service-public', 'high'],
  ['2020-S2', 311, 84, 'service-public', 'high'],
  ['2021-S1', 314, 79, 'service-public', 'high'],
  ['2021-S2', 312, 76, 'service-public', 'high'],
  ['2022-S1', 313, 76, 'service-public', 'high'],
  ['2022-S2', 315, 77, 'service-public', 'high'],
  ['2023-S1', 447, 206, 'service-public', 'high'],
  ['2023-S2', 682, 422, 'service-public', 'high'],
  ['2024-S1', 801, 507, 'service-public', 'high'],
  ['2024-S2', 816, 492, 'service-public', 'high'],
  ['2025-S1', 721, 371, 'legal-2025-s1', 'high'],
  ['2025-S2', 665, 276, 'order-2025-06-19', 'high'],
  ['2026-S1', 667, 262, 'order-2025-12-15', 'high'],
  ['2026-S2', 684, 275, 'order-2026-06-26', 'medium-high'],
];
