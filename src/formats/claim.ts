import { type Day, minDay } from '../calendar/day.ts';
import { type Cents, cents, sumCents, ZERO } from '../money/cents.ts';
import { formatMoney } from '../money/format.ts';
import type { InvoiceRecord, ReceivedPayment } from './invoice.ts';
import type { PaymentMethod, StatusWord } from './vocabulary.ts';

/** What a line says of the money received for its document; null where it says nothing. */
export interface Claim {
  readonly paid: Cents | null;
  readonly open: Cents | null;
  readonly paidOn: Day | null;
  readonly statuses: readonly StatusWord[];
  readonly settled: boolean | null;
  /** Its status column is filled. */
  readonly hasStatus: boolean;
  /** The file has one row per payment: no payment on the row means none was received. */
  readonly onePaymentARow: boolean;
}

/** The payment of one row, in a file that has one row per payment. */
export interface RowPayment {
  readonly amount: Cents;
  readonly on: Day | null;
  readonly means: PaymentMethod | null;
  readonly reference: string | null;
}

/** What the money of a document is set against. */
export type Billed = Pick<InvoiceRecord, 'kind' | 'amount' | 'currency' | 'dueOn'>;

export interface SettledClaim {
  readonly payments: readonly ReceivedPayment[];
  readonly paid: Cents;
  readonly open: Cents;
  readonly problem:
    | { readonly code: 'partial_without_amount' }
    | { readonly code: 'amounts_disagree' | 'status_disagrees'; readonly detail: string }
    | null;
}

/**
 * What was received for a document. Amounts win over statuses; among amounts that disagree the smallest
 * balance wins, for asking too little is repaired, asking what was paid is not. Money without a date is
 * taken as received on the due date, or today if earlier.
 */
export function settleClaim(
  core: Billed,
  claim: Claim,
  rows: readonly RowPayment[],
  today: Day,
): SettledClaim {
  const fromRows = claim.onePaymentARow ? sumCents(rows.map((row) => row.amount)) : null;
  const said = [
    fromRows,
    claim.paid === null ? null : likeAmount(core, claim.paid),
    claim.open === null ? null : cents(core.amount - likeOpen(core, claim.open)),
  ].filter((amount) => amount !== null);
  const paid = said.length > 0 ? mostReceived(core, said) : fromStatus(core, claim);
  if (paid === null)
    return { payments: [], paid: ZERO, open: core.amount, problem: { code: 'partial_without_amount' } };
  const open = cents(core.amount - paid);
  const assumed = core.dueOn === null ? today : minDay(core.dueOn, today);
  return {
    payments: datedPayments(rows, cents(paid - (fromRows ?? 0)), claim.paidOn, assumed),
    paid,
    open,
    problem: said.some((amount) => amount !== said[0])
      ? { code: 'amounts_disagree', detail: `solde retenu ${formatMoney(open, core.currency)}` }
      : statusProblem(claim, paid, open, core.currency),
  };
}

/** Tools write what was used of a credit note with either sign. */
function likeAmount(core: Billed, value: Cents): Cents {
  return core.kind === 'credit_note' ? cents(-Math.abs(value)) : value;
}

function likeOpen(core: Billed, value: Cents): Cents {
  return core.kind === 'credit_note' ? cents(-Math.abs(value)) : value;
}

function mostReceived(core: Billed, amounts: readonly Cents[]): Cents {
  return cents(core.kind === 'credit_note' ? Math.min(...amounts) : Math.max(...amounts));
}

/** With no amount to go by: paid in full, not at all, or null for a part that nobody names. */
function fromStatus(core: Billed, claim: Claim): Cents | null {
  if (claim.statuses.includes('paid') || claim.settled === true) return core.amount;
  return claim.statuses.includes('partial') ? null : ZERO;
}

function statusProblem(claim: Claim, paid: Cents, open: Cents, currency: string): SettledClaim['problem'] {
  const { statuses, settled } = claim;
  const saysPaid = statuses.includes('paid') || settled === true;
  const contradicted =
    (saysPaid && open !== 0) ||
    (statuses.includes('late') && open === 0) ||
    (statuses.includes('partial') && (open === 0 || paid === 0));
  if (!contradicted) return null;
  return { code: 'status_disagrees', detail: `reste dû ${formatMoney(open, currency)}` };
}

const NONE: readonly ReceivedPayment[] = [];

function datedPayments(
  rows: readonly RowPayment[],
  rest: Cents,
  paidOn: Day | null,
  assumed: Day,
): readonly ReceivedPayment[] {
  if (rows.length === 0 && rest === 0) return NONE;
  const dated = (on: Day | null): Pick<ReceivedPayment, 'on' | 'dated'> =>
    on === null ? { on: assumed, dated: 'assumed' } : { on, dated: 'file' };
  const payments = rows.map(({ amount, on, means, reference }): ReceivedPayment => {
    return { ...dated(on), amount, means, reference };
  });
  if (rest !== 0) payments.push({ ...dated(paidOn), amount: rest, means: null, reference: null });
  return payments;
}
