import { settleClaim } from './claim.ts';
import { type ColumnName, INVOICE_COLUMNS } from './columns.ts';
import type { DebtorRecord } from './debtor.ts';
import { type Defect, defect, type Warning, warning } from './defect.ts';
import { type FileReading, isRefused, type ReadOptions, summarise } from './file-reading.ts';
import type { InvoiceRecord } from './invoice.ts';
import { type Draft, debtorCache, readDraft, readStanding, type Standing } from './invoice-line.ts';
import { type Layout, layOut, quoted } from './layout.ts';
import { defectsOf, isRejected, type Line, openLine, report, textOf } from './line.ts';
import { hasColumn } from './mapping.ts';
import { type Document, joinRows } from './repeated.ts';
import { type IgnoredRow, readTable } from './table.ts';
import { fold } from './text.ts';
import { refusedFile } from './unread-table.ts';

const DATES: readonly ColumnName[] = [
  ...(['date_facture', 'date_echeance', 'date_prestation', 'date_reception', 'date_depot_chorus'] as const),
  ...(['liberation_retenue', 'date_reglement', 'client_depuis'] as const),
];
const AMOUNTS: readonly ColumnName[] = [
  ...(['montant_ttc', 'deja_regle', 'reste_du', 'retenue_garantie', 'montant_reglement'] as const),
];

/**
 * The invoices, credit notes and instalments of a CSV or XLSX file, with every defect of the file at once.
 * Drafts, cancelled documents and documents that are not sales invoices are left out and listed in
 * `understood.ignored`. Never throws, writes nothing; `today` dates the payments of a file that gives no
 * date for them.
 */
export function readInvoices(bytes: Uint8Array, options: ReadOptions): FileReading<InvoiceRecord> {
  const table = readTable(bytes, options.mapping ? { mapping: options.mapping } : {});
  const layout = layOut(table, {
    ...{ specs: INVOICE_COLUMNS, dates: DATES, amounts: AMOUNTS },
    ...{ mapping: options.mapping, today: options.today },
  });
  const refusals = isRefused(table.defects) ? [] : missingColumns(layout);
  if (isRefused([...table.defects, ...layout.defects, ...refusals])) {
    return refusedFile(bytes, layout, refusals, options.mapping);
  }
  const read = readLines(layout);
  const detailed = isDetailed(layout);
  const documents = joinRows(soundDrafts(read, detailed), {
    detailed,
    sharedNumbers: options.sharedNumbers ?? false,
  });
  const records = documents.map((document) => settleDocument(document, layout));
  const kept = records.filter((record) => record !== null);
  const defects = read.lines.flatMap(defectsOf);
  const warnings = [
    ...layoutWarnings(layout),
    ...recordWarnings(kept),
    ...statusWarning(read.unknownStatuses),
  ];
  return {
    ...summarise(layout, { defects, ignored: read.ignored, warnings }),
    records: kept,
    needs: needsOf(kept.map(({ debtor }) => debtor)),
  };
}

/** Columns without which no line can be an invoice; an aged balance is told from a list of invoices. */
function missingColumns({ columns, table }: Layout): Defect[] {
  if (columns.understood.length === 0) return [defect('header_missing', { line: 0 })];
  const buckets = table.header.filter((title) =>
    /^(?:non echue?s?|(?:\d+ )?\d+ ?(?:j|jours|days)(?: et plus)?)$/.test(fold(title)),
  );
  if (buckets.length >= 2 && !hasColumn(columns, 'facture'))
    return [defect('aged_balance', { line: table.headerLine })];
  const needed: (readonly ColumnName[])[] = [
    ...([['facture'], ['date_facture'], ['montant_ttc', 'reste_du'], ['client', 'code_client']] as const),
  ];
  return needed
    .filter((names) => !names.some((name) => hasColumn(columns, name)))
    .map(([name = '']) => defect('column_missing', { line: table.headerLine, field: name }));
}

/** One row per article or per payment, as some tools export: told by columns no list of invoices has. */
function isDetailed({ columns }: Layout): boolean {
  return hasColumn(columns, 'ligne_article') || hasColumn(columns, 'montant_reglement');
}

/**
 * The drafts of lines that hold. Where a document spreads over rows, one bad row takes the others with it:
 * without a payment that cannot be read, the balance would be too high.
 */
function soundDrafts({ lines, drafts }: ReadLines, detailed: boolean): readonly Draft[] {
  const rejected = new Set(lines.filter((line) => isRejected(defectsOf(line))));
  const sound = drafts.filter(({ line }) => !rejected.has(line));
  if (!detailed || rejected.size === 0) return sound;
  const badLines = new Map([...rejected].map((line) => [textOf(line, 'facture'), line.row.line]));
  return sound.filter(({ line, core }) => {
    const bad = badLines.get(textOf(line, 'facture'));
    if (bad !== undefined) report(line, 'sibling_rejected', 'facture', core.number, `ligne ${bad}`);
    return bad === undefined;
  });
}

