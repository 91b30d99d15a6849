import { type Day, iso } from '../calendar/day.ts';
import { formatShortDay } from '../calendar/french.ts';
import { type Semester, semesterEnd, semesterOf, semesterStart } from '../calendar/semester.ts';
import { type BasisPoints, basisPoints, formatRate } from '../money/rate.ts';
import type { EnteredRates, Statement } from './entered-rates.ts';
import {
  type Confidence,
  ECB_CHANGES,
  ECB_KNOWN_UNTIL,
  LEGAL_SEMESTERS,
  RATE_SOURCES,
  type RateSource,
} from './rate-table.ts';

/** Points above the ECB rate when the contract is silent (C. com. art. L441-10 II). */
const B2B_MARGIN = 1000;
/** Points above the ECB rate for a public buyer (CCP art. R2192-31). */
const PUBLIC_MARGIN = 800;
/** An agreed rate may not be under this many times the legal rate (C. com. art. L441-10 II). */
const FLOOR_MULTIPLE = 3;
/** Points added to the legal rate two months after an enforceable judgment (CMF art. L313-3). */
export const JUDGMENT_SURCHARGE = 500;

/**
 * The + 10 of the law 2008-776 begins in 2009; before it was + 7, which is out of reach of any living claim.
 */
export const B2B_SINCE = iso('2009-01-01');
/** + 8 for contracts concluded from 16 March 2013; the semester that holds that day is the first. */
const PUBLIC_SINCE = iso('2013-01-01');

/** Where a figure comes from: the shipped table, or a person who read it somewhere. */
type Read =
  | { readonly confidence: Confidence; readonly source: RateSource }
  | ({ readonly confidence: 'entered' } & Statement);

/** What is known of one semester; null where a figure is not known, which a computation then refuses. */
export interface SemesterRates {
  readonly semester: Semester;
  readonly from: Day;
  readonly to: Day;
  /** Main refinancing rate in force on the first day of the semester. */
  readonly ecb: (Read & { readonly rate: BasisPoints }) | null;
  /**
   * `others` is the category of every business, even against a consumer; `individual` of private creditors.
   */
  readonly legal: (Read & { readonly individual: BasisPoints; readonly others: BasisPoints }) | null;
}

const changes = ECB_CHANGES.map(([effective, rate, source, confidence]) => ({
  effective: iso(effective),
  figure: { rate: basisPoints(rate), source, confidence },
}));
const knownUntil = iso(ECB_KNOWN_UNTIL);
const legalBySemester = new Map(LEGAL_SEMESTERS.map((line) => [line[0], line]));
/** The semesters asked for so far, the newest first: a look through them spares the civil date of a day. */
let asked: readonly SemesterRates[] = [];
let enteredBySemester: ReadonlyMap<Semester, EnteredRates> = new Map();

/**
 * Makes the figures that persons entered known to every computation of this process, in the place of those of
 * an earlier call. A door calls it before anything is computed. Where the shipped table has a figure, that
 * one counts.
 */
export function registerEnteredRates(entered: readonly EnteredRates[]): void {
  enteredBySemester = new Map(entered.map((one) => [one.semester, one]));
  asked = [];
}

/** The figures registered for this process. */
export function enteredRates(): readonly EnteredRates[] {
  return [...enteredBySemester.values()];
}

/**
 * The main refinancing rate in force on a day; null before the table begins or after it is known to be whole.
 */
export function ecbOn(on: Day): SemesterRates['ecb'] {
  if (on > knownUntil) return null;
  return changes.findLast(({ effective }) => effective <= on)?.figure ?? null;
}

/** What the shipped table has for the semester of `on`, whatever anybody entered. */
export function shippedRates(on: Day): SemesterRates {
  const from = semesterStart(on);
  const semester = semesterOf(on);
  const line = legalBySemester.get(semester);
  const legal = line && {
    individual: basisPoints(line[1]),
    others: basisPoints(line[2]),
    source: line[3],
    confidence: line[4],
  };
  return { semester, from, to: semesterEnd(on), ecb: ecbOn(from), legal: legal ?? null };
}

/** The rates read on the first day of the semester of `on`: the table's, else those that were entered. */
export function ratesOfSemester(on: Day): SemesterRates {
  for (const rates of asked) if (rates.from <= on && on <= rates.to) return rates;
  const shipped = shippedRates(on);
  const entered = enteredBySemester.get(shipped.semester);
  const rates = {
    ...shipped,
    ecb: shipped.ecb ?? asEntered(entered?.ecb),
    legal: shipped.legal ?? asEntered(entered?.legal),
  };
  asked = [...asked, rates].sort((a, b) => b.from - a.from);
  return rates;
}

function asEntered<T extends Statement>(figure: T | null | undefined) {
  return figure ? ({ ...figure, confidence: 'entered' } as const) : null;
}

/** ECB + 10 points: the penalty of a professional when the contract fixes none. Never raised to the floor. */
export function b2bDefault(rates: SemesterRates): BasisPoints | null {
  return rates.ecb && rates.from >= B2B_SINCE ? basisPoints(rates.ecb.rate + B2B_MARGIN) : null;
}

/** ECB + 8 points: the moratory interest of a public buyer. */
export function publicRate(rates: SemesterRates): BasisPoints | null {
  return rates.ecb && rates.from >= PUBLIC_SINCE ? basisPoints(rates.ecb.rate + PUBLIC_MARGIN) : null;
}

/** The least rate a clause between professionals may fix in that semester; it binds the clause alone. */
export function contractFloor(rates: SemesterRates): BasisPoints | null {
  return rates.legal && basisPoints(FLOOR_MULTIPLE * rates.legal.others);
}

/** Whether every figure of the semester is there and was read on an official page or in concordant ones. */
export function isConfirmed(rates: SemesterRates): boolean {
  return rates.ecb?.confidence === 'high' && rates.legal?.confidence === 'high';
}

/**
 * `Banque de France, …`, with « à vérifier » when the figure was only seen at third parties or entered. Names
 * nobody: a debtor reads it.
 */
export function sourceOf(figure: Read): string {
  const source = figure.confidence === 'entered' ? figure.source : RATE_SOURCES[figure.source];
  return source + (figure.confidence === 'high' ? '' : ', à vérifier');
}

/** The same, with who entered the figure and when. */
function fullSourceOf(figure: Read): string {
  if (figure.confidence !== 'entered') return sourceOf(figure);
  const by = figure.by === null ? '' : ` par ${figure.by}`;
  return `${figure.source}, saisi${by} le ${formatShortDay(figure.on)}, à vérifier`;
}

/** French lines saying where the figures of a semester come from, or that they are missing. */
export function sourcesOf(rates: SemesterRates): readonly string[] {
  const { ecb, legal, semester } = rates;
  const anchor = formatShortDay(rates.from);
  return [
    ecb
      ? `Taux BCE ${formatRate(ecb.rate)} au ${anchor}\u00a0: ${fullSourceOf(ecb)}`
      : `Taux BCE au ${anchor}\u00a0: inconnu`,
    legal
      ? `Taux légal ${semester}\u00a0: ${fullSourceOf(legal)}`
      : `Taux légal ${semester}\u00a0: inconnu ou non publié`,
    'C. com. art. L441-10 II (BCE + 10 points, plancher 3 × taux légal)',
    'CCP art. R2192-31 (BCE + 8 points)',
    'CMF art. L313-2 et D313-1-A (taux légal)',
  ];
}
