import type {
  ContactDone,
  CreditorSet,
  DebtorSet,
  InvoiceEntered,
  PaymentEntered,
  ScenarioStep,
  Step,
} from './facts.ts';
import { amountText, centsOf } from './money.ts';

/** Facts written by hand, for tables: a professional debtor C001, his invoices, his money, our contacts. */
export function creditor(over: Partial<CreditorSet> = {}): CreditorSet {
  return {
    kind: 'creditor',
    on: '2026-01-05',
    minimumGapDays: null,
    bankFreshnessDays: null,
    mailboxCheck: 'off',
    approvals: 'none',
    lateStart: 'at-age',
    armed: true,
    ...over,
  };
}

export function debtor(over: Partial<DebtorSet> = {}): DebtorSet {
  return {
    kind: 'debtor',
    on: '2026-01-05',
    debtor: 'C001',
    regime: 'b2b',
    emails: [{ address: 'compta@c001.example', role: 'accounts' }],
    phone: null,
    postal: true,
    customerSince: null,
    toneCeiling: null,
    strategic: false,
    scenario: null,
    insolventOn: null,
    overIndebtedOn: null,
    deceasedOn: null,
    ...over,
  };
}

/** In as many equal instalments as it has due dates. */
export function invoice(number: string, amount: string, ...dueOn: readonly string[]): InvoiceEntered {
  const each = amountText(centsOf(amount) / BigInt(dueOn.length));
  return {
    kind: 'invoice',
    on: '2026-09-01',
    debtor: 'C001',
    invoice: number,
    currency: 'EUR',
    issuedOn: '2026-08-31',
    amount,
    instalments: dueOn.map((on, at) => ({ instalment: at + 1, dueOn: on, amount: each, retention: false })),
    terms: {
      contractRate: null,
      outsideL441: false,
      receivedOn: null,
      performedOn: null,
      collectedBy: null,
      assigned: 'no',
    },
    quarantine: null,
  };
}

export function money(
  id: string,
  amount: string,
  over: { readonly on: string; readonly receivedOn?: string; readonly invoice?: string },
): PaymentEntered {
  const { on, receivedOn = on, invoice: number = null } = over;
  const common = { debtor: 'C001', currency: 'EUR', instalment: null };
  return { kind: 'payment', id, amount, on, receivedOn, invoice: number, ...common };
}

export function contact(
  on: string,
  step: Step,
  numbers: readonly string[],
  over: { readonly answerBy?: string; readonly channel?: ScenarioStep['channel'] } = {},
): ContactDone {
  return {
    kind: 'contact',
    on,
    id: `${step} ${on}`,
    debtor: 'C001',
    currency: 'EUR',
    step,
    channel: over.channel ?? 'email',
    copies: [],
    reached: true,
    items: numbers.map((number) => ({
      item: { debtor: 'C001', invoice: number, instalment: 1 },
      step,
      completes: true,
      asked: '0.00',
    })),
    sum: null,
    answerBy: over.answerBy ?? null,
    composedOn: on,
  };
}
