import { type Claim, settleClaim } from './claim.ts';
import { type ColumnName, INVOICE_COLUMNS } from './columns.ts';
import type { DebtorRecord } from './debtor.ts';
import { type Defect, defect, type Warning, warning } from './defect.ts';
import { type FileReading, isRefused, type ReadOptions, summarise } from './file-reading.ts';
import type { InvoiceRecord } from './invoice.ts';
import { type Draft, debtorCache, readDraft, readStanding, type Standing } from './invoice-line.ts';
import { type Layout, layOut, quoted } from './layout.ts';
import { defectsOf, isRejected, type Line, openLine, textOf } from './line.ts';
import { hasColumn } from './mapping.ts';
import { joinRows } from './repeated.ts';
import { type IgnoredRow, readTable } from './table.ts';
import { fold, oneLine } from './text.ts';
import { allDefects, reportLate, type TroubledLines } from './troubled-lines.ts';
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
  const records = recordsOf(read, options.sharedNumbers ?? false);
  const defects = allDefects(read.troubled);
  const warnings = [
    ...layoutWarnings(layout),
    ...recordWarnings(records),
    ...statusWarning(read.unknownStatuses),
  ];
  return {
    ...summarise(layout, { defects, ignored: read.ignored, warnings }),
    records,
    needs: needsOf(records.map(({ debtor }) => debtor)),
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
function soundDrafts({ troubled, drafts }: ReadLines, detailed: boolean): readonly Draft[] {
  const rejected = [...troubled.lines.values()].filter((line) => isRejected(defectsOf(line)));
  if (rejected.length === 0) return drafts;
  const lost = new Set(rejected.map(({ row }) => row.line));
  const sound = drafts.filter(({ record }) => !lost.has(record.line));
  if (!detailed) return sound;
  const badLines = new Map(rejected.map((line) => [oneLine(textOf(line, 'facture')), line.row.line]));
  return sound.filter(({ record: { number, line } }) => {
    const bad = badLines.get(number);
    if (bad !== undefined) reportLate(troubled, line, 'sibling_rejected', 'facture', number, `ligne ${bad}`);
    return bad === undefined;
  });
}

interface ReadLines {
  readonly troubled: TroubledLines;
  readonly drafts: readonly Draft[];
  readonly ignored: readonly IgnoredRow[];
  readonly unknownStatuses: ReadonlySet<string>;
}

function readLines(layout: Layout): ReadLines {
  const troubled: TroubledLines = { layout, lines: new Map() };
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
    const draft = readDraft(line, standing, cache);
    if (draft) drafts.push(draft);
    if (line.problems.length > 0) troubled.lines.set(row.line, line);
  }
  return { troubled, drafts, ignored, unknownStatuses };
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

/** The records of the lines that hold, in their order. */
function recordsOf(read: ReadLines, sharedNumbers: boolean): readonly InvoiceRecord[] {
  const { troubled } = read;
  const detailed = isDetailed(troubled.layout);
  const drafts = soundDrafts(read, detailed);
  const { alone, joined } = joinRows(drafts, { detailed, sharedNumbers, troubled });
  const records: InvoiceRecord[] = [];
  for (const { record, problem, claim } of alone) {
    if (holds(record, problem, claim, troubled)) records.push(record);
  }
  for (const { draft, payments: rows, instalment, instalments } of joined) {
    const { record, claim } = draft;
    const { problem, payments, paid, open } = settleClaim(record, claim, rows, troubled.layout.today);
    const whole = { ...record, payments, paid, open, instalment, instalments };
    if (holds(whole, problem, claim, troubled)) records.push(whole);
  }
  return joined.length === 0 ? records : records.sort((a, b) => a.line - b.line);
}

/** Tells what a document lacks once its money is settled; false when it cannot be taken. */
function holds(
  { line, kind, dueOn, open }: InvoiceRecord,
  problem: Draft['problem'],
  { hasStatus }: Claim,
  troubled: TroubledLines,
): boolean {
  if (problem?.code === 'partial_without_amount') {
    reportLate(troubled, line, problem.code, 'statut');
    return false;
  }
  if (problem?.code === 'amounts_disagree') {
    reportLate(troubled, line, problem.code, 'reste_du', null, problem.detail);
  } else if (problem?.code === 'status_disagrees') {
    const column = hasStatus ? 'statut' : 'facture_payee';
    reportLate(troubled, line, problem.code, column, null, problem.detail);
  }
  const undated = kind === 'invoice' && dueOn === null && open !== 0;
  const told = () => troubled.lines.get(line)?.problems.some(({ column }) => column === 'date_echeance');
  if (undated && !told()) reportLate(troubled, line, 'due_date_missing', 'date_echeance', '');
  return true;
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
