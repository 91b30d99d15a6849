import type { DebtorLine } from '../formats/debtors.ts';
import type { FileReading } from '../formats/file-reading.ts';
import type { Scope } from '../journal/scope.ts';
import { debtorChanges, planDebtors } from './debtor-plans.ts';
import { debtorImported } from './events.ts';
import { debtorPayloads } from './import-payloads.ts';
import {
  type FileImported,
  type GivenFile,
  type ImportChoices,
  NOTHING_CREATED,
  readingFacts,
} from './imported.ts';
import { lockedDebtors, lockImports } from './known-debtors.db.ts';
import { enteredFactsKept, needsOf } from './needs.ts';
import { isTouched } from './plan-debtor.ts';
import { recordImport, tellDebtors } from './record-import.db.ts';
import { saidDebtor } from './said-debtor.ts';
import { writeDebtors } from './write-documents.db.ts';

/**
 * Brings a file of customers into the books: new ones, and what changed of the known ones. A blank erases
 * nothing, what a person entered stands, and a customer that the file leaves out stays.
 */
export async function importDebtors(
  scope: Scope,
  file: GivenFile,
  reading: FileReading<DebtorLine>,
  { lateStart }: ImportChoices,
): Promise<FileImported> {
  await lockImports(scope);
  const importId = scope.newId();
  const said = reading.records.map((record) => saidDebtor([record]));
  const planned = planDebtors(said, await lockedDebtors(scope, said), scope);
  const plans = [...planned.plans.values()];
  await writeDebtors(scope, plans);
  const payloads = debtorPayloads(importId, plans);
  await tellDebtors(scope, debtorImported, payloads);
  const created = plans.filter((plan) => plan.created).length;
  const answer: FileImported = {
    ...readingFacts(file, reading),
    kind: 'debtors',
    created: { ...NOTHING_CREATED, debtors: created },
    updated: payloads.size - created,
    unchanged: plans.filter((plan) => !isTouched(plan)).length,
    nothingToClaim: 0,
    changes: debtorChanges(plans),
    defects: reading.defects,
    needs: needsOf(plans),
    warnings: [...reading.warnings, ...enteredFactsKept(plans)],
    quarantined: false,
    import: payloads.size > 0 ? importId : null,
  };
  if (payloads.size > 0) {
    await recordImport(scope, file, 'debtors', answer, { importId, debtors: payloads.size, lateStart });
  }
  return answer;
}
