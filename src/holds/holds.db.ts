import type { Day } from '../calendar/day.ts';
import { namedBytes } from '../journal/reference.ts';
import type { Scope } from '../journal/scope.ts';
import type { Cents } from '../money/cents.ts';

export type Reader = Pick<Scope, 'tx' | 'creditorId'>;

export interface PromiseRow {
  readonly id: string;
  readonly debtorId: string;
  readonly amount: Cents;
  readonly currency: string;
  readonly promisedOn: Day;
  readonly madeOn: Day;
  readonly madeBy: string | null;
}

export async function insertPromise(
  { tx, creditorId }: Reader,
  promise: PromiseRow,
  itemIds: readonly string[],
): Promise<void> {
  await tx
    .insertInto('promises')
    .values({
      creditor_id: creditorId,
      id: promise.id,
      debtor_id: promise.debtorId,
      amount_cents: promise.amount,
      currency: promise.currency,
      promised_on: promise.promisedOn,
      made_on: promise.madeOn,
      made_by: promise.madeBy,
    })
    .execute();
  await tx
    .insertInto('promise_items')
    .values(itemIds.map((id) => ({ creditor_id: creditorId, promise_id: promise.id, instalment_id: id })))
    .execute();
}

export interface DisputeRow {
  readonly id: string;
  readonly debtorId: string;
  readonly itemId: string;
  /** Null: the whole of what remains. */
  readonly amount: Cents | null;
  /** The name of the kept value. */
  readonly reason: string;
  readonly openedOn: Day;
}

export async function insertDisputes(
  { tx, creditorId }: Reader,
  disputes: readonly DisputeRow[],
): Promise<void> {
  await tx
    .insertInto('disputes')
    .values(
      disputes.map((dispute) => ({
        creditor_id: creditorId,
        id: dispute.id,
        debtor_id: dispute.debtorId,
        instalment_id: dispute.itemId,
        amount_cents: dispute.amount,
        reason_sha256: namedBytes(dispute.reason),
        opened_on: dispute.openedOn,
      })),
    )
    .execute();
}

export interface PauseRow {
  readonly id: string;
  readonly debtorId: string;
  /** Null: every item of the debtor. */
  readonly itemId: string | null;
  readonly untilDay: Day;
  /** The name of the kept value. */
  readonly reason: string;
  readonly openedOn: Day;
}

export async function insertPauses({ tx, creditorId }: Reader, pauses: readonly PauseRow[]): Promise<void> {
  await tx
    .insertInto('pauses')
    .values(
      pauses.map((pause) => ({
        creditor_id: creditorId,
        id: pause.id,
        debtor_id: pause.debtorId,
        instalment_id: pause.itemId,
        until_day: pause.untilDay,
        reason_sha256: namedBytes(pause.reason),
        opened_on: pause.openedOn,
      })),
    )
    .execute();
}

export interface PlanRow {
  readonly id: string;
  readonly debtorId: string;
  readonly currency: string;
  readonly agreedOn: Day;
  readonly items: readonly { readonly id: string; readonly balance: Cents }[];
  readonly dates: readonly { readonly dueOn: Day; readonly amount: Cents }[];
}

export async function insertPlan({ tx, creditorId }: Reader, plan: PlanRow): Promise<void> {
  const { id, debtorId, currency, agreedOn } = plan;
  await tx
    .insertInto('payment_plans')
    .values({ creditor_id: creditorId, id, debtor_id: debtorId, currency, agreed_on: agreedOn })
    .execute();
  await tx
    .insertInto('plan_items')
    .values(
      plan.items.map((item) => ({
        creditor_id: creditorId,
        plan_id: id,
        instalment_id: item.id,
        balance_cents: item.balance,
      })),
    )
    .execute();
  await tx
    .insertInto('plan_dates')
    .values(
      plan.dates.map((date, index) => ({
        creditor_id: creditorId,
        plan_id: id,
        position: index + 1,
        due_on: date.dueOn,
        amount_cents: date.amount,
      })),
    )
    .execute();
}

/** The plans that run on any of the items. */
export async function livePlansOn({ tx, creditorId }: Reader, itemIds: readonly string[]): Promise<string[]> {
  const rows = await tx
    .selectFrom('plan_items')
    .innerJoin('payment_plans', (join) =>
      join
        .onRef('payment_plans.creditor_id', '=', 'plan_items.creditor_id')
        .onRef('payment_plans.id', '=', 'plan_items.plan_id'),
    )
    .select('payment_plans.id')
    .distinct()
    .where('plan_items.creditor_id', '=', creditorId)
    .where('payment_plans.cancelled_on', 'is', null)
    .where(({ eb, fn, val }) => eb('plan_items.instalment_id', '=', fn.any(val([...itemIds]))))
    .execute();
  return rows.map((row) => row.id);
}
