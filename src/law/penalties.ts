import { addDays, addYears, civil, type Day, dayOf, iso, maxDay, minDay, toIso } from '../calendar/day.ts';
import { formatDay } from '../calendar/french.ts';
import { startOf } from '../calendar/semester.ts';
import { type Cents, cents, ZERO } from '../money/cents.ts';
import { formatMoney, toDecimal } from '../money/format.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { bearsLegalInterest, figureThatGives, rateOn, semesterThatGives } from './applicable-rate.ts';
import { contractRateWarnings } from './contract-rate.ts';
import { impute } from './imputation.ts';
import { interestOf, yearLength } from './interest.ts';
import { checkPenaltyInput, type PenaltyInput } from './penalty-input.ts';
import { ratesOfSemester } from './rates.ts';
import { entryCommand, missingRates } from './rates-to-enter.ts';
import { isNonProfessional } from './regime.ts';
import type { InterestSegment } from './segment.ts';
import type { Warning } from './warning.ts';

/** The flat recovery indemnity, once per late invoice (C. com. art. D441-5; CCP art. D2192-35). */
const FLAT_INDEMNITY = cents(4000);
/** Claims that fell due from this day bear it (decree 2012-1115). */
const FLAT_INDEMNITY_SINCE = iso('2013-01-01');

/** What a claim has come to on `until`: the printed lines and what is left of each part. */
export interface PenaltyStatement {
  readonly segments: readonly InterestSegment[];
  /** Sum of the segments, paid or not. */
  readonly interestAccrued: Cents;
  /** Interest still unpaid. */
  readonly interest: Cents;
  /** Flat indemnity still unpaid. */
  readonly indemnity: Cents;
  readonly remainingPrincipal: Cents;
  /** remainingPrincipal + interest + indemnity. */
  readonly total: Cents;
  /**
   * Interest of the day after `until`; zero when none runs or when its rate is unknown (then a warning says
   * so).
   */
  readonly perDay: Cents;
  readonly warnings: readonly Warning[];
}

interface Movement {
  readonly on: Day;
  readonly kind: 'credit-note' | 'payment' | 'capitalisation';
  readonly amount: Cents;
}

/** The claim while its days are walked through. */
interface Ledger {
  readonly input: PenaltyInput;
  /** First and last day that bear interest; null when none does. */
  readonly window: { readonly from: Day; readonly to: Day } | null;
  readonly segments: InterestSegment[];
  readonly warnings: Warning[];
  principal: Cents;
  interest: Cents;
  /** The part of `interest` that bears interest itself. */
  capitalised: Cents;
  indemnity: Cents;
  accrued: Cents;
}

/**
 * Interest and flat indemnity of one claim up to `until`, by the debtor's regime: one rounded line per
 * semester, payment, credit note and change of rate. Refuses `rate_missing` (names the semester),
 * `amount_invalid`, `date_order`, `payment_exceeds_claim`. See docs/law PEN-01…07, IND-01, B2C-01, PUB-03,
 * IMP-01, COL-02.
 */
export function statementOfPenalties(input: PenaltyInput): PenaltyStatement | Refusal {
  const invalid = checkPenaltyInput(input);
  if (invalid) return invalid;
  const ledger: Ledger = {
    input,
    window: interestWindow(input),
    segments: [],
    warnings: [],
    principal: input.principal,
    interest: ZERO,
    capitalised: ZERO,
    indemnity: ZERO,
    accrued: ZERO,
  };
  const refusal = walk(ledger);
  if (refusal) return refusal;
  warnOfRegime(ledger);
  const perDay = interestOfNextDay(ledger);
  return {
    segments: ledger.segments,
    interestAccrued: ledger.accrued,
    interest: ledger.interest,
    indemnity: ledger.indemnity,
    remainingPrincipal: ledger.principal,
    total: cents(ledger.principal + ledger.interest + ledger.indemnity),
    perDay,
    warnings: ledger.warnings,
  };
}

/** From the day after due (or after the notice) to `until`, cut the day before an opening judgment. */
function interestWindow(input: PenaltyInput): Ledger['window'] {
  const { due, until, notice, insolvencyOn } = input;
  const byNotice = bearsLegalInterest(input);
  if (until <= due || (byNotice && notice == null)) return null;
  const from = addDays(byNotice ? maxDay(due, notice) : due, 1);
  return { from, to: insolvencyOn == null ? until : minDay(until, addDays(insolvencyOn, -1)) };
}

