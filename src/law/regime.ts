/**
 * The four kinds of debtor, which decide interest, indemnity, deadlines and words:
 * `b2b` trader, company, liberal profession, active association · `b2c` consumer ·
 * `nonpro` association without professional activity, condominium, works council · `public` public buyer.
 */
export const REGIMES = ['b2b', 'b2c', 'nonpro', 'public'] as const;
export type Regime = (typeof REGIMES)[number];

/** Natural persons and non-professionals: consumer texts, no 40 €, interest only from the formal notice. */
export function isNonProfessional(regime: Regime): boolean {
  return regime === 'b2c' || regime === 'nonpro';
}
