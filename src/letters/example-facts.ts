import { addDays, iso } from '../calendar/day.ts';
import type { Regime } from '../law/regime.ts';
import { cents, ZERO } from '../money/cents.ts';
import type { StepKey } from '../scenarios/steps.ts';
import type { CreditorIdentity, DebtorIdentity, LetterFacts, LetterItem } from './letter-facts.ts';
import type { NoticeParties, PromiseFacts, ReceiptFacts, StatementFacts } from './notice-facts.ts';

/** Facts of every kind of text. */
export interface TextFacts {
  readonly letter: LetterFacts;
  readonly promise: PromiseFacts;
  readonly receipt: ReceiptFacts;
  readonly statement: StatementFacts;
}

const ON = iso('2026-11-16');
const DUE = iso('2026-09-30');

const CREDITOR: CreditorIdentity = {
  name: 'Société d’exemple',
  legalForm: 'SAS',
  capital: cents(1_000_000),
  siren: '732829320',
  rcs: 'Lyon',
  vatNumber: null,
  address: { lines: ['1 rue de l’Exemple'], postcode: '69003', city: 'Lyon', country: 'FR' },
  email: 'compta@exemple.example',
  phone: '+33472000000',
  iban: 'FR7630006000011234567890189',
  bic: 'AGRIFRPP',
  accountHolder: 'SOCIETE D EXEMPLE',
  signatory: { name: 'Camille Exemple', role: 'Gérance', signature: null },
  ibanChangedOn: null,
  soleTrader: false,
  inLiquidation: false,
};

const ITEM: LetterItem = {
  number: 'F-0001',
  instalment: null,
  retention: false,
  invoiceAmount: cents(120_000),
  retained: null,
  issuedOn: iso('2026-08-31'),
  dueOn: DUE,
  description: 'Prestation d’exemple',
  amount: cents(120_000),
  settled: ZERO,
  paid: ZERO,
  disputed: ZERO,
  deferred: ZERO,
  balance: cents(120_000),
  daysLate: ON - DUE,
  step: 'reminder-1',
  claims: false,
  reminders: [],
  order: 'BC-1',
  commitment: null,
  deliveredOn: iso('2026-08-28'),
  receivedOn: null,
  chorus: null,
  assignee: null,
  interest: [],
  indemnity: ZERO,
  claimedBefore: ZERO,
  legalFromNotice: false,
  perDay: ZERO,
};

/**
 * One invoice of an invented debtor, for trying a text that a person wrote: the names of its variables are
 * those of any other facts.
 */
export function exampleFacts(
  step: StepKey,
  regime: Regime,
  language: 'fr' | 'en',
  planned: boolean,
): TextFacts {
  const parties = partiesOf(regime, language);
  const item = { ...ITEM, step };
  const letter: LetterFacts = {
    ...parties,
    step,
    profile: 'standard',
    answerBy: step === 'formal-notice' ? addDays(ON, 37) : addDays(ON, 8),
    demanded: [item],
    others: [],
    notYetDue: [],
    credits: [],
    penaltyMode: 'none',
    toPay: item.balance,
    freshUntil: addDays(ON, -1),
    calls: [],
    attachments: [],
    tracking: null,
    customerYears: null,
    planDate: planned
      ? {
          planId: '',
          position: 1,
          count: 3,
          dueOn: addDays(ON, 4),
          amount: item.balance,
          open: item.balance,
        }
      : null,
  };
  return { letter, ...exampleNotices(parties) };
}

/**
 * Facts of the texts outside the steps: an exchange, a payment and an account of example, between real
 * parties.
 */
export function exampleNotices(parties: NoticeParties): Omit<TextFacts, 'letter'> {
  const { balance: amount, number } = ITEM;
  return {
    promise: {
      ...parties,
      exchange: { on: parties.on, with: null },
      items: [ITEM],
      amount,
      promisedOn: addDays(parties.on, 4),
      means: 'transfer',
    },
    receipt: {
      ...parties,
      amount,
      creditedOn: parties.on,
      means: 'transfer',
      subjectToCollection: false,
      allocations: [{ number, amount, remaining: ZERO }],
      accessories: null,
    },
    statement: { ...parties, due: [ITEM], notYetDue: [], credits: [], freshUntil: parties.on },
  };
}

function partiesOf(regime: Regime, language: 'fr' | 'en'): Omit<NoticeParties, 'handler'> {
  const debtor: DebtorIdentity = {
    name: 'Client d’exemple',
    legalForm: null,
    siren: null,
    regime,
    naturalPerson: regime === 'b2c',
    address: { lines: ['2 rue de l’Exemple'], postcode: '38000', city: 'Grenoble', country: 'FR' },
    contactName: null,
    serviceCode: null,
  };
  return { language, on: ON, creditor: CREDITOR, debtor, currency: 'EUR' };
}