/** Takes the movements in their order, counting the days between them. */
function walk(ledger: Ledger): Refusal | null {
  const { input, window } = ledger;
  const movements = movementsOf(input);
  let cursor = window ? window.from : input.until;
  let earned = false;
  for (const movement of movements) {
    if (!earned && movement.on > input.due) {
      earned = true;
      ledger.indemnity = flatIndemnity(ledger);
    }
    if (window) {
      const refusal = accrue(ledger, cursor, minDay(window.to, movement.on));
      if (refusal) return refusal;
      cursor = maxDay(cursor, addDays(movement.on, 1));
    }
    const refusal = take(ledger, movement);
    if (refusal) return refusal;
  }
  if (!earned) ledger.indemnity = flatIndemnity(ledger);
  return window && accrue(ledger, cursor, window.to);
}

const RANK = { 'credit-note': 0, payment: 1, capitalisation: 2 } as const;

/** Credit notes first among those of one day: they make the claim that the payments of that day meet. */
function movementsOf(input: PenaltyInput): readonly Movement[] {
  const { payments, creditNotes, capitalisation } = input;
  if (!payments?.length && !creditNotes?.length && !capitalisation) return [];
  const movements: Movement[] = [];
  for (const { on, amount, fromOrigin } of creditNotes ?? []) {
    movements.push({ on: fromOrigin ? minDay(on, input.due) : on, kind: 'credit-note', amount });
  }
  for (const { on, amount } of payments ?? []) movements.push({ on, kind: 'payment', amount });
  if (capitalisation) {
    for (let year = 1; ; year += 1) {
      const on = addYears(capitalisation.from, year);
      if (on > input.until) break;
      movements.push({ on, kind: 'capitalisation', amount: ZERO });
    }
  }
  return movements.sort((a, b) => a.on - b.on || RANK[a.kind] - RANK[b.kind]);
}

/** Once the due day is over with something of the principal unpaid: by right, whatever is paid later. */
function flatIndemnity({ input, principal }: Ledger): Cents {
  const { due, until, regime, insolvencyOn, indemnityExcluded } = input;
  if (until <= due || principal <= 0 || indemnityExcluded || isNonProfessional(regime)) return ZERO;
  // An opening judgment that forbade payment on the due date excludes it (last sentence of L441-10 II).
  if (due < FLAT_INDEMNITY_SINCE || (insolvencyOn != null && insolvencyOn <= due)) return ZERO;
  return FLAT_INDEMNITY;
}

/** Prints a line for each run of days with one rate; nothing while nothing is left to bear interest. */
function accrue(ledger: Ledger, from: Day, to: Day): Refusal | null {
  const { input } = ledger;
  const base = cents(ledger.principal + ledger.capitalised);
  if (base <= 0) return null;
  const dayCount = input.dayCount ?? '365';
  for (let first = from; first <= to; ) {
    const found = rateOn(input, first);
    if (!found) return rateMissing(input, first);
    let last = minDay(found.through, to);
    if (dayCount === 'actual') last = minDay(last, dayOf(civil(first).year, 12, 31));
    if (found.rule === 'PEN-02') warnOnce(ledger, contractRateWarnings(found.rate, first));
    const days = last - first + 1;
    const amount = interestOf(base, found.rate, days, yearLength(first, dayCount));
    const { rate, rule, source } = found;
    ledger.segments.push({ from: first, to: last, days, rate, base, amount, rule, source });
    ledger.accrued = cents(ledger.accrued + amount);
    ledger.interest = cents(ledger.interest + amount);
    first = addDays(last, 1);
  }
  return null;
}

function rateMissing(input: PenaltyInput, on: Day): Refusal {
  const semester = semesterThatGives(input, on);
  const lacking = missingRates(ratesOfSemester(startOf(semester)));
  const command = lacking.missing.includes(figureThatGives(input)) ? entryCommand(lacking) : null;
  const entered = command === null ? '' : `saisissez-le («\u00a0${command}\u00a0»), ou `;
  const message = `Le taux du semestre ${semester} n’est pas connu\u00a0: ${entered}arrêtez le calcul avant ce semestre.`;
  return refuse('rate_missing', message, { semester });
}