interface ReadLines {
  readonly lines: readonly Line[];
  readonly drafts: readonly Draft[];
  readonly ignored: readonly IgnoredRow[];
  readonly unknownStatuses: ReadonlySet<string>;
}

function readLines(layout: Layout): ReadLines {
  const lines: Line[] = [];
  const drafts: Draft[] = [];
  const ignored: IgnoredRow[] = [];
  const unknownStatuses = new Set<string>();
  const cache = debtorCache(layout.columns);
  const codes = typesAreCodes(layout);
  for (const row of layout.table.rows) {
    const line = openLine(layout, row);
    const standing = readStanding(line, codes);
    for (const word of standing.unknownStatuses) unknownStatuses.add(word);
    const reason = reasonToIgnore(line, standing);
    if (reason) {
      ignored.push({ line: row.line, reason, number: textOf(line, 'facture') || null });
      continue;
    }
    lines.push(line);
    const draft = readDraft(line, standing, cache);
    if (draft) drafts.push(draft);
  }
  return { lines, drafts, ignored, unknownStatuses };
}

const SAMPLED_TYPES = 1_000;

/** Dolibarr writes types as digits; a lone digit elsewhere means nothing. */
function typesAreCodes(layout: Layout): boolean {
  if (!hasColumn(layout.columns, 'type_piece')) return false;
  const types: string[] = [];
  for (const row of layout.table.rows) {
    if (types.push(textOf(openLine(layout, row), 'type_piece')) === SAMPLED_TYPES) break;
  }
  return types.every((type) => /^[0-5]?$/.test(type)) && types.some((type) => type !== '');
}

const SUMMARY_FIELDS: readonly ColumnName[] = [
  'facture',
  'client',
  'code_client',
  'date_facture',
  'date_echeance',
];

function reasonToIgnore(line: Line, standing: Standing): IgnoredRow['reason'] | null {
  if (standing.document === 'other') return 'not_an_invoice';
  if (standing.statuses.includes('draft') || textOf(line, 'facture') === '/') return 'draft';
  if (standing.statuses.includes('cancelled')) return 'cancelled';
  const summary = SUMMARY_FIELDS.every((field) => textOf(line, field) === '');
  return summary ? 'totals' : null;
}

function settleDocument(document: Document, layout: Layout): InvoiceRecord | null {
  const { draft, claim, payments, instalment, instalments } = document;
  const { core, line } = draft;
  const settled = settleClaim(core, claim, payments, layout.today);
  if (settled.problem?.code === 'partial_without_amount') {
    report(line, 'partial_without_amount', 'statut', textOf(line, 'statut'));
    return null;
  }
  if (settled.problem?.code === 'amounts_disagree') {
    report(line, 'amounts_disagree', 'reste_du', textOf(line, 'reste_du'), settled.problem.detail);
  } else if (settled.problem?.code === 'status_disagrees') {
    const field = textOf(line, 'statut') === '' ? 'facture_payee' : 'statut';
    report(line, 'status_disagrees', field, textOf(line, field), settled.problem.detail);
  }
  const undated = core.kind === 'invoice' && core.dueOn === null && settled.open !== 0;
  const told = line.problems.some(({ column }) => column === 'date_echeance');
  if (undated && !told) report(line, 'due_date_missing', 'date_echeance');
  const { paid, open } = settled;
  return { ...core, payments: settled.payments, paid, open, instalment, instalments };
}

export function needsOf(debtors: readonly DebtorRecord[]): FileReading<never>['needs'] {
  const typed = new Set(debtors.filter(({ regime }) => regime !== null).map(({ key }) => key));
  const untyped = new Set(debtors.map(({ key }) => key).filter((key) => !typed.has(key)));
  return untyped.size === 0 ? [] : [{ code: 'customer_type_missing', debtors: untyped.size }];
}

function layoutWarnings({ columns }: Layout): Warning[] {
  if (hasColumn(columns, 'montant_ttc')) return [];
  const message = 'Aucune colonne ne donne le montant des factures : le reste dû en tient lieu.';
  return [warning('amount_from_open', message)];
}

function recordWarnings(records: readonly InvoiceRecord[]): Warning[] {
  const warnings: Warning[] = [];
  const byName = new Set(
    records.filter(({ debtor }) => debtor.keyFrom === 'name').map(({ debtor }) => debtor.key),
  );
  if (byName.size > 0) {
    const message =
      `Clients reconnus par leur seul nom, faute de code client et de SIREN : ${byName.size}. ` +
      'Une colonne code_client évite les doublons quand un nom change.';
    warnings.push(warning('debtor_key_by_name', message));
  }
  const overpaid = records.filter(({ kind, open }) => kind === 'invoice' && open < 0);
  if (overpaid.length > 0) {
    const numbers = quoted(overpaid.map(({ number }) => number));
    warnings.push(warning('overpaid', `Factures payées au-delà de leur montant : ${numbers}.`));
  }
  return warnings;
}

function statusWarning(words: ReadonlySet<string>): Warning[] {
  if (words.size === 0) return [];
  return [warning('status_unknown', `Statuts non reconnus, sans effet : ${quoted([...words])}.`)];
}
