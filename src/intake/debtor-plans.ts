import { type Day, toIso } from '../calendar/day.ts';
import type { Debtor } from '../debtors/debtor.ts';
import type { DebtorRecord } from '../formats/debtor.ts';
import { canonical, type InvoiceRecord } from '../formats/invoice.ts';
import type { Change } from './invoice-plan.ts';
import { type DebtorPlan, isTouched, type KnownDebtor, planDebtor } from './plan-debtor.ts';
import { type SaidDebtor, saidDebtor } from './said-debtor.ts';

export interface DebtorPlans {
  /** One plan per debtor, by its id. */
  readonly plans: ReadonlyMap<string, DebtorPlan>;
  /** The debtor of each key of the file; a key without a name that nobody knows has none. */
  readonly ids: ReadonlyMap<string, string>;
}

/** What a file says of each customer, the latest invoice first: an older line never wins over a newer one. */
export function saidDebtors(records: readonly InvoiceRecord[]): readonly SaidDebtor[] {
  const latest = new Map<DebtorRecord, Day>();
  for (const { debtor, issuedOn } of records) {
    if ((latest.get(debtor) ?? Number.NEGATIVE_INFINITY) < issuedOn) latest.set(debtor, issuedOn);
  }
  const groups = Map.groupBy(latest, ([debtor]) => debtor.key);
  return [...groups.values()].map((group) => saidDebtor(newestFirst(group)));
}

function newestFirst(group: readonly (readonly [DebtorRecord, Day])[]): readonly DebtorRecord[] {
  if (group.length === 1) return [group[0]![0]];
  return group
    .map(([debtor, on]) => ({ debtor, on, text: canonical(debtor) }))
    .sort((a, b) => b.on - a.on || (a.text < b.text ? -1 : 1))
    .map(({ debtor }) => debtor);
}

export function planDebtors(
  said: readonly SaidDebtor[],
  known: ReadonlyMap<string, KnownDebtor>,
  planning: { readonly on: Day; readonly newId: () => string },
): DebtorPlans {
  const plans = new Map<string, DebtorPlan>();
  const ids = new Map<string, string>();
  // Two keys of a file may mean one debtor: what the first of them says holds, whatever the order of the
  // lines.
  const ordered = [...said].sort((a, b) => (a.key < b.key ? -1 : 1));
  for (const customer of ordered) {
    const found = known.get(customer.key) ?? null;
    if (!found && customer.name === null) continue;
    const id = found?.debtor.id;
    if (id !== undefined && plans.has(id)) {
      ids.set(customer.key, id);
      continue;
    }
    const plan = planDebtor(found, customer, planning);
    plans.set(plan.debtor.id, plan);
    ids.set(customer.key, plan.debtor.id);
  }
  return { plans, ids };
}

/** What a file changes of the debtors, as its answer tells it. */
export function debtorChanges(plans: readonly DebtorPlan[]): readonly Change[] {
  return plans.flatMap((plan) => {
    if (plan.created || !isTouched(plan)) return [];
    const { before, debtor, changed } = plan;
    const place = { line: 0, document: debtor.key };
    const facts = changed.map((field) => ({
      ...place,
      field,
      from: text(before, field),
      to: text(debtor, field),
    }));
    const contacts = [
      ...plan.contactsAdded.map((contact) => ({ from: null, to: contact.email ?? contact.phone })),
      ...plan.contactsChanged.map((contact) => {
        const address = contact.email ?? contact.phone;
        return contact.removedOn === null ? { from: null, to: address } : { from: address, to: null };
      }),
    ];
    return [...facts, ...contacts.map((change) => ({ ...place, field: 'contact', ...change }))];
  });
}

function text(debtor: Debtor, field: keyof Debtor): string | null {
  if (field === 'customerSince') return debtor.customerSince === null ? null : toIso(debtor.customerSince);
  const value = debtor[field];
  if (value === null) return null;
  if (typeof value !== 'object') return String(value);
  return [...value.lines, value.postcode, value.city].filter((part) => part !== '').join(', ');
}