/** Applies a movement at the end of its day. */
function take(ledger: Ledger, { on, kind, amount }: Movement): Refusal | null {
  if (kind === 'capitalisation') {
    ledger.capitalised = ledger.interest;
    return null;
  }
  const taken =
    kind === 'payment'
      ? impute(ledger, amount, ledger.input.imputation)
      : { principal: cents(Math.min(amount, ledger.principal)), interest: ZERO, indemnity: ZERO };
  const excess = cents(amount - taken.principal - taken.interest - taken.indemnity);
  if (excess > 0) {
    return refuse(
      'payment_exceeds_claim',
      `${kind === 'payment' ? 'Le paiement' : 'L’avoir'} du ${formatDay(on)} dépasse ` +
        `de ${formatMoney(excess)} ce qui reste dû ce jour-là\u00a0: affectez l’excédent ailleurs.`,
      { on: toIso(on), amount: toDecimal(amount), excess: toDecimal(excess) },
    );
  }
  ledger.principal = cents(ledger.principal - taken.principal);
  ledger.interest = cents(ledger.interest - taken.interest);
  ledger.indemnity = cents(ledger.indemnity - taken.indemnity);
  ledger.capitalised = cents(Math.min(ledger.capitalised, ledger.interest));
  return null;
}

/** One more day on what remains: what « par jour de retard supplémentaire » prints. */
function interestOfNextDay(ledger: Ledger): Cents {
  const { input, window } = ledger;
  const next = addDays(input.until, 1);
  const base = cents(ledger.principal + ledger.capitalised);
  if (base <= 0 || !window || next < window.from) return ZERO;
  if (input.insolvencyOn != null && input.insolvencyOn <= next) return ZERO;
  const found = rateOn(input, next);
  if (!found) {
    const semester = semesterThatGives(input, next);
    warnOnce(ledger, [
      {
        code: 'rate_missing',
        message: `Taux du ${semester} inconnu\u00a0: le montant par jour supplémentaire n’est pas donné.`,
      },
    ]);
    return ZERO;
  }
  return interestOf(base, found.rate, 1, yearLength(next, input.dayCount ?? '365'));
}

function warnOfRegime(ledger: Ledger): void {
  const { input } = ledger;
  const byNotice = bearsLegalInterest(input);
  if (byNotice && input.notice == null) {
    warnOnce(ledger, [
      {
        code: 'notice_missing',
        message: 'Sans mise en demeure reçue, aucun intérêt ne court (C.\u00a0civ. art. 1231-6).',
      },
    ]);
  }
  if (input.contractRate && (byNotice || input.regime === 'public')) {
    warnOnce(ledger, [
      {
        code: 'contract_rate_ignored',
        message:
          'Le taux convenu n’est pas appliqué\u00a0: ' +
          (byNotice ? 'seul le taux légal court ici.' : 'le taux d’un acheteur public est fixé par décret.'),
      },
    ]);
  }
  if (input.judgment && !byNotice) {
    warnOnce(ledger, [
      {
        code: 'judgment_ignored',
        message:
          'Les cinq points du CMF art. L313-3 majorent le seul taux légal\u00a0: rien n’est ajouté ici.',
      },
    ]);
  }
  if (input.capitalisation && isNonProfessional(input.regime)) {
    warnOnce(ledger, [
      {
        code: 'capitalisation_consumer',
        message: 'La capitalisation contre un non-professionnel est contestée\u00a0: à faire vérifier.',
      },
    ]);
  }
  if (input.insolvencyOn != null && input.payments?.some(({ on }) => on >= input.insolvencyOn!)) {
    warnOnce(ledger, [
      {
        code: 'payment_after_insolvency',
        message:
          'Un paiement reçu après le jugement d’ouverture peut être annulé (C.\u00a0com. art. L622-7).',
      },
    ]);
  }
}

function warnOnce(ledger: Ledger, warnings: readonly Warning[]): void {
  for (const warning of warnings) {
    if (!ledger.warnings.some(({ message }) => message === warning.message)) ledger.warnings.push(warning);
  }
}
