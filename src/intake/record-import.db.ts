import { CREDITOR_CHAIN, type EventDefinition } from '../journal/event.ts';
import { append, appendMany } from '../journal/events.db.ts';
import type { Payload } from '../journal/payload.ts';
import type { Scope } from '../journal/scope.ts';
import { slices } from '../platform/bulk.ts';
import { fileImported } from './events.ts';
import type { FileImported, GivenFile, ImportKind } from './imported.ts';
import { type ImportRow, insertImport } from './imports.db.ts';

/** Entries that keep one statement small; see appendMany. */
const ENTRIES_AT_ONCE = 1_000;

/** One event in the chain of each debtor that a file changed, in the order in which chains are locked. */
export async function tellDebtors<P extends Payload>(
  scope: Scope,
  definition: EventDefinition<P>,
  payloads: ReadonlyMap<string, P>,
): Promise<void> {
  const ordered = [...payloads].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const slice of slices(ordered, ENTRIES_AT_ONCE)) {
    await appendMany(
      scope,
      definition,
      slice.map(([chain, payload]) => ({ chain, payload })),
    );
  }
}

/** The row of an import that changed something, and its event in the creditor's chain. */
export async function recordImport(
  scope: Scope,
  file: GivenFile,
  kind: ImportKind,
  answer: FileImported,
  done: {
    readonly importId: string;
    readonly debtors: number;
    readonly lateStart: ImportRow['lateStart'];
  },
): Promise<void> {
  const { importId, debtors, lateStart } = done;
  const { quarantined, lines, format, created, updated, unchanged, defects } = answer;
  await insertImport(scope, {
    id: importId,
    fileName: file.name,
    fileSha256: file.sha256,
    kind,
    format,
    importedOn: scope.on,
    lines,
    counts: { ...created, updated, unchanged, defects: defects.length },
    defects,
    quarantined,
    releasedOn: quarantined ? null : scope.on,
    lateStart: quarantined ? null : lateStart,
  });
  const payload = { import: importId, kind, file: file.sha256, lines, debtors, quarantined };
  await append(scope, CREDITOR_CHAIN, fileImported, payload);
}
