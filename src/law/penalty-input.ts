import type { Day } from '../calendar/day.ts';
import { formatDay } from '../calendar/french.ts';
import type { Cents } from '../money/cents.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import type { RateTerms } from './applicable-rate.ts';
import type { Imputation } from './imputation.ts';
import type { DayCount } from './interest.ts';

/** A dated sum received for the claim; its day is the last one counted on what it pays. */
export interface DatedPayment {
  readonly on: Day;
  readonly amount: Cents;
}

/**
 * A credit note lowers the principal: from its day, or from the origin when it corrects the invoice itself.
 */
export interface DatedCreditNote extends DatedPayment {
  readonly fromOrigin: boolean;
}

/** One claim and all that happened to it. Amounts in cents including VAT, days civil. */
export interface PenaltyInput extends RateTerms {
  readonly principal: Cents;
  /** Last day without penalty: the due date, or the end of a public buyer's delay (`publicExpiry`). */
  readonly due: Day;
  /** Last counted day: the day the creditor has the money, or the day of the computation. */
  readonly until: Day;
  readonly imputation: Imputation;
  readonly payments?: readonly DatedPayment[];
  readonly creditNotes?: readonly DatedCreditNote[];
  /** The day the formal notice reached a consumer or a non-professional: interest runs from the day after. */
  readonly notice?: Day | null;
  /** Opening judgment: nothing accrues from that day on (C. com. art. L622-28). */
  readonly insolvencyOn?: Day | null;
  readonly dayCount?: DayCount;
  /**
   * No 40 €: matter out of L441-10 (commercial lease, insurance), or already counted on another instalment.
   */
  readonly indemnityExcluded?: boolean;
  /** C. civ. art. 1343-2: at each anniversary of `from`, unpaid interest bears interest. Off unless given. */
  readonly capitalisation?: { readonly basis: 'contract' | 'judgment'; readonly from: Day } | null;
}

/**
 * What no computation can take: negative sums, dates that cannot be. `until` on or before `due` is no error.
 */
export function checkPenaltyInput(input: PenaltyInput): Refusal | null {
  if (input.principal < 0) {
    return refuse('amount_invalid', 'Le montant dû ne peut pas être négatif.', { field: 'principal' });
  }
  if (input.notice != null && input.notice < input.due) {
    return refuse(
      'date_order',
      `Une mise en demeure reçue le ${formatDay(input.notice)}, avant l’échéance ` +
        `du ${formatDay(input.due)}, ne fait rien courir\u00a0: vérifiez les deux dates.`,
      { field: 'notice' },
    );
  }
  return (
    checkMovements(input.payments, input, 'payments') ??
    checkMovements(input.creditNotes, input, 'creditNotes')
  );
}

function checkMovements(
  movements: readonly DatedPayment[] | undefined,
  input: PenaltyInput,
  field: 'payments' | 'creditNotes',
): Refusal | null {
  if (!movements) return null;
  const [a, the] = field === 'payments' ? ['Un paiement', 'Le paiement'] : ['Un avoir', 'L’avoir'];
  for (const { on, amount } of movements) {
    if (amount <= 0) {
      return refuse('amount_invalid', `${a} est un montant supérieur à zéro.`, { field });
    }
    if (on > input.until) {
      return refuse(
        'date_order',
        `${the} du ${formatDay(on)} est postérieur au dernier jour compté, ` +
          `le ${formatDay(input.until)}\u00a0: retirez-le ou repoussez ce jour.`,
        { field },
      );
    }
  }
  return null;
}
