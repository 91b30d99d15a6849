import type { KyselyPlugin, OperationNode, RootOperationNode } from 'kysely';
import { day, toIso } from '../calendar/day.ts';

/** Columns, by name, whose parameters are not sent as they are. */
export interface SpecialColumns {
  /** Of type date: a Day (an integer) goes as its ISO text. */
  readonly dates: ReadonlySet<string>;
  /** Of type jsonb: an object or array goes as JSON; a string goes as it is, taken for JSON already. */
  readonly json: ReadonlySet<string>;
}

/** Lets builder statements set and compare date and jsonb columns with our own values. */
export function columnValues(columns: SpecialColumns): KyselyPlugin {
  return {
    transformQuery: ({ node }) => convert(node, null, columns) as RootOperationNode,
    transformResult: async ({ result }) => result,
  };
}

type Kind = 'date' | 'json' | null;
type Plain = Record<string, unknown>;

function kindOf(column: unknown, columns: SpecialColumns): Kind {
  const name = columnName(column);
  if (name === null) return null;
  if (columns.dates.has(name)) return 'date';
  return columns.json.has(name) ? 'json' : null;
}

function columnName(node: unknown): string | null {
  if (typeof node !== 'object' || node === null) return null;
  const { kind, column } = node as Plain;
  if (kind === 'ReferenceNode') return columnName(column);
  if (kind !== 'ColumnNode') return null;
  return (column as { readonly name: string }).name;
}

function convertValue(value: unknown, kind: Kind): unknown {
  if (kind === 'date' && typeof value === 'number') return toIso(day(value));
  // Bytes are left alone: the same name may be of bytes in another table.
  if (kind !== 'json' || typeof value !== 'object' || value === null || ArrayBuffer.isView(value))
    return value;
  return JSON.stringify(value);
}

/** The statement with its values converted; parts without any come back as they are, uncopied. */
function convert(node: unknown, kind: Kind, columns: SpecialColumns): unknown {
  if (Array.isArray(node)) return changedList(node, (item) => convert(item, kind, columns));
  if (typeof node !== 'object' || node === null) return node;
  const plain = node as Plain;
  switch (plain.kind as OperationNode['kind'] | undefined) {
    case undefined:
      return node;
    case 'ValueNode': {
      const value = convertValue(plain.value, kind);
      return value === plain.value ? node : { ...plain, value };
    }
    case 'PrimitiveValueListNode': {
      const values = changedList(plain.values as readonly unknown[], (value) => convertValue(value, kind));
      return values === plain.values ? node : { ...plain, values };
    }
    case 'InsertQueryNode':
      return convertInsert(plain, columns);
    case 'ColumnUpdateNode':
      return convertParts(plain, kindOf(plain.column, columns), columns);
    case 'BinaryOperationNode':
      return convertParts(plain, kindOf(plain.leftOperand, columns), columns);
    case 'AndNode':
    case 'ValueListNode':
    case 'ParensNode':
      return convertParts(plain, kind, columns);
    default:
      return convertParts(plain, null, columns);
  }
}

function convertParts(node: Plain, kind: Kind, columns: SpecialColumns): Plain {
  let copy: Plain | null = null;
  for (const [key, part] of Object.entries(node)) {
    const converted = convert(part, kind, columns);
    if (converted === part) continue;
    copy ??= { ...node };
    copy[key] = converted;
  }
  return copy ?? node;
}

function changedList(list: readonly unknown[], change: (item: unknown) => unknown): readonly unknown[] {
  let copy: unknown[] | null = null;
  for (let index = 0; index < list.length; index += 1) {
    const changed = change(list[index]);
    if (changed === list[index]) continue;
    copy ??= [...list];
    copy[index] = changed;
  }
  return copy ?? list;
}

/** Values of an insert stand in rows, in the order of its columns. */
function convertInsert(node: Plain, columns: SpecialColumns): Plain {
  const kinds = ((node.columns ?? []) as readonly unknown[]).map((column) => kindOf(column, columns));
  const source = node.values as { readonly kind: string; readonly values: readonly Plain[] } | undefined;
  const rest = convertParts({ ...node, values: undefined }, null, columns);
  if (source?.kind !== 'ValuesNode') return { ...rest, values: convert(source, null, columns) };
  if (!kinds.some((kind) => kind !== null)) return { ...rest, values: source };
  const rows = source.values.map((row) => {
    const cells = (row.values as readonly unknown[]).map((cell, index) => {
      const kind = kinds[index] ?? null;
      return row.kind === 'PrimitiveValueListNode' ? convertValue(cell, kind) : convert(cell, kind, columns);
    });
    return { ...row, values: cells };
  });
  return { ...rest, values: { ...source, values: rows } };
}
