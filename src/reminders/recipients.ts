import { type StepKey, stepRank } from '../scenarios/steps.ts';

/** An address of the debtor that may receive a reminder. */
export interface EmailFacts {
  readonly address: string;
  readonly name: string;
  readonly role: string;
}

/**
 * Roles a text is addressed to, by step: pressure rises within the debtor's own house, and never leaves it.
 */
function rolesAt(step: StepKey): readonly string[] {
  if (stepRank(step) >= stepRank('formal-notice')) return ['legal-representative', 'executive', 'accounts'];
  if (stepRank(step) >= stepRank('reminder-3')) return ['accounts', 'decision-maker', 'executive'];
  if (stepRank(step) >= stepRank('reminder-2')) return ['accounts', 'decision-maker'];
  return ['accounts'];
}

/** Who receives a step: the roles it names, else whoever is known; each address once. */
export function recipientsAt(step: StepKey, emails: readonly EmailFacts[]): readonly EmailFacts[] {
  const roles = rolesAt(step);
  const named = emails.filter(({ role }) => roles.includes(role));
  const seen = new Set<string>();
  return (named.length > 0 ? named : emails).filter(({ address }) => {
    const key = address.toLowerCase();
    return !seen.has(key) && seen.add(key);
  });
}
