import { type Day, toIso } from '../calendar/day.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { append } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { type Cents, sumCents } from '../money/cents.ts';
import { formatMoney, toDecimal } from '../money/format.ts';
import { shortId } from '../platform/ids.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { planAgreed } from './events.ts';
import { type HeldItems, lockHeldItems } from './held-items.db.ts';
import { HOLD_KINDS } from './hold-ends.db.ts';
import { insertPlan, livePlansOn } from './holds.db.ts';

export interface PlanDate {
  readonly dueOn: Day;
  readonly amount: Cents;
}

export interface PlanAgreed {
  readonly id: string;
  readonly held: HeldItems;
  readonly dates: readonly PlanDate[];
}

/**
 * Both agree on dates at which all that remains of the invoices is paid: nothing is sent about them while
 * every date is kept, two business days included. Refusals: those of the items, `date_order`,
 * `plan_sum_differs`, `plan_exists`.
 */
export async function agreePlan(
  scope: Scope,
  entry: { readonly invoices: readonly Invoice[]; readonly dates: readonly PlanDate[] },
): Promise<PlanAgreed | Refusal> {
  const dates = [...entry.dates].sort((a, b) => a.dueOn - b.dueOn);
  const problem = datesProblem(dates, scope.on);
  if (problem) return problem;
  const held = await lockHeldItems(scope, entry.invoices, null);
  if (isRefusal(held)) return held;
  const sum = sumCents(dates.map((date) => date.amount));
  if (sum !== held.total) return sumDiffers(sum, held);
  const running = await livePlansOn(
    scope,
    held.items.map((item) => item.id),
  );
  if (running.length > 0) return planExists(running);
  const id = scope.newId();
  const { debtorId, currency } = held;
  const items = held.items.map((item) => ({ id: item.id, balance: item.balance }));
  await insertPlan(scope, { id, debtorId, currency, agreedOn: scope.on, items, dates });
  await append(scope, debtorId, planAgreed, {
    plan: id,
    items: items.map((item) => ({ item: item.id, balanceCents: item.balance })),
    dates: dates.map((date) => ({ dueOn: toIso(date.dueOn), cents: date.amount })),
  });
  return { id, held, dates };
}

function datesProblem(dates: readonly PlanDate[], on: Day): Refusal | null {
  const [first] = dates;
  if (!first) {
    return refuse('option_missing', 'Donnez chaque échéance avec «\u00a0--date AAAA-MM-JJ=MONTANT\u00a0».', {
      option: 'date',
    });
  }
  if (first.dueOn < on) {
    return refuse('date_order', 'La première échéance de l’échéancier est déjà passée.', {
      date: toIso(first.dueOn),
    });
  }
  const twice = dates.find((date, index) => dates[index + 1]?.dueOn === date.dueOn);
  if (!twice) return null;
  return refuse('date_order', 'Deux échéances tombent le même jour\u00a0: réunissez-les.', {
    date: toIso(twice.dueOn),
  });
}

function planExists(running: readonly string[]): Refusal {
  const plans = running.map((plan) => shortId(HOLD_KINDS.plan.short, plan));
  return refuse(
    'plan_exists',
    `Un échéancier court déjà sur ces factures\u00a0: annulez-le d’abord («\u00a0relance plan-payments cancel ${plans[0]}\u00a0»).`,
    { plans },
  );
}

function sumDiffers(sum: Cents, held: HeldItems): Refusal {
  const { total, currency } = held;
  return refuse(
    'plan_sum_differs',
    `Les échéances font ${formatMoney(sum, currency)} et il reste dû ${formatMoney(total, currency)}\u00a0: les deux doivent être égaux.`,
    { sum: toDecimal(sum), owed: toDecimal(total) },
  );
}
