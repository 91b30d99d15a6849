import type { Day } from '../calendar/day.ts';
import type { Contact, Debtor } from '../debtors/debtor.ts';
import type { DebtorRecord } from '../formats/debtor.ts';
import type { InvoiceRecord } from '../formats/invoice.ts';
import { type DebtorPlan, planDebtor } from './plan-debtor.ts';
import { type SaidDebtor, saidDebtor } from './said-debtor.ts';

/** The debtors that a file is about, as the books know them. */
export interface KnownDebtors {
  readonly byKey: ReadonlyMap<string, Debtor>;
  readonly contacts: ReadonlyMap<string, readonly Contact[]>;
}

export interface DebtorPlans {
  /** One plan per debtor, by its id. */
  readonly plans: ReadonlyMap<string, DebtorPlan>;
  /** The debtor of each key of the file; a key without a name that nobody knows has none. */
  readonly ids: ReadonlyMap<string, string>;
}

/** What a file says of each customer, the latest invoice first: an older line never wins over a newer one. */
export function saidDebtors(records: readonly InvoiceRecord[]): readonly SaidDebtor[] {
  const latest = new Map<DebtorRecord, InvoiceRecord>();
  for (const record of records) {
    const before = latest.get(record.debtor);
    if (!before || isLater(record, before)) latest.set(record.debtor, record);
  }
  const ordered = [...latest.values()].sort((a, b) => (isLater(a, b) ? -1 : 1));
  const groups = Map.groupBy(ordered, (record) => record.debtor.key);
  return [...groups.values()].map((group) => saidDebtor(group.map((record) => record.debtor)));
}

function isLater(one: InvoiceRecord, other: InvoiceRecord): boolean {
  if (one.issuedOn !== other.issuedOn) return one.issuedOn > other.issuedOn;
  return one.number === other.number ? one.line > other.line : one.number > other.number;
}

export function planDebtors(
  said: readonly SaidDebtor[],
  known: KnownDebtors,
  planning: { readonly on: Day; readonly newId: () => string },
): DebtorPlans {
  const plans = new Map<string, DebtorPlan>();
  const ids = new Map<string, string>();
  for (const customer of said) {
    const debtor = known.byKey.get(customer.key) ?? null;
    if (!debtor && customer.name === null) continue;
    // Two codes of one company may mean one debtor: what the first says of it holds.
    if (debtor && plans.has(debtor.id)) {
      ids.set(customer.key, debtor.id);
      continue;
    }
    const contacts = debtor ? (known.contacts.get(debtor.id) ?? []) : [];
    const plan = planDebtor(debtor, contacts, customer, planning);
    plans.set(plan.debtor.id, plan);
    ids.set(customer.key, plan.debtor.id);
  }
  return { plans, ids };
}
