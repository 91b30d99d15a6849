import { addDays, type Day, daysBetween, iso } from '../../src/calendar/day.ts';
import { interestOf } from '../../src/law/interest.ts';
import { isNonProfessional, type Regime } from '../../src/law/regime.ts';
import type { InterestSegment } from '../../src/law/segment.ts';
import type {
  CreditorIdentity,
  DebtorIdentity,
  LetterFacts,
  LetterItem,
} from '../../src/letters/letter-facts.ts';
import { cents, sumCents } from '../../src/money/cents.ts';
import { basisPoints } from '../../src/money/rate.ts';
import { type StepKey, stepRank } from '../../src/scenarios/steps.ts';

/**
 * The texts of this folder are read on these days: an invoice due on 30 September 2026, then one step after
 * the other.
 */
export const DAY_OF: Record<StepKey, Day> = {
  'pre-due': iso('2026-09-25'),
  contact: iso('2026-10-01'),
  'reminder-1': iso('2026-10-07'),
  'reminder-2': iso('2026-10-15'),
  'reminder-3': iso('2026-10-30'),
  'reminder-3-bis': iso('2026-11-09'),
  'formal-notice': iso('2026-11-16'),
  route: iso('2026-12-02'),
};

const ANSWER_BY: Partial<Record<StepKey, Day>> = {
  'reminder-1': iso('2026-10-13'),
  'reminder-2': iso('2026-10-23'),
  'reminder-3': iso('2026-11-09'),
  'reminder-3-bis': iso('2026-11-17'),
};

const NOTICE_BY: Record<Regime, Day> = {
  b2b: iso('2026-12-01'),
  b2c: iso('2026-12-08'),
  nonpro: iso('2026-12-08'),
  public: iso('2026-12-23'),
};

export const CREDITOR: CreditorIdentity = {
  name: 'Ateliers Lefèvre & Fils',
  legalForm: 'SAS',
  capital: cents(5_000_000),
  siren: '732829320',
  rcs: 'Lyon',
  vatNumber: 'FR44732829320',
  address: { lines: ['12 rue de l’Église'], postcode: '69003', city: 'Lyon', country: 'FR' },
  email: 'compta@lefevre.example',
  phone: '+33472000000',
  iban: 'FR7630006000011234567890189',
  bic: 'AGRIFRPP',
  accountHolder: 'ATELIERS LEFEVRE ET FILS',
  signatory: { name: 'Claire Lefèvre', role: 'Gérante', signature: null },
  ibanChangedOn: null,
  soleTrader: false,
  inLiquidation: false,
};

export const DEBTORS: Record<Regime, DebtorIdentity> = {
  b2b: {
    name: 'Boulangerie Martin',
    legalForm: 'SARL',
    siren: '552100554',
    regime: 'b2b',
    naturalPerson: false,
    address: { lines: ['8 place du Marché'], postcode: '38000', city: 'Grenoble', country: 'FR' },
    contactName: 'Madame Martin',
    serviceCode: null,
  },
  b2c: {
    name: 'Monsieur Jean Petit',
    legalForm: null,
    siren: null,
    regime: 'b2c',
    naturalPerson: true,
    address: {
      lines: ['Bâtiment B, appartement 12', '27 avenue des Lilas'],
      postcode: '69100',
      city: 'Villeurbanne',
      country: 'FR',
    },
    contactName: 'Monsieur Petit',
    serviceCode: null,
  },
  nonpro: {
    name: 'Syndicat des copropriétaires Les Tilleuls',
    legalForm: null,
    siren: null,
    regime: 'nonpro',
    naturalPerson: false,
    address: { lines: ['3 rue des Tilleuls'], postcode: '69500', city: 'Bron', country: 'FR' },
    contactName: null,
    serviceCode: null,
  },
  public: {
    name: 'Commune de Saint-Aubin-sur-Isère',
    legalForm: null,
    siren: '213800001',
    regime: 'public',
    naturalPerson: false,
    address: {
      lines: ['Hôtel de ville', '1 place de la Mairie'],
      postcode: '38420',
      city: 'Saint-Aubin-sur-Isère',
      country: 'FR',
    },
    contactName: null,
    serviceCode: 'TECH01',
  },
};

