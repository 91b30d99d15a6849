import { addDays, addMonths, type Day, day } from '../calendar/day.ts';
import { formatShortDay } from '../calendar/french.ts';
import { type Semester, semesterOf } from '../calendar/semester.ts';
import { type BasisPoints, basisPoints, formatRate } from '../money/rate.ts';
import { type ContractRate, contractRateOn } from './contract-rate.ts';
import {
  b2bDefault,
  JUDGMENT_SURCHARGE,
  publicRate,
  ratesOfSemester,
  type SemesterRates,
  sourceOf,
} from './rates.ts';
import type { RateFigure } from './rates-to-enter.ts';
import { isNonProfessional, type Regime } from './regime.ts';

/** The rate of a day, the last day on which it still holds, and why. */
export interface ApplicableRate {
  readonly rate: BasisPoints;
  readonly through: Day;
  readonly rule: string;
  readonly source: string;
}

/** What decides the rate; the whole input of a statement satisfies it. */
export interface RateTerms {
  readonly regime: Regime;
  readonly due: Day;
  readonly contractRate?: ContractRate | null;
  /** `legal`: the matter lies outside L441-10, or a judgment grants interest at the legal rate. */
  readonly rateBasis?: 'regime' | 'legal';
  /** The judgment that bears the legal rate, by the day it became enforceable. */
  readonly judgment?: { readonly enforceableOn: Day } | null;
}

const FOREVER = day(Number.MAX_SAFE_INTEGER);

/**
 * Interest of the Code civil, due only from a formal notice: non-professionals, and matters out of L441-10.
 */
export function bearsLegalInterest(terms: RateTerms): boolean {
  return isNonProfessional(terms.regime) || terms.rateBasis === 'legal';
}

/** The rate of `on`; null when the semester that gives it has no figure (see `semesterThatGives`). */
export function rateOn(terms: RateTerms, on: Day): ApplicableRate | null {
  if (bearsLegalInterest(terms)) return legalOn(terms, on);
  if (terms.regime === 'public') return publicOf(addDays(terms.due, 1));
  if (terms.contractRate) return contractOn(terms.contractRate, on);
  return defaultOn(on);
}

/**
 * The semester whose figure decides `on`: the one a refusal names. A public buyer keeps that of its first
 * day.
 */
export function semesterThatGives(terms: RateTerms, on: Day): Semester {
  const once = terms.regime === 'public' && !bearsLegalInterest(terms);
  return semesterOf(once ? addDays(terms.due, 1) : on);
}

/** Which published figure of that semester decides. */
export function figureThatGives(terms: RateTerms): RateFigure {
  if (bearsLegalInterest(terms)) return 'legal';
  return terms.regime !== 'public' && terms.contractRate?.kind === 'legal-times' ? 'legal' : 'ecb';
}

const defaults = new Map<SemesterRates, ApplicableRate | null>();

function defaultOn(on: Day): ApplicableRate | null {
  const rates = ratesOfSemester(on);
  const known = defaults.get(rates);
  if (known !== undefined) return known;
  const rate = b2bDefault(rates);
  const found = rate && {
    rate,
    through: rates.to,
    rule: 'PEN-01',
    source: `C. com. art. L441-10 II\u00a0: ${ecbSentence(rates)} + 10 points (${sourceOf(rates.ecb!)})`,
  };
  defaults.set(rates, found);
  return found;
}

const publicRates = new Map<SemesterRates, ApplicableRate | null>();

/** One rate for the whole delay, that of the semester in which interest began (CCP art. R2192-31). */
function publicOf(firstDay: Day): ApplicableRate | null {
  const rates = ratesOfSemester(firstDay);
  const known = publicRates.get(rates);
  if (known !== undefined) return known;
  const rate = publicRate(rates);
  const found = rate && {
    rate,
    through: FOREVER,
    rule: 'PUB-03',
    source: `CCP art. R2192-31\u00a0: ${ecbSentence(rates)} + 8 points (${sourceOf(rates.ecb!)})`,
  };
  publicRates.set(rates, found);
  return found;
}

function ecbSentence(rates: SemesterRates): string {
  return `taux BCE ${formatRate(rates.ecb!.rate)} au ${formatShortDay(rates.from)}`;
}

function contractOn(contract: ContractRate, on: Day): ApplicableRate | null {
  const rate = contractRateOn(contract, on);
  if (rate === null) return null;
  const rates = ratesOfSemester(on);
  const clauses = {
    fixed: 'taux convenu',
    'ecb-plus': 'taux convenu suivant le taux BCE',
    'legal-times': 'taux convenu, multiple du taux légal',
  };
  const source = `C. com. art. L441-10 II\u00a0: ${clauses[contract.kind]}`;
  return { rate, through: rates.to, rule: 'PEN-02', source };
}

function legalOn(terms: RateTerms, on: Day): ApplicableRate | null {
  const rates = ratesOfSemester(on);
  if (!rates.legal) return null;
  const basis = `C. civ. art. 1231-6, CMF art. L313-2\u00a0: taux légal ${rates.semester}`;
  const read = `catégorie «\u00a0autres cas\u00a0» (${sourceOf(rates.legal)})`;
  const plain = {
    rate: rates.legal.others,
    through: rates.to,
    rule: isNonProfessional(terms.regime) ? 'B2C-01' : 'LEG-01',
    source: `${basis}, ${read}`,
  };
  if (!terms.judgment) return plain;
  // CMF L313-3: at the end of two months, so the last day of the second month still bears the plain rate.
  const lastPlain = addMonths(terms.judgment.enforceableOn, 2);
  if (on <= lastPlain) return { ...plain, through: day(Math.min(rates.to, lastPlain)) };
  return {
    rate: basisPoints(rates.legal.others + JUDGMENT_SURCHARGE),
    through: rates.to,
    rule: 'B2C-04',
    source: `${basis} + 5 points, CMF art. L313-3, ${read}`,
  };
}
