import type { FileReading } from '../formats/file-reading.ts';
import type { InvoiceRecord } from '../formats/invoice.ts';
import { releaseImported } from '../invoices/bulk-release.db.ts';
import { hasReleasedInstalment } from '../invoices/invoices.db.ts';
import type { Scope } from '../journal/scope.ts';
import { countOpenItems } from '../payments/balances.db.ts';
import { type DebtorPlans, debtorChanges, planDebtors, saidDebtors } from './debtor-plans.ts';
import { bookDefect, type ToldDefect } from './defects.ts';
import { noEntries } from './entries.ts';
import { invoicesImported } from './events.ts';
import { type FileImported, type GivenFile, type ImportChoices, inOrder, readingFacts } from './imported.ts';
import { invoiceImports } from './imports.db.ts';
import { lockedDebtors, lockImports } from './known-debtors.db.ts';
import { type KnownNumbers, knownDocuments, knownNumbers } from './known-documents.db.ts';
import { enteredFactsKept, needsOf } from './needs.ts';
import { nothingToClaim } from './nothing-to-claim.ts';
import { type DebtorPlan, isTouched } from './plan-debtor.ts';
import { type DocumentPlans, fileDocuments, planDocuments } from './plan-documents.ts';
import type { Planning } from './planning.ts';
import { CLOSED_AT, isQuarantined } from './quarantine.ts';
import { recordImport, tellDebtors } from './record-import.db.ts';
import { addSlice, byLine, newTally, type Tally } from './tally.ts';
import { planAnew, writeDebtors, writeDocuments, writeMoney } from './write-documents.db.ts';

/** Lines compared and written together, so few that what was made of them is forgotten before it is old. */
const LINES_AT_ONCE = 2_000;

/**
 * Brings a file of invoices into the books, all of its good lines at once: new customers and documents, what
 * changed of the known ones, payments that it says were received. The same facts again change nothing,
 * whatever the name of the file or the order of its lines. A document that cannot be taken answers a defect
 * and leaves the others. New items wait in quarantine for a release when the import is the first one or wakes
 * many debts at once.
 */
export async function importInvoices(
  scope: Scope,
  file: GivenFile,
  reading: FileReading<InvoiceRecord>,
  choices: ImportChoices,
): Promise<FileImported> {
  await lockImports(scope);
  const importId = scope.newId();
  const said = saidDebtors(reading.records);
  const debtors = planDebtors(said, await lockedDebtors(scope, said), scope);
  const everReleased = await hasReleasedInstalment(scope);
  const numbers = await knownNumbers(scope, reading.records);
  const tally = newTally();
  for (const slice of slicesByDebtor(reading.records, debtors)) {
    const plans = await planSlice(scope, slice, { debtors, numbers, reading, importId, choices });
    // Before anything is written: what was open is what the quarantine compares with.
    if (everReleased && tally.openBefore === null && isWritten(plans.documents)) {
      tally.openBefore = await countOpenItems(scope, scope.on, CLOSED_AT);
    }
    const kept = keptDebtors(slice.debtors, plans.documents);
    if (tally.lines > 0) await planAnew(scope);
    await writeDebtors(scope, kept);
    await writeDocuments(scope, plans.documents);
    await writeMoney(scope, plans.entries);
    addSlice(tally, { importId, on: scope.on, kept, plans: plans.documents, entries: plans.entries });
    tally.lines += slice.records.length;
    if (reading.records.length > LINES_AT_ONCE) {
      choices.tell(`lignes enregistrées\u00a0: ${tally.lines} sur ${reading.records.length}`);
    }
  }
  const quarantined = await placeItems(scope, importId, tally, everReleased, choices);
  await tellDebtors(scope, invoicesImported, withQuarantine(tally, quarantined));
  const answer = answerOf(file, reading, debtors, tally, quarantined, importId);
  const { lateStart } = choices;
  if (answer.import !== null) {
    const done = { importId, debtors: tally.payloads.size, lateStart };
    await recordImport(scope, file, 'invoices', answer, done);
  }
  return answer;
}

/** Customers, with all that the file has of them in the order of its lines. */
interface Slice {
  readonly debtors: readonly DebtorPlan[];
  readonly records: readonly InvoiceRecord[];
}

/** What concerns one debtor concerns no other: a file is taken some debtors at a time. */
function* slicesByDebtor(records: readonly InvoiceRecord[], { plans, ids }: DebtorPlans): Generator<Slice> {
  const known = records.filter((record) => ids.has(record.debtor.key));
  const byDebtor = Map.groupBy(known, (record) => ids.get(record.debtor.key)!);
  let slice: { debtors: DebtorPlan[]; records: InvoiceRecord[] } = { debtors: [], records: [] };
  for (const plan of plans.values()) {
    slice.debtors.push(plan);
    for (const record of byDebtor.get(plan.debtor.id) ?? []) slice.records.push(record);
    if (slice.records.length < LINES_AT_ONCE) continue;
    slice.records.sort(byLine);
    yield slice;
    slice = { debtors: [], records: [] };
  }
  slice.records.sort(byLine);
  if (slice.debtors.length > 0) yield slice;
}

