import { type Day, toIso } from '../calendar/day.ts';
import type { FileReading } from '../formats/file-reading.ts';
import type { PaymentRecord } from '../formats/payments.ts';
import { CREDITOR_CHAIN } from '../journal/event.ts';
import { append } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { toDecimal } from '../money/format.ts';
import { balancesOn } from '../payments/balances.db.ts';
import { coverBank } from '../payments/cover-bank.act.ts';
import { claimRows, markReturned, namePayers, paymentsOfDebtors } from '../payments/file-payments.db.ts';
import { paymentsImported } from './events.ts';
import {
  type FileImported,
  type GivenFile,
  type ImportChoices,
  inOrder,
  NOTHING_CREATED,
  readingFacts,
} from './imported.ts';
import { lockImports } from './known-debtors.db.ts';
import { type SoughtLine, type SoughtPayments, soughtPayments } from './known-payments.db.ts';
import { paymentPayloads } from './payment-payloads.ts';
import { type PaymentPlans, planPayments } from './plan-payments.ts';
import { planReturns, type ReturnPlans } from './plan-returns.ts';
import { proposePayments } from './propose-payments.ts';
import { recordImport, tellDebtors } from './record-import.db.ts';
import { writeMoney } from './write-documents.db.ts';

/**
 * Brings a file of payments into the books. Money that names an invoice settles it; other money is a credit
 * of its payer, proposed for the item of that very amount, or waits until somebody says whose it is. A
 * negative line gives a payment back. The bank is known up to the last day of the file. The same lines again
 * change nothing.
 */
export async function importPayments(
  scope: Scope,
  file: GivenFile,
  reading: FileReading<PaymentRecord>,
  { lateStart }: ImportChoices,
): Promise<FileImported> {
  await lockImports(scope);
  const importId = scope.newId();
  const sought = await soughtPayments(scope, reading.records);
  const plans = await bookMoney(scope, sought, importId);
  const returns = await bookReturns(scope, sought);
  const payloads = paymentPayloads(importId, plans, returns);
  const stray = payloads.get(CREDITOR_CHAIN);
  payloads.delete(CREDITOR_CHAIN);
  await tellDebtors(scope, paymentsImported, payloads);
  if (stray) await append(scope, CREDITOR_CHAIN, paymentsImported, stray);
  const unmatched = await unmatchedPayments(scope, plans, sought);
  const proposed = unmatched.filter((payment) => payment.invoice !== null).length;
  const fresh = plans.booked.filter(({ known }) => known === 'no');
  const allocated = new Set([...plans.entries.allocations.values()].map((use) => use.paymentId));
  const late = plans.booked.filter(({ known, payment }) => known !== 'no' && allocated.has(payment.id));
  const changed = payloads.size > 0 || stray !== undefined;
  const covered = await coverUpTo(scope, reading.records);
  const answer: FileImported = {
    ...readingFacts(file, reading),
    kind: 'payments',
    created: { ...NOTHING_CREATED, payments: fresh.length },
    updated: returns.returned.length + late.length,
    unchanged:
      reading.records.length - fresh.length - returns.returned.length - returns.defects.length - late.length,
    nothingToClaim: 0,
    changes: returns.returned.map(({ line: { record }, used }) => ({
      line: record.line,
      document: record.invoice ?? record.reference ?? record.customer ?? '',
      field: 'payment',
      from: toDecimal(used.payment.amount),
      to: null,
      currency: used.payment.currency,
    })),
    defects: inOrder([...reading.defects, ...returns.defects]),
    needs: [],
    matched: {
      certain: fresh.length - unmatched.length,
      proposed,
      unknown: unmatched.length - proposed,
    },
    unmatched,
    ...(covered === null ? {} : { coveredUntil: toIso(covered) }),
    quarantined: false,
    import: changed ? importId : null,
  };
  if (changed) {
    await recordImport(scope, file, 'payments', answer, { importId, debtors: payloads.size, lateStart });
  }
  return answer;
}

/** The bank is known up to the last payment of the file. */
async function coverUpTo(scope: Scope, records: readonly PaymentRecord[]): Promise<Day | null> {
  let last: Day | null = null;
  for (const { paidOn } of records) if (last === null || paidOn > last) last = paidOn;
  return last === null ? null : await coverBank(scope, last, 'payments-import');
}

function isActive({ known, pending, match }: SoughtLine): boolean {
  return !known || (pending !== null && (match.invoice !== null || pending.debtorId !== match.debtorId));
}

async function bookMoney(scope: Scope, sought: SoughtPayments, importId: string): Promise<PaymentPlans> {
  const lines = sought.lines.filter((line) => line.record.amount > 0 && isActive(line));
  const standing = await paymentsOfDebtors(scope, payersOf(lines));
  const plans = planPayments(lines, sought.invoices, standing, {
    on: scope.on,
    importId,
    newId: scope.newId,
  });
  await writeMoney(scope, plans.entries);
  await claimRows(scope, plans.claims);
  await namePayers(scope, plans.payers);
  return plans;
}

async function bookReturns(scope: Scope, sought: SoughtPayments): Promise<ReturnPlans> {
  const lines = sought.lines.filter((line) => line.record.amount < 0 && !line.known);
  if (lines.length === 0) return { returned: [], defects: [] };
  const plans = planReturns(lines, await paymentsOfDebtors(scope, payersOf(lines)));
  const returns = plans.returned.map(({ line, used }) => ({
    paymentId: used.payment.id,
    on: line.record.paidOn,
    rowKey: line.rowKey,
  }));
  await markReturned(scope, returns);
  return plans;
}

function payersOf(lines: readonly SoughtLine[]): readonly string[] {
  return [...new Set(lines.flatMap(({ match }) => match.debtorId ?? []))];
}

async function unmatchedPayments(scope: Scope, plans: PaymentPlans, { debtors }: SoughtPayments) {
  const unnamed = plans.booked.filter(({ line, known }) => known === 'no' && line.match.invoice === null);
  const payers = [...new Set(unnamed.flatMap(({ payment }) => payment.debtorId ?? []))];
  const keys = new Map(debtors.map(({ id, key }) => [id, key]));
  return proposePayments(plans.booked, await balancesOn(scope, payers, scope.on), keys);
}
