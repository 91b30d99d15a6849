import { formatShortDay } from '../calendar/french.ts';
import type { Claim, RowPayment } from './claim.ts';
import { canonical, coreText } from './invoice.ts';
import type { Draft } from './invoice-line.ts';
import { report } from './line.ts';

/** A document once its rows are put together: the first row speaks for it, each row may bring a payment. */
export interface Document {
  readonly draft: Draft;
  readonly claim: Claim;
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
}

/**
 * Puts rows of one customer and number together: different due dates are instalments; the same due date is
 * one document in files with a row per article or payment, a duplicate elsewhere. Of equal duplicates the
 * first is kept; of those that contradict each other none is, for nobody knows which is right.
 */
export function joinRows(drafts: readonly Draft[], options: RepeatedOptions): Document[] {
  const alone = options.sharedNumbers ? drafts : refuseSharedNumbers(drafts);
  const documents: Document[] = [];
  for (const rows of groupBy(alone, documentKey).values()) {
    const [only] = rows;
    if (only && rows.length === 1) {
      documents.push(documentOf(only, rows, []));
      continue;
    }
    if (contradictory(rows)) {
      refuseContradiction(rows, 'avec une autre date de facture, un autre signe ou une autre devise');
      continue;
    }
    const kept = [...groupBy(rows, ({ core }) => String(core.dueOn)).values()]
      .map((sameDay) => joinSameDay(sameDay, options))
      .filter((document) => document !== null)
      .sort((a, b) => (a.draft.core.dueOn ?? Infinity) - (b.draft.core.dueOn ?? Infinity));
    kept.forEach((document, index) => {
      documents.push({ ...document, instalment: index + 1, instalments: kept.length });
    });
  }
  return documents.sort((a, b) => a.draft.core.line - b.draft.core.line);
}

function documentKey({ core }: Draft): string {
  return `${core.debtor.key}\u0000${core.number}`;
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

function refuseSharedNumbers(drafts: readonly Draft[]): Draft[] {
  const kept: Draft[] = [];
  for (const rows of groupBy(drafts, ({ core }) => core.number).values()) {
    const [first] = rows;
    if (rows.every(({ core }) => core.debtor.key === first?.core.debtor.key)) {
      for (const row of rows) kept.push(row);
      continue;
    }
    for (const { line, core } of rows) {
      const others = rows.filter((row) => row.core.debtor.key !== core.debtor.key);
      report(
        line,
        'number_under_two_customers',
        'facture',
        core.number,
        others.slice(0, 3).map(named).join(', '),
      );
    }
  }
  return kept;
}

function named({ core }: Draft): string {
  return `${core.debtor.name ?? core.debtor.key} (ligne ${core.line})`;
}

/** One number cannot be dated twice, be in two currencies, or be an invoice and a credit note. */
function contradictory(rows: readonly Draft[]): boolean {
  const [first] = rows;
  return rows.some(
    ({ core }) =>
      core.issuedOn !== first?.core.issuedOn ||
      core.kind !== first.core.kind ||
      core.currency !== first.core.currency,
  );
}

function refuseContradiction(rows: readonly Draft[], how: string): void {
  for (const { line, core } of rows) {
    const others = rows.filter((row) => row.core.line !== core.line).map((row) => row.core.line);
    report(line, 'duplicate_line', 'facture', core.number, `${linesText(others)}, ${how}`);
  }
}

function linesText(lines: readonly number[]): string {
  const shown = lines.slice(0, 5).join(', ');
  return `ligne${lines.length > 1 ? 's' : ''} ${shown}${lines.length > 5 ? '…' : ''}`;
}

function joinSameDay(rows: readonly Draft[], options: RepeatedOptions): Document | null {
  const [first] = rows;
  if (!first) return null;
  if (rows.length === 1) return documentOf(first, rows, []);
  const same = rows.every((row) => saysOf(row) === saysOf(first));
  if (!same) {
    const due = first.core.dueOn;
    const when = due === null ? 'sans date d’échéance' : `avec la même échéance (${formatShortDay(due)})`;
    refuseContradiction(rows, `${when} et d’autres montants ou mentions`);
    return null;
  }
  if (options.detailed) return documentOf(first, rows, distinctPayments(rows));
  for (const row of rows.slice(1)) {
    report(
      row.line,
      'duplicate_line',
      'facture',
      first.core.number,
      `même contenu que la ligne ${first.core.line}`,
    );
  }
  return documentOf(first, rows, []);
}

function documentOf(first: Draft, rows: readonly Draft[], joined: readonly RowPayment[]): Document {
  const payments = rows.length === 1 && first.payment ? [first.payment] : joined;
  return { draft: first, claim: first.claim, payments, instalment: 1, instalments: 1 };
}

function saysOf({ core, claim }: Draft): string {
  const { paid, open, settled, statuses } = claim;
  return coreText(core) + canonical({ paid, open, settled, statuses });
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
