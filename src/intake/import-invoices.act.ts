import type { LateStart } from '../creditors/creditor.ts';
import type { FileReading } from '../formats/file-reading.ts';
import type { InvoiceRecord } from '../formats/invoice.ts';
import type { Instalment } from '../invoices/invoice.ts';
import { hasReleasedInstalment } from '../invoices/invoices.db.ts';
import type { Scope } from '../journal/scope.ts';
import { countOpenItems } from '../payments/balances.db.ts';
import { knownDocuments, lockedDebtors, lockImports } from './books.db.ts';
import { type DebtorPlans, planDebtors, saidDebtors } from './debtor-plans.ts';
import { bookDefect, type ToldDefect } from './defects.ts';
import { roomIn } from './entries.ts';
import { type FileImported, type GivenFile, inOrder, type Need, readingFacts } from './imported.ts';
import { insertImport, invoiceImports } from './imports.db.ts';
import { type DebtorPlan, isTouched } from './plan-debtor.ts';
import { allEntries, type DocumentPlans, fileDocuments, planDocuments } from './plan-documents.ts';
import { CLOSED_AT, isOverdue, isQuarantined, released } from './quarantine.ts';
import { tellImport } from './tell-import.db.ts';
import { writeDebtors, writeDocuments } from './write-documents.db.ts';

/** What a person confirmed, and where late items start unless a release says otherwise. */
export interface ImportChoices {
  readonly lateStart: LateStart;
  readonly acceptRevived: boolean;
  readonly sharedNumbers: boolean;
}

/**
 * Brings a file of invoices into the books, all of its good lines at once: new customers and documents, what changed of
 * the known ones, payments that it says were received. The same facts again change nothing, whatever the name of the file
 * or the order of its lines. A document that cannot be taken answers a defect and leaves the others. New items wait in
 * quarantine for a release when the import is the first one or wakes many debts at once.
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
  const known = reading.records.filter((record) => debtors.ids.has(record.debtor.key));
  const documents = fileDocuments(known, debtors.ids);
  const books = await knownDocuments(scope, documents);
  const plans = planDocuments(
    documents,
    books,
    {
      sharedNumbers: choices.sharedNumbers,
      amountsAreOpen: reading.warnings.some((warning) => warning.code === 'amount_from_open'),
    },
    {
      on: scope.on,
      importId,
      newId: scope.newId,
      broughtByFiles: books.brought,
      acceptRevived: choices.acceptRevived,
      lateStart: choices.lateStart,
    },
  );
  const kept = keptDebtors(debtors, plans);
  const defects = inOrder([...reading.defects, ...strangers(reading.records, debtors), ...plans.defects]);
  const placed = await placeItems(scope, plans, choices.lateStart);
  const entries = allEntries(plans);
  await writeDebtors(scope, kept);
  await writeDocuments(scope, plans, placed.items, entries);
  const told = await tellImport(scope, {
    importId,
    fileSha256: file.sha256,
    lines: reading.lines,
    debtors: kept,
    plans,
    quarantined: placed.quarantined,
  });
  const answer: FileImported = {
    ...readingFacts(file, reading),
    kind: 'invoices',
    created: {
      debtors: kept.filter((plan) => plan.created).length,
      invoices: plans.invoices.filter(({ plan }) => plan.outcome === 'created').length,
      creditNotes: plans.creditNotes.filter(({ plan }) => plan.outcome === 'created').length,
      payments: entries.payments.length,
    },
    ...countKnown(plans, kept),
    changes: [...plans.invoices, ...plans.creditNotes].flatMap(({ plan }) => plan.changes),
    defects,
    needs: needsOf(kept, debtors, known),
    quarantined: placed.quarantined,
    import: told ? importId : null,
  };
  if (told) {
    await insertImport(scope, {
      id: importId,
      fileName: file.name,
      fileSha256: file.sha256,
      kind: 'invoices',
      format: reading.format,
      importedOn: scope.on,
      lines: reading.lines,
      counts: { ...answer.created, updated: answer.updated, unchanged: answer.unchanged },
      defects,
      quarantined: placed.quarantined,
      releasedOn: placed.quarantined ? null : scope.on,
      lateStart: placed.quarantined ? null : choices.lateStart,
    });
  }
  return answer;
}

/** Debtors that the file changes, and new ones of which at least one document was taken. */
function keptDebtors(debtors: DebtorPlans, plans: DocumentPlans): readonly DebtorPlan[] {
  const taken = new Set<string>();
  for (const { document } of plans.invoices) taken.add(document.debtorId);
  for (const { document } of plans.creditNotes) taken.add(document.debtorId);
  return [...debtors.plans.values()].filter((plan) => !plan.created || taken.has(plan.debtor.id));
}

function strangers(records: readonly InvoiceRecord[], debtors: DebtorPlans): readonly ToldDefect[] {
  return records
    .filter((record) => !debtors.ids.has(record.debtor.key))
    .map(({ line, debtor }) => bookDefect('customer_unknown', { line, field: 'client', value: debtor.key }));
}

/** New items as they may be chased: held in quarantine, or released on the day of the import. */
async function placeItems(
  scope: Scope,
  plans: DocumentPlans,
  lateStart: LateStart,
): Promise<{ readonly items: readonly Instalment[]; readonly quarantined: boolean }> {
  const items = plans.invoices.flatMap(({ plan }) => plan.newItems);
  if (items.length === 0) return { items, quarantined: (await invoiceImports(scope, true)).length > 0 };
  const fresh = new Set(items.map((item) => item.id));
  const newlyOverdue = plans.invoices
    .flatMap(({ plan }) => plan.items)
    .filter(({ instalment }) => fresh.has(instalment.id))
    .filter((item) => isOverdue(item.instalment.dueOn, roomIn(item), scope.on)).length;
  const everReleased = await hasReleasedInstalment(scope);
  const openBefore = everReleased ? await countOpenItems(scope, scope.on, CLOSED_AT) : 0;
  const quarantined = isQuarantined({ created: items.length, newlyOverdue, openBefore, everReleased });
  return {
    items: quarantined ? items : items.map((item) => released(item, scope.on, lateStart)),
    quarantined,
  };
}

function countKnown(plans: DocumentPlans, debtors: readonly DebtorPlan[]) {
  const documents = [...plans.invoices, ...plans.creditNotes].map(({ plan }) => plan.outcome);
  const changed = debtors.filter((plan) => !plan.created && isTouched(plan)).length;
  return {
    updated: documents.filter((outcome) => outcome === 'updated').length + changed,
    unchanged: documents.filter((outcome) => outcome === 'unchanged').length + plans.unchanged,
  };
}

function needsOf(
  kept: readonly DebtorPlan[],
  debtors: DebtorPlans,
  records: readonly InvoiceRecord[],
): readonly Need[] {
  const inFile = new Set(records.map((record) => debtors.ids.get(record.debtor.key)));
  const concerned = kept.filter((plan) => inFile.has(plan.debtor.id));
  const untyped = concerned.filter((plan) => plan.debtor.regime === null).length;
  const differing = concerned.filter((plan) => plan.regimeDiffers).length;
  return [
    ...(untyped > 0 ? [{ code: 'customer_type_missing' as const, debtors: untyped }] : []),
    ...(differing > 0 ? [{ code: 'customer_type_differs' as const, debtors: differing }] : []),
  ];
}
