import type { Day } from '../calendar/day.ts';
import { formatRate } from '../money/rate.ts';
import { type ContractRate, contractRateOn, contractRateWarnings } from './contract-rate.ts';
import { contractFloor, ratesOfSemester } from './rates.ts';
import { isNonProfessional, type Regime } from './regime.ts';

/** What a printed invoice says, as a person or a reader of files found it. */
export interface InvoiceMentions {
  readonly regime: Regime;
  readonly issuedOn: Day;
  readonly dueOn: Day | null;
  /**
   * The late-payment rate as worded; « taux légal » alone is `legal-times` 1; null when no rate is stated.
   */
  readonly penaltyRate: ContractRate | null;
  readonly statesIndemnity: boolean;
  /** Discount terms for early payment, or that there are none. */
  readonly statesDiscount: boolean;
  /** The creditor is a sole trader; « EI » stands beside the name. */
  readonly soleTrader: boolean;
  readonly statesSoleTrader: boolean;
}

export interface MentionDefect {
  readonly code:
    | 'due_date_missing'
    | 'penalty_rate_missing'
    | 'penalty_rate_below_floor'
    | 'indemnity_missing'
    | 'discount_missing'
    | 'sole_trader_missing'
    | 'penalty_rate_for_consumer'
    | 'indemnity_for_consumer';
  readonly rule: string;
  /** French, with the remedy. */
  readonly message: string;
}

/**
 * What an invoice lacks, or states wrongly, under C. com. art. L441-9 (INV-01). Missing words cost the
 * creditor a fine, not the interest. A consumer's invoice must not bear the professional's clauses.
 */
export function lintMentions(invoice: InvoiceMentions): readonly MentionDefect[] {
  const defects: MentionDefect[] = [];
  const found = (code: MentionDefect['code'], rule: string, message: string) =>
    defects.push({ code, rule, message });
  if (invoice.dueOn === null) {
    found(
      'due_date_missing',
      'INV-01',
      'La date de règlement manque\u00a0: ajoutez-la, elle fait courir les pénalités.',
    );
  }
  if (invoice.soleTrader && !invoice.statesSoleTrader) {
    found(
      'sole_trader_missing',
      'INV-01',
      'Ajoutez «\u00a0EI\u00a0» ou «\u00a0entrepreneur individuel\u00a0» à côté du nom.',
    );
  }
  if (isNonProfessional(invoice.regime)) return [...defects, ...consumerDefects(invoice)];
  if (invoice.penaltyRate === null) {
    found('penalty_rate_missing', 'INV-01', 'Le taux des pénalités de retard manque\u00a0: indiquez-le.');
  } else if (invoice.regime === 'b2b' && isBelowFloor(invoice.penaltyRate, invoice.issuedOn)) {
    const floor = contractFloor(ratesOfSemester(invoice.issuedOn))!;
    found(
      'penalty_rate_below_floor',
      'PEN-02',
      `Le taux des pénalités est sous le plancher de ${formatRate(floor)}\u00a0: relevez-le.`,
    );
  }
  if (!invoice.statesIndemnity) {
    found(
      'indemnity_missing',
      'INV-01',
      'L’indemnité forfaitaire de 40\u00a0€ n’est pas mentionnée\u00a0: ajoutez-la.',
    );
  }
  if (!invoice.statesDiscount) {
    found('discount_missing', 'INV-01', 'Indiquez les conditions d’escompte, ou qu’il n’y en a pas.');
  }
  return defects;
}

function isBelowFloor(clause: ContractRate, issuedOn: Day): boolean {
  const rate = contractRateOn(clause, issuedOn);
  return (
    rate !== null && contractRateWarnings(rate, issuedOn).some(({ code }) => code === 'rate_below_floor')
  );
}

function consumerDefects({ penaltyRate, statesIndemnity }: InvoiceMentions): readonly MentionDefect[] {
  const defects: MentionDefect[] = [];
  if (statesIndemnity) {
    const message = 'Retirez l’indemnité de 40\u00a0€\u00a0: elle n’est jamais due par un non-professionnel.';
    defects.push({ code: 'indemnity_for_consumer', rule: 'B2C-02', message });
  }
  if (penaltyRate && penaltyRate.kind === 'ecb-plus') {
    const message =
      'Retirez les pénalités de l’article L441-10\u00a0: elles ne visent que les professionnels.';
    defects.push({ code: 'penalty_rate_for_consumer', rule: 'B2C-01', message });
  }
  return defects;
}