interface WholeFile {
  readonly debtors: DebtorPlans;
  readonly numbers: KnownNumbers;
  readonly reading: FileReading<InvoiceRecord>;
  readonly importId: string;
  readonly choices: ImportChoices;
}

async function planSlice(
  scope: Scope,
  slice: Slice,
  { debtors, numbers, reading, importId, choices }: WholeFile,
): Promise<{ readonly documents: DocumentPlans; readonly entries: Planning['entries'] }> {
  const { acceptRevived, lateStart, sharedNumbers } = choices;
  const entries = noEntries();
  const documents = fileDocuments(slice.records, debtors.ids);
  const amountsAreOpen = reading.warnings.some((warning) => warning.code === 'amount_from_open');
  const known = await knownDocuments(scope, documents, numbers);
  const { on, newId } = scope;
  const shared = { on, importId, newId, entries, acceptRevived, lateStart };
  const plans = planDocuments(
    documents,
    known,
    { sharedNumbers, amountsAreOpen },
    { ...shared, paidCountsNotes: paidCountsNotes(reading) },
  );
  return { documents: plans, entries };
}

function isWritten({ invoices, creditNotes }: DocumentPlans): boolean {
  return invoices.length + creditNotes.length > 0;
}

function answerOf(
  file: GivenFile,
  reading: FileReading<InvoiceRecord>,
  debtors: DebtorPlans,
  tally: Tally,
  quarantined: boolean,
  importId: string,
): FileImported {
  const { kept, created, empty } = tally;
  return {
    ...readingFacts(file, reading),
    kind: 'invoices',
    created: { ...created, debtors: kept.filter((plan) => plan.created).length },
    updated: tally.updated + changedDebtors(kept).length,
    unchanged: tally.unchanged,
    nothingToClaim: empty.length,
    changes: [
      ...debtorChanges(kept),
      ...tally.invoiceChanges.sort(byLine),
      ...tally.noteChanges.sort(byLine),
    ],
    defects: inOrder([...reading.defects, ...strangers(reading.records, debtors), ...tally.defects]),
    needs: needsOf(kept),
    warnings: [...reading.warnings, ...nothingToClaim(empty), ...enteredFactsKept(kept)],
    quarantined,
    import: tally.payloads.size > 0 ? importId : null,
  };
}

/** A balance given by the tool counts credit notes; a column of money received does not. */
function paidCountsNotes({ understood }: FileReading<InvoiceRecord>): boolean {
  const columns = new Set(understood.columns.map(({ column }) => column));
  return columns.has('reste_du') || !(columns.has('deja_regle') || columns.has('montant_reglement'));
}

function changedDebtors(debtors: readonly DebtorPlan[]): readonly DebtorPlan[] {
  return debtors.filter((plan) => !plan.created && isTouched(plan));
}

/**
 * Known debtors, and new ones of which the file has a sound document, be it one that claims nothing: the same
 * file again would else know the customers it lacked the first time.
 */
function keptDebtors(debtors: readonly DebtorPlan[], plans: DocumentPlans): readonly DebtorPlan[] {
  const taken = new Set<string>();
  for (const { document } of plans.invoices) taken.add(document.debtorId);
  for (const { document } of plans.creditNotes) taken.add(document.debtorId);
  for (const { debtorId } of plans.empty) taken.add(debtorId);
  return debtors.filter((plan) => !plan.created || taken.has(plan.debtor.id));
}

function strangers(records: readonly InvoiceRecord[], debtors: DebtorPlans): readonly ToldDefect[] {
  return records
    .filter((record) => !debtors.ids.has(record.debtor.key))
    .map(({ line, debtor }) => bookDefect('customer_unknown', { line, field: 'client', value: debtor.key }));
}

/**
 * Whether the new items wait in quarantine; if not, they are released on the day of the import. That follows
 * from the whole file, so they were all written unreleased.
 */
async function placeItems(
  scope: Scope,
  importId: string,
  { newItems, newlyOverdue, openBefore }: Tally,
  everReleased: boolean,
  { lateStart }: ImportChoices,
): Promise<boolean> {
  if (newItems === 0) return (await invoiceImports(scope, true)).length > 0;
  const facts = { created: newItems, newlyOverdue, openBefore: openBefore ?? 0, everReleased };
  const quarantined = isQuarantined(facts);
  if (!quarantined) await releaseImported(scope, importId, scope.on, lateStart);
  return quarantined;
}

function withQuarantine({ payloads }: Tally, quarantined: boolean) {
  return new Map([...payloads].map(([id, payload]) => [id, { ...payload, quarantined }]));
}
