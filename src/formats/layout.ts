import type { Day } from '../calendar/day.ts';
import { type AmountHint, readAmountColumn } from './amount.ts';
import type { ColumnName, ColumnSpec } from './columns.ts';
import { type DateOrder, readDateColumn } from './date.ts';
import { type Defect, defect, type Warning, warning } from './defect.ts';
import { type Columns, cellsOf, type Mapping, matchColumns, titleOf } from './mapping.ts';
import type { Table } from './table.ts';
import { cleanCell } from './text.ts';

/**
 * What `mapping`, dates and amounts of a file mean: decided once, over whole columns, then applied to each
 * line.
 */
export interface Layout {
  readonly table: Table;
  readonly columns: Columns;
  readonly today: Day;
  readonly dateOrders: ReadonlyMap<ColumnName, DateOrder>;
  readonly amountHints: ReadonlyMap<ColumnName, AmountHint>;
  readonly essential: ReadonlySet<ColumnName>;
  readonly defects: readonly Defect[];
  readonly warnings: readonly Warning[];
}

export interface LayoutRequest {
  readonly specs: readonly ColumnSpec<ColumnName>[];
  readonly dates: readonly ColumnName[];
  readonly amounts: readonly ColumnName[];
  readonly mapping: Mapping | undefined;
  readonly today: Day;
}

export function layOut(table: Table, request: LayoutRequest): Layout {
  const columns = matchColumns(table.header, request.specs, request.mapping);
  const warnings: Warning[] = [];
  if (columns.absentHeaders.length > 0) {
    const message = `La correspondance nomme des titres absents du fichier : ${quoted(columns.absentHeaders)}.`;
    warnings.push(warning('mapping_header_absent', message));
  }
  if (columns.unknown.length > 0) {
    // Where no title is known, the line may be no line of titles: it is shown as what it was taken for.
    const taken =
      columns.understood.length > 0
        ? 'Colonnes non reconnues, laissées de côté'
        : `Ligne ${table.headerLine}, prise pour celle des titres`;
    warnings.push(warning('columns_unknown', `${taken} : ${quoted(columns.unknown)}.`));
  }
  return {
    table,
    columns,
    today: request.today,
    dateOrders: decideDates(table, columns, request.dates, warnings),
    amountHints: decideAmounts(table, columns, request.amounts, warnings),
    essential: new Set(request.specs.filter((spec) => spec.essential).map((spec) => spec.name)),
    defects: columns.badTargets.map((target) => defect('mapping_unknown', { line: 0, value: target })),
    warnings,
  };
}

export function quoted(texts: readonly string[]): string {
  const shown = texts
    .slice(0, 12)
    .map((text) => `« ${text} »`)
    .join(', ');
  return texts.length > 12 ? `${shown}…` : shown;
}

/** Columns as the file calls them. */
function titles(table: Table, columns: Columns, names: readonly ColumnName[]): string {
  return quoted(names.map((name) => titleOf(table.header, columns, name)));
}

function* textsOf(table: Table, columns: Columns, name: ColumnName): Generator<string> {
  for (const row of table.rows) {
    for (const index of cellsOf(columns, name)) yield cleanCell(row.cells[index] ?? '');
  }
}

/**
 * A column that proves nothing follows the others of its file; when none proves anything, French files put
 * the day first.
 */
function decideDates(
  table: Table,
  columns: Columns,
  names: readonly ColumnName[],
  warnings: Warning[],
): Map<ColumnName, DateOrder> {
  const present = names.filter((name) => cellsOf(columns, name).length > 0);
  const readings = present.map((name) => ({ name, ...readDateColumn(textsOf(table, columns, name)) }));
  const proven = new Set(
    readings.filter((reading) => reading.proof === 'proven').map((reading) => reading.order),
  );
  const [agreed] = proven;
  const fallback: DateOrder = agreed && proven.size === 1 ? agreed : 'day-first';
  const doubtful = readings.filter((reading) => reading.proof === 'ambiguous').map((reading) => reading.name);
  if (doubtful.length > 0 && proven.size !== 1) {
    const message =
      `Dates lues jour puis mois (${titles(table, columns, doubtful)}) : aucune du fichier ne permet de trancher. ` +
      'Si elles sont écrites mois puis jour, exportez-les sous la forme aaaa-mm-jj.';
    warnings.push(warning('dates_ambiguous', message));
  }
  return new Map(readings.map(({ name, order, proof }) => [name, proof === 'proven' ? order : fallback]));
}

function decideAmounts(
  table: Table,
  columns: Columns,
  names: readonly ColumnName[],
  warnings: Warning[],
): Map<ColumnName, AmountHint> {
  const round = table.format === 'xlsx';
  const present = names.filter((name) => cellsOf(columns, name).length > 0);
  const readings = present.map((name) => ({
    name,
    ...readAmountColumn(textsOf(table, columns, name), round),
  }));
  const decided = readings.filter((reading) => reading.decided && reading.hint.decimal !== null);
  const separators = new Set(decided.map((reading) => reading.hint.decimal));
  const [agreed] = separators;
  const doubtful = readings.filter((reading) => reading.ambiguous).map((reading) => reading.name);
  const settled = agreed && separators.size === 1 ? agreed : null;
  if (doubtful.length > 0 && !settled) {
    const message =
      `Montants à trois chiffres après le séparateur (${titles(table, columns, doubtful)}) : ils sont lus en ` +
      'milliers (1.234 = 1\u202f234,00). Exportez-les avec leurs deux décimales pour lever le doute.';
    warnings.push(warning('amounts_ambiguous', message));
  }
  return new Map(
    readings.map(({ name, hint, decided: own }) => [
      name,
      own || !settled ? hint : { decimal: settled, round },
    ]),
  );
}
