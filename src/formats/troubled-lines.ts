import type { ColumnName } from './columns.ts';
import type { Defect } from './defect.ts';
import type { DefectCode } from './defects.ts';
import type { Layout } from './layout.ts';
import { defectsOf, type Line, openLine } from './line.ts';

/** The lines of which something is wrong, by their number: the others are not kept once they are read. */
export interface TroubledLines {
  readonly layout: Layout;
  readonly lines: Map<number, Line>;
}

const NOT_KEPT: readonly string[] = [];

/** Says what is wrong with a line that was read before; `value` null: what it has in that column. */
export function reportLate(
  { layout, lines }: TroubledLines,
  number: number,
  code: DefectCode,
  column: ColumnName,
  value: string | null = null,
  detail = '',
): void {
  const line = lines.get(number) ?? openLine(layout, { line: number, cells: NOT_KEPT });
  line.problems.push({ code, column, value, detail });
  lines.set(number, line);
}

/** Everything that is wrong with the lines of a file; the rows that were not kept are looked up once more. */
export function allDefects({ layout, lines }: TroubledLines): readonly Defect[] {
  if ([...lines.values()].some(isAbsent)) {
    for (const row of layout.table.rows) {
      const line = lines.get(row.line);
      if (line && isAbsent(line)) lines.set(row.line, { ...line, row });
    }
  }
  return [...lines.values()].flatMap(defectsOf);
}

function isAbsent({ row }: Line): boolean {
  return row.cells === NOT_KEPT;
}
