import { iso } from '../../src/calendar/day.ts';
import { NO_HOLDS } from '../../src/holds/suspension.ts';
import { cents } from '../../src/money/cents.ts';
import type { ContactFacts, CreditorFacts, DebtorFacts, ItemFacts } from '../../src/reminders/facts.ts';
import type { StepKey } from '../../src/scenarios/steps.ts';

/**
 * Facts for tests of the decision: a plain professional debtor whose books are in order, changed where a test
 * says so.
 */
export function creditorFacts(over: Partial<CreditorFacts> = {}): CreditorFacts {
  return {
    minimumGapDays: 5,
    bankFreshnessDays: null,
    mailboxCheck: 'off',
    approvals: 'none',
    freshUntil: null,
    mailboxReadUntil: null,
    trustedFirstReminders: 0,
    ...over,
  };
}

export function debtorFacts(items: readonly ItemFacts[], over: Partial<DebtorFacts> = {}): DebtorFacts {
  return {
    id: 'debtor-1',
    key: 'C001',
    name: 'Menuiserie Brûlé',
    regime: 'b2b',
    emails: [{ address: 'compta@brule.example', name: '', role: 'accounts' }],
    phone: null,
    postal: true,
    postalLine: '3 rue des Acacias, 06000 Nice',
    toneCeiling: null,
    strategic: false,
    customerSince: null,
    ownerName: null,
    scenarioKey: null,
    insolvencyOn: null,
    overIndebtedOn: null,
    deceasedOn: null,
    litigation: null,
    items,
    credits: [],
    contacts: [],
    ...over,
  };
}

export function itemFacts(over: Partial<ItemFacts> & { readonly due?: string } = {}): ItemFacts {
  const { due = '2026-09-30', ...facts } = over;
  return {
    id: 'item-1',
    number: 'F-1',
    currency: 'EUR',
    dueOn: iso(due),
    balance: cents(120_000),
    holds: NO_HOLDS,
    collected: false,
    assigned: 'no',
    retention: false,
    copyBytes: 0,
    releasedOn: iso('2026-01-05'),
    lateStart: 'at-age',
    skipped: [],
    pending: null,
    ...facts,
  };
}

export function contactFacts(
  on: string,
  step: StepKey,
  items: readonly string[],
  over: Partial<ContactFacts> = {},
): ContactFacts {
  return {
    on: iso(on),
    step,
    channel: 'email',
    currency: 'EUR',
    counts: step !== 'pre-due',
    written: true,
    answerBy: null,
    items: items.map((id) => ({ id, step })),
    deduction: null,
    registered: null,
    ...over,
  };
}
