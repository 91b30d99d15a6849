import { type Cents, cents } from '../money/cents.ts';

/**
 * What a partial payment extinguishes first. `interest-first` is the statute (C. civ. art. 1343-1);
 * `principal-first` a favour of the creditor; the rank of the 40 € is unsettled, hence the third.
 */
export const IMPUTATIONS = ['interest-first', 'principal-first', 'interest-and-indemnity-first'] as const;
export type Imputation = (typeof IMPUTATIONS)[number];

export interface Claim {
  readonly principal: Cents;
  readonly interest: Cents;
  readonly indemnity: Cents;
}

type Part = keyof Claim;

const ORDERS: Readonly<Record<Imputation, readonly [Part, Part, Part]>> = {
  'interest-first': ['interest', 'principal', 'indemnity'],
  'principal-first': ['principal', 'interest', 'indemnity'],
  'interest-and-indemnity-first': ['interest', 'indemnity', 'principal'],
};

/** How a payment is spread over a claim, and the excess that the claim cannot take. */
export function impute(claim: Claim, payment: Cents, policy: Imputation): Claim & { readonly excess: Cents } {
  const taken = { principal: cents(0), interest: cents(0), indemnity: cents(0) };
  let left: number = payment;
  for (const part of ORDERS[policy]) {
    taken[part] = cents(Math.min(left, claim[part]));
    left -= taken[part];
  }
  return { ...taken, excess: cents(left) };
}
