import { formatShortDay } from '../calendar/french.ts';
import type { RowPayment } from './claim.ts';
import { canonical, coreText } from './invoice.ts';
import type { Draft } from './invoice-line.ts';
import { reportLate, type TroubledLines } from './troubled-lines.ts';

/** A document of several rows: the first speaks for it, each may bring a payment. */
export interface Document {
  readonly draft: Draft;
  readonly payments: readonly RowPayment[];
  readonly instalment: number;
  readonly instalments: number;
}

export interface RepeatedOptions {
  /**
   * The file has one row per article or per payment: rows that say the same of the document are one
   * document.
   */
  readonly detailed: boolean;
  /** A person confirmed that one number may belong to several customers. */
  readonly sharedNumbers: boolean;
  /** Where it is told what is wrong with a row. */
  readonly troubled: TroubledLines;
}

export interface JoinedRows {
  /** Rows whose number no other has, in their order: nearly all of them. */
  readonly alone: readonly Draft[];
  readonly joined: readonly Document[];
}

/**
 * Puts rows of one customer and number together: different due dates are instalments; the same due date is
 * one document in files with a row per article or payment, a duplicate elsewhere. Of equal duplicates the
 * first is kept; of those that contradict each other none is, for nobody knows which is right.
 */
export function joinRows(drafts: readonly Draft[], options: RepeatedOptions): JoinedRows {
  const repeated = repeatedNumbers(drafts);
  if (repeated.size === 0) return { alone: drafts, joined: [] };
  const alone = drafts.filter(({ record }) => !repeated.has(record.number));
  const several = drafts.filter(({ record }) => repeated.has(record.number));
  return { alone, joined: joinRepeated(several, options) };
}

function repeatedNumbers(drafts: readonly Draft[]): ReadonlySet<string> {
  const once = new Set<string>();
  const again = new Set<string>();
  for (const { record } of drafts) (once.has(record.number) ? again : once).add(record.number);
  return again;
}

function joinRepeated(drafts: readonly Draft[], options: RepeatedOptions): readonly Document[] {
  const { sharedNumbers, troubled } = options;
  const sound = sharedNumbers ? drafts : refuseSharedNumbers(drafts, troubled);
  const documents: Document[] = [];
  for (const rows of groupBy(sound, documentKey).values()) {
    if (contradictory(rows)) {
      const how = 'avec une autre date de facture, un autre signe ou une autre devise';
      refuseContradiction(rows, how, troubled);
      continue;
    }
    const kept = [...groupBy(rows, ({ record }) => String(record.dueOn)).values()]
      .map((sameDay) => joinSameDay(sameDay, options))
      .filter((document) => document !== null)
      .sort((a, b) => (a.draft.record.dueOn ?? Infinity) - (b.draft.record.dueOn ?? Infinity));
    kept.forEach((document, index) => {
      documents.push({ ...document, instalment: index + 1, instalments: kept.length });
    });
  }
  return documents;
}

function documentKey({ record }: Draft): string {
  return `${record.debtor.key}\u0000${record.number}`;
}

function groupBy(drafts: readonly Draft[], key: (draft: Draft) => string): Map<string, Draft[]> {
  const groups = new Map<string, Draft[]>();
  for (const draft of drafts) {
    const name = key(draft);
    const group = groups.get(name);
    if (group) group.push(draft);
    else groups.set(name, [draft]);
  }
  return groups;
}

function refuseSharedNumbers(drafts: readonly Draft[], troubled: TroubledLines): Draft[] {
  const kept: Draft[] = [];
  for (const rows of groupBy(drafts, ({ record }) => record.number).values()) {
    const [first] = rows;
    if (rows.every(({ record }) => record.debtor.key === first?.record.debtor.key)) {
      for (const row of rows) kept.push(row);
      continue;
    }
    for (const { record } of rows) {
      const others = rows.filter((row) => row.record.debtor.key !== record.debtor.key);
      const who = others.slice(0, 3).map(named).join(', ');
      reportLate(troubled, record.line, 'number_under_two_customers', 'facture', record.number, who);
    }
  }
  return kept;
}

function named({ record }: Draft): string {
  return `${record.debtor.name ?? record.debtor.key} (ligne ${record.line})`;
}

/** One number cannot be dated twice, be in two currencies, or be an invoice and a credit note. */
function contradictory(rows: readonly Draft[]): boolean {
  const [first] = rows;
  return rows.some(
    ({ record }) =>
      record.issuedOn !== first?.record.issuedOn ||
      record.kind !== first.record.kind ||
      record.currency !== first.record.currency,
  );
}

function refuseContradiction(rows: readonly Draft[], how: string, troubled: TroubledLines): void {
  for (const { record } of rows) {
    const others = rows.filter((row) => row.record.line !== record.line).map((row) => row.record.line);
    const detail = `${linesText(others)}, ${how}`;
    reportLate(troubled, record.line, 'duplicate_line', 'facture', record.number, detail);
  }
}

function linesText(lines: readonly number[]): string {
  const shown = lines.slice(0, 5).join(', ');
  return `ligne${lines.length > 1 ? 's' : ''} ${shown}${lines.length > 5 ? '…' : ''}`;
}

function joinSameDay(rows: readonly Draft[], { detailed, troubled }: RepeatedOptions): Document | null {
  const [first] = rows;
  if (!first) return null;
  const document = { draft: first, instalment: 1, instalments: 1 };
  if (rows.length === 1) return { ...document, payments: first.payment ? [first.payment] : [] };
  const same = rows.every((row) => saysOf(row) === saysOf(first));
  const { record } = first;
  if (!same) {
    const due = record.dueOn;
    const when = due === null ? 'sans date d’échéance' : `avec la même échéance (${formatShortDay(due)})`;
    refuseContradiction(rows, `${when} et d’autres montants ou mentions`, troubled);
    return null;
  }
  if (detailed) return { ...document, payments: distinctPayments(rows) };
  for (const row of rows.slice(1)) {
    const detail = `même contenu que la ligne ${record.line}`;
    reportLate(troubled, row.record.line, 'duplicate_line', 'facture', record.number, detail);
  }
  return { ...document, payments: [] };
}

function saysOf({ record, claim }: Draft): string {
  const { paid, open, settled, statuses } = claim;
  return coreText(record) + canonical({ paid, open, settled, statuses });
}

/**
 * A payment repeated with its own number (a row per article as well) counts once; without numbers each row
 * is one.
 */
function distinctPayments(rows: readonly Draft[]): RowPayment[] {
  const seen = new Set<string>();
  return rows
    .map((row) => row.payment)
    .filter((payment) => payment !== null)
    .filter(({ reference }) => {
      if (reference === null) return true;
      if (seen.has(reference)) return false;
      seen.add(reference);
      return true;
    });
}
