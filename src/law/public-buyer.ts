import { addDays, type Day, maxDay } from '../calendar/day.ts';

/** Statutory payment delays of public buyers, in days (CCP art. L2192-10, R2192-10, R2192-11). */
export const PUBLIC_DELAYS = {
  /** State, local authorities and their public bodies. */
  general: 30,
  /** Public health establishments and the army health service. */
  health: 50,
  /** Public undertakings. */
  undertaking: 60,
} as const;

/**
 * Last day on which a public buyer pays in time: the delay runs from the receipt of the demand, or from the
 * service when it was done later (CCP art. R2192-12, R2192-13). Interest begins the day after.
 */
export function publicExpiry(
  received: Day,
  service: Day | null = null,
  delay: number = PUBLIC_DELAYS.general,
): Day {
  return addDays(maxDay(received, service), delay);
}

/**
 * Last day to pay the moratory interest and the 40 €, 45 days after the principal; beyond, they bear the
 * legal rate themselves (CCP art. R2192-36).
 */
export function publicInterestPaidBy(principalPaidOn: Day): Day {
  return addDays(principalPaidOn, 45);
}
