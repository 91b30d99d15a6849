import { DEFECTS, type DefectCode } from './defects.ts';

/** What a person must repair: where, what, why, and how. */
export interface Defect {
  /** 1-based line of the file (row of the sheet); 0 for the file as a whole. */
  readonly line: number;
  /** Column of our template, in French; empty when the defect is not about one. */
  readonly field: string;
  readonly code: DefectCode;
  /** The text found, shortened. */
  readonly value: string;
  readonly message: string;
  readonly remedy: string;
  /**
   * `file`: nothing was read · `line`: this line was left out · `value`: the line is kept without this
   * value.
   */
  readonly rejects: 'file' | 'line' | 'value';
}

/** Something a person should know, that hinders nothing. */
export interface Warning {
  readonly code: string;
  readonly message: string;
}

export interface DefectPlace {
  readonly line: number;
  readonly field?: string;
  /** The column as the file itself calls it, for the sentence; that of our template when it is left out. */
  readonly title?: string;
  readonly value?: string;
  readonly detail?: string;
  /** Decides the codes that cost the line in one column and the value in another. */
  readonly essential?: boolean;
}

const SHOWN = 80;

export function defect(code: DefectCode, place: DefectPlace): Defect {
  const rule = DEFECTS[code];
  const value = shorten(place.value ?? '');
  const filled = (text: string): string =>
    typeset(
      text.replace(/\{(value|field|detail)\}/g, (_, name) =>
        name === 'value' ? value : ((name === 'field' ? (place.title ?? place.field) : place.detail) ?? ''),
      ),
    );
  return {
    line: place.line,
    field: place.field ?? '',
    code,
    value,
    message: filled(rule.message),
    remedy: filled(rule.remedy),
    rejects: rule.rejects === 'field' ? (place.essential ? 'line' : 'value') : rule.rejects,
  };
}

/** What to do about a value that a reader found wrong, wherever it was written. */
export function remedyOf(code: DefectCode): string {
  return typeset(DEFECTS[code].remedy);
}

export function warning(code: string, message: string): Warning {
  return { code, message: typeset(message) };
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > SHOWN ? `${line.slice(0, SHOWN - 1)}…` : line;
}

/** French spacing: no-break before double signs and inside guillemets. */
export function typeset(text: string): string {
  return text.replace(/ ([:;!?»%€])/g, '\u00a0$1').replace(/« /g, '«\u00a0');
}
