import type { Day } from '../calendar/day.ts';
import type { ToldDefect } from './defects.ts';
import { type Entries, roomIn } from './entries.ts';
import { type InvoicesPayload, invoicePayloads } from './import-payloads.ts';
import type { Change } from './invoice-plan.ts';
import type { DebtorPlan } from './plan-debtor.ts';
import type { DocumentPlans, FileDocument } from './plan-documents.ts';
import { isOverdue } from './quarantine.ts';

/** What an import did so far, slice after slice: all that is kept of a slice once it is written. */
export interface Tally {
  /** Lines written. */
  lines: number;
  readonly created: { debtors: number; invoices: number; creditNotes: number; payments: number };
  updated: number;
  unchanged: number;
  newItems: number;
  newlyOverdue: number;
  /** Items open before the import; null as long as nobody counted them. */
  openBefore: number | null;
  readonly kept: DebtorPlan[];
  /** What the journal will say of each debtor, by its id. */
  readonly payloads: Map<string, InvoicesPayload>;
  readonly invoiceChanges: Change[];
  readonly noteChanges: Change[];
  readonly defects: ToldDefect[];
  readonly empty: FileDocument[];
}

export function newTally(): Tally {
  return {
    lines: 0,
    created: { debtors: 0, invoices: 0, creditNotes: 0, payments: 0 },
    updated: 0,
    unchanged: 0,
    newItems: 0,
    newlyOverdue: 0,
    openBefore: null,
    kept: [],
    payloads: new Map(),
    invoiceChanges: [],
    noteChanges: [],
    defects: [],
    empty: [],
  };
}

/** What became of some debtors and of all that the file has of them. */
export interface WrittenSlice {
  readonly importId: string;
  readonly on: Day;
  readonly kept: readonly DebtorPlan[];
  readonly plans: DocumentPlans;
  readonly entries: Entries;
}

export function addSlice(tally: Tally, { importId, on, kept, plans, entries }: WrittenSlice): void {
  for (const plan of kept) tally.kept.push(plan);
  for (const { plan } of plans.invoices) {
    count(tally, plan.outcome, 'invoices');
    tally.newItems += plan.newItems.length;
    for (const item of plan.newItems) {
      if (isOverdue(item.instalment.dueOn, roomIn(item), on)) tally.newlyOverdue += 1;
    }
    for (const change of plan.changes) tally.invoiceChanges.push(change);
  }
  for (const { plan } of plans.creditNotes) {
    count(tally, plan.outcome, 'creditNotes');
    for (const change of plan.changes) tally.noteChanges.push(change);
  }
  tally.created.payments += entries.payments.size;
  tally.unchanged += plans.unchanged;
  for (const defect of plans.defects) tally.defects.push(defect);
  for (const document of plans.empty) tally.empty.push(document);
  for (const [id, payload] of invoicePayloads(importId, kept, plans)) tally.payloads.set(id, payload);
}

function count(
  tally: Tally,
  outcome: 'created' | 'updated' | 'unchanged',
  kind: 'invoices' | 'creditNotes',
): void {
  if (outcome === 'created') tally.created[kind] += 1;
  else tally[outcome] += 1;
}

export function byLine(one: { readonly line: number }, other: { readonly line: number }): number {
  return one.line - other.line;
}
