import { toIso } from '../calendar/day.ts';
import type { LateStart } from '../creditors/creditor.ts';
import { releaseItems } from '../invoices/bulk-release.db.ts';
import { CREDITOR_CHAIN } from '../journal/event.ts';
import { append, lockChains } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { slices } from '../platform/bulk.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { loadFacts, SLICE } from '../reminders/facts.db.ts';
import { loadScenarios } from '../scenarios/scenarios.db.ts';
import { itemsReleased } from './events.ts';
import { type ImportRow, lockImports, markReleased } from './imports.db.ts';
import { tellDebtors } from './record-import.db.ts';
import { quarantinedItems, type ReleasableItem, unstartedItems } from './releasable.db.ts';
import { emptyPreview, previewDebtor, type ReleasePreview } from './release-preview.ts';

/** What a person decides of imports that wait, or of one that was released before. */
export interface ReleaseChoice {
  /** Imports that wait in quarantine, or one that does not; none: the items that wait for a late start. */
  readonly imports: readonly ImportRow[];
  /** Said by the person; null: the creditor's own. */
  readonly lateStart: LateStart | null;
  readonly creditorsOwn: LateStart;
  /** Only tell what it would do. */
  readonly dryRun: boolean;
}

export interface Released {
  readonly imports: readonly string[];
  readonly lateStart: LateStart;
  readonly preview: ReleasePreview;
}

/**
 * Lets what imports brought be chased from `scope.on`, late items from the step that the late start gives
 *, and answers what each would start with. Of an import released before, it says anew where late
 * items start of which no step was done. Refusal: `nothing_quarantined` (nothing waits, or nothing is left to
 * say anew).
 */
export async function releaseImports(scope: Scope, choice: ReleaseChoice): Promise<Released | Refusal> {
  const lateStart = choice.lateStart ?? choice.creditorsOwn;
  const imports = await stillMeant(scope, choice.imports);
  if (imports.length === 0 && choice.imports.length > 0) return nothingWaits();
  const waiting = imports.filter(waits);
  const ids = imports.map((row) => row.id);
  const anew = choice.lateStart !== null && waiting.length === 0;
  if (waiting.length === 0 && !anew) return nothingWaits();
  const find = async () =>
    anew ? await unstartedItems(scope, ids.length > 0 ? ids : null) : await quarantinedItems(scope, ids);
  const before = await find();
  if (anew && before.length === 0) return nothingWaits();
  await lockChains(scope, debtorsOf(before));
  const items = await find();
  const preview = await previewOf(scope, items, lateStart);
  const released: Released = { imports: ids, lateStart, preview };
  if (choice.dryRun) return released;
  await releaseItems(
    scope,
    items.map((item) => item.id),
    scope.on,
    lateStart,
  );
  await markReleased(scope, ids, scope.on, lateStart);
  const payload = (count: number) => ({
    imports: ids,
    items: count,
    lateStart,
    releasedOn: toIso(scope.on),
  });
  const counts = Map.groupBy(items, (item) => item.debtorId);
  await tellDebtors(
    scope,
    itemsReleased,
    new Map([...counts].map(([id, own]) => [id, payload(own.length)] as const)),
  );
  await append(scope, CREDITOR_CHAIN, itemsReleased, payload(items.length));
  return released;
}

function waits({ quarantined, releasedOn }: ImportRow): boolean {
  return quarantined && releasedOn === null;
}

/** The imports meant, locked, less those that waited and that another person released meanwhile. */
async function stillMeant(scope: Scope, meant: readonly ImportRow[]): Promise<readonly ImportRow[]> {
  const waited = new Set(meant.filter(waits).map(({ id }) => id));
  const rows = await lockImports(
    scope,
    meant.map(({ id }) => id),
  );
  return rows.filter((row) => waits(row) || !waited.has(row.id));
}

function debtorsOf(items: readonly ReleasableItem[]): readonly string[] {
  return [...new Set(items.map((item) => item.debtorId))];
}

async function previewOf(
  scope: Scope,
  items: readonly ReleasableItem[],
  lateStart: LateStart,
): Promise<ReleasePreview> {
  const preview = emptyPreview();
  const ids = new Set(items.map((item) => item.id));
  const scenarios = await loadScenarios(scope.tx);
  for (const slice of slices(debtorsOf(items), SLICE)) {
    for (const debtor of await loadFacts(scope.tx, slice, scope.on)) {
      previewDebtor(preview, debtor, ids, scenarios(debtor.scenarioKey), lateStart, scope.on);
    }
  }
  return preview;
}

function nothingWaits(): Refusal {
  return refuse(
    'nothing_quarantined',
    'Aucun import n’attend d’être libéré\u00a0: «\u00a0relance plan\u00a0» dit ce qui peut être relancé. Pour redire où commencent ' +
      'les factures déjà en retard d’un import, nommez-le et donnez «\u00a0--late-start\u00a0».',
  );
}
