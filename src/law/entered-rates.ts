import { type Day, parseIso, toIso } from '../calendar/day.ts';
import { parseSemester, type Semester } from '../calendar/semester.ts';
import { type BasisPoints, basisPoints } from '../money/rate.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';

/** Who said a figure: the source as given, the person when one is known, the day of the entry. */
export interface Statement {
  readonly source: string;
  readonly by: string | null;
  readonly on: Day;
}

/** What persons entered for a semester that the shipped table did not have; null: nothing was said of it. */
export interface EnteredRates {
  readonly semester: Semester;
  /** Main refinancing rate in force on the first day of the semester. */
  readonly ecb: (Statement & { readonly rate: BasisPoints }) | null;
  /** Both categories of the legal rate: one order fixes them. */
  readonly legal: (Statement & { readonly individual: BasisPoints; readonly others: BasisPoints }) | null;
}

/** 20 %: the shipped table, which goes back to 2009, has nothing above 8.16; a comma was forgotten. */
const HIGHEST = basisPoints(2000);

const FORMAT = 'relance-rates';
const VERSION = 1;

/** The text of the file of entered figures (docs/decisions/0026-entered-rates.md), oldest semester first. */
export function ratesFileText(entered: readonly EnteredRates[]): string {
  const statement = ({ source, by, on }: Statement) => ({ source, by, on: toIso(on) });
  const semesters = [...entered]
    .sort((a, b) => (a.semester < b.semester ? -1 : 1))
    .map(({ semester, ecb, legal }) => ({
      semester,
      ecb: ecb && { rate: ecb.rate, ...statement(ecb) },
      legal: legal && { professional: legal.others, individual: legal.individual, ...statement(legal) },
    }));
  return `${JSON.stringify({ format: FORMAT, version: VERSION, semesters }, null, 2)}\n`;
}

/**
 * The figures of a file; none when there is no file (null). Refuses `rates_unreadable` for a file that is not
 * whole and exact: a figure read by half would be a wrong claim.
 */
export function readEnteredRates(text: string | null, file: string): readonly EnteredRates[] | Refusal {
  if (text === null) return [];
  return parseRatesFile(text) ?? unreadable(file);
}

function unreadable(file: string): Refusal {
  const message =
    `Le fichier des taux saisis ${file} est illisible\u00a0: remettez-le depuis une sauvegarde, ou retirez-le ` +
    'et saisissez de nouveau les taux (relance rates set).';
  return refuse('rates_unreadable', message, { file });
}

// By hand: a calculator reads this file, and loading a library of schemas would take as long as all its work.
function parseRatesFile(text: string): readonly EnteredRates[] | null {
  const read = parsed(text);
  if (!isRecord(read) || read.format !== FORMAT || read.version !== VERSION) return null;
  if (!Array.isArray(read.semesters)) return null;
  const entered = read.semesters.map(enteredOf);
  const sound = entered.filter((one) => one !== null);
  const distinct = new Set(sound.map(({ semester }) => semester));
  return sound.length === entered.length && distinct.size === entered.length ? sound : null;
}

function enteredOf(line: unknown): EnteredRates | null {
  if (!isRecord(line) || typeof line.semester !== 'string') return null;
  const semester = parseSemester(line.semester);
  const ecb = ecbOf(line.ecb);
  const legal = legalOf(line.legal);
  if (semester === null || ecb === undefined || legal === undefined) return null;
  return { semester, ecb, legal };
}

/** Null where the file says so, undefined for what is no figure. */
function ecbOf(said: unknown): EnteredRates['ecb'] | undefined {
  if (said === null) return null;
  if (!isRecord(said)) return undefined;
  const [statement, rate] = [statementOf(said), publishedRate(said.rate)];
  return statement === null || rate === null ? undefined : { ...statement, rate };
}

function legalOf(said: unknown): EnteredRates['legal'] | undefined {
  if (said === null) return null;
  if (!isRecord(said)) return undefined;
  const [individual, others] = [publishedRate(said.individual), publishedRate(said.professional)];
  const statement = statementOf(said);
  return statement === null || individual === null || others === null
    ? undefined
    : { ...statement, individual, others };
}

function statementOf({ source, by, on }: Readonly<Record<string, unknown>>): Statement | null {
  const day = typeof on === 'string' ? parseIso(on) : null;
  if (day === null || typeof source !== 'string' || source === '') return null;
  return by === null || typeof by === 'string' ? { source, by, on: day } : null;
}

/** A rate as it may have been published; null for what nobody ever published. */
export function publishedRate(value: unknown): BasisPoints | null {
  const known = typeof value === 'number' && Number.isSafeInteger(value);
  return known && value >= 0 && value <= HIGHEST ? basisPoints(value) : null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