export function sampleItem(
  over: Partial<LetterItem> & { readonly on: Day; readonly regime: Regime; readonly step: StepKey },
): LetterItem {
  const { on, regime, ...rest } = over;
  const dueOn = rest.dueOn ?? iso('2026-09-30');
  const amount = rest.amount ?? cents(120_000);
  const settled = rest.settled ?? cents(0);
  const disputed = rest.disputed ?? cents(0);
  const deferred = rest.deferred ?? cents(0);
  const balance = cents(amount - settled - disputed - deferred);
  const days = daysBetween(dueOn, on);
  const bears = !isNonProfessional(regime) && days > 0 && stepRank(over.step) >= stepRank('reminder-1');
  const rate = basisPoints(regime === 'public' ? 1040 : 1240);
  const segment: InterestSegment = {
    from: addDays(dueOn, 1),
    to: on,
    days,
    rate,
    base: balance,
    amount: interestOf(balance, rate, days),
    rule: regime === 'public' ? 'PUB-03' : 'PEN-01',
    source:
      regime === 'public'
        ? 'CCP art. R2192-31\u00a0: taux BCE 2,40\u00a0% au 01/07/2026 + 8 points'
        : 'C. com. art. L441-10 II\u00a0: taux BCE 2,40\u00a0% au 01/07/2026 + 10 points',
  };
  return {
    number: 'F-2026-014',
    instalment: null,
    retention: false,
    invoiceAmount: amount,
    retained: null,
    issuedOn: iso('2026-08-31'),
    description: 'Fourniture et pose de rayonnages',
    daysLate: days,
    reminders: [],
    order: regime === 'public' ? null : 'BC-77',
    commitment: regime === 'public' ? '2026-0457' : null,
    deliveredOn: iso('2026-08-28'),
    receivedOn: regime === 'public' ? iso('2026-08-31') : null,
    chorus: regime === 'public' ? { number: '4512237', on: iso('2026-08-31') } : null,
    assignee: null,
    paid: settled,
    claimedBefore: cents(0),
    legalFromNotice: isNonProfessional(regime),
    interest: bears ? [segment] : [],
    indemnity: cents(bears ? 4000 : 0),
    perDay: bears ? interestOf(balance, rate, 1) : cents(0),
    ...rest,
    dueOn,
    amount,
    settled,
    disputed,
    deferred,
    claims: stepRank(over.step) >= stepRank('reminder-2') && !isNonProfessional(regime),
    balance,
  };
}

const MODE: Record<Regime, Partial<Record<StepKey, LetterFacts['penaltyMode']>>> = {
  b2b: {
    'reminder-1': 'waive-until',
    'reminder-2': 'claim',
    'reminder-3': 'claim',
    'reminder-3-bis': 'claim',
    'formal-notice': 'claim',
  },
  b2c: {},
  nonpro: {},
  public: {
    'reminder-1': 'mention',
    'reminder-2': 'claim',
    'reminder-3': 'claim',
    'reminder-3-bis': 'claim',
    'formal-notice': 'claim',
  },
};

/** The reminders that went before a step, all delivered. */
function remindersBefore(step: StepKey): LetterItem['reminders'] {
  const all: LetterItem['reminders'] = [
    { step: 'contact', on: DAY_OF.contact, channel: 'email' },
    { step: 'reminder-1', on: DAY_OF['reminder-1'], channel: 'email' },
    { step: 'reminder-2', on: DAY_OF['reminder-2'], channel: 'email' },
    { step: 'reminder-3', on: DAY_OF['reminder-3'], channel: 'letter' },
  ];
  return all.filter((one) => stepRank(one.step) < stepRank(step));
}

/** A step as it goes every day: one invoice, everything known, everything delivered. */
export function sampleFacts(
  step: StepKey,
  regime: Regime = 'b2b',
  over: Partial<LetterFacts> = {},
): LetterFacts {
  const on = over.on ?? DAY_OF[step];
  const late = stepRank(step) >= stepRank('reminder-1');
  const copies = [
    { name: 'COPIE_F-2026-014.pdf', kind: 'invoice-copy' as const, document: { number: 'F-2026-014' } },
  ];
  const facts: LetterFacts = {
    step,
    language: 'fr',
    profile: step === 'reminder-3-bis' ? 'long-standing' : 'standard',
    on,
    answerBy: step === 'formal-notice' ? NOTICE_BY[regime] : (ANSWER_BY[step] ?? null),
    creditor: CREDITOR,
    debtor: DEBTORS[regime],
    currency: 'EUR',
    demanded: [sampleItem({ on, regime, step, reminders: remindersBefore(step) })],
    others: [],
    notYetDue: [],
    credits: [],
    penaltyMode: MODE[regime][step] ?? 'none',
    toPay: cents(0),
    freshUntil: late ? addDays(on, -1) : null,
    calls: stepRank(step) > stepRank('reminder-2') ? [{ on: iso('2026-10-19'), with: 'Madame Martin' }] : [],
    attachments:
      step === 'pre-due'
        ? []
        : step === 'reminder-2'
          ? [
              ...copies,
              {
                name: 'Rappel_du_2026-10-07.pdf',
                kind: 'previous-reminder',
                document: { sentOn: iso('2026-10-07'), by: 'email' },
              },
            ]
          : copies,
    tracking: step === 'formal-notice' ? '1A 234 567 8901 2' : null,
    customerYears: step === 'reminder-3-bis' ? 6 : null,
    latePaymentsInYear: 1,
    legalRate: basisPoints(275),
    ...over,
  };
  return over.toPay === undefined ? { ...facts, toPay: figureOf(facts) } : facts;
}

/** The figure to pay, counted here apart from the code under test. */
function figureOf(facts: LetterFacts) {
  const items = facts.step === 'formal-notice' ? facts.demanded : [...facts.demanded, ...facts.others];
  const net =
    sumCents(items.map((item) => item.balance)) - sumCents(facts.credits.map((credit) => credit.amount));
  const accessories = items.flatMap((item) => [item.indemnity, ...item.interest.map((line) => line.amount)]);
  return cents(net + (facts.penaltyMode === 'claim' ? sumCents(accessories) : 0));
}
