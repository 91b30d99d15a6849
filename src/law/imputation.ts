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

/** How a payment is spread over a claim, and the excess that the claim cannot take. */
export function impute(claim: Claim, payment: Cents, policy: Imputation): Claim & { readonly excess: Cents } {
  const { principal, interest, indemnity } = claim;
  let left: number = payment;
  const pay = (part: Cents): Cents => {
    const taken = cents(Math.min(left, part));
    left -= taken;
    return taken;
  };
  const excess = (): Cents => cents(left);
  // The parts of each answer stand in the order in which its policy pays them.
  switch (policy) {
    case 'interest-first':
      return {
        interest: pay(interest),
        principal: pay(principal),
        indemnity: pay(indemnity),
        excess: excess(),
      };
    case 'principal-first':
      return {
        principal: pay(principal),
        interest: pay(interest),
        indemnity: pay(indemnity),
        excess: excess(),
      };
    case 'interest-and-indemnity-first':
      return {
        interest: pay(interest),
        indemnity: pay(indemnity),
        principal: pay(principal),
        excess: excess(),
      };
  }
}
