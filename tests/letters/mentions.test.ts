import { describe, expect, test } from 'vitest';
import { addDays, iso } from '../../src/calendar/day.ts';
import { REGIMES } from '../../src/law/regime.ts';
import { checkMentions } from '../../src/letters/check-mentions.ts';
import { composeMessage } from '../../src/letters/compose-message.ts';
import type {
  CreditorIdentity,
  DebtorIdentity,
  LetterFacts,
  LetterItem,
} from '../../src/letters/letter-facts.ts';
import { type Cents, cents } from '../../src/money/cents.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { STEPS } from '../../src/scenarios/steps.ts';
import { sampleFacts } from './sample-facts.ts';

const NOTICE = sampleFacts('formal-notice');

function without(change: {
  creditor?: Partial<CreditorIdentity>;
  debtor?: Partial<DebtorIdentity>;
  item?: Partial<LetterItem>;
}): LetterFacts {
  const [item] = NOTICE.demanded;
  return {
    ...NOTICE,
    creditor: { ...NOTICE.creditor, ...change.creditor },
    debtor: { ...NOTICE.debtor, ...change.debtor },
    demanded: [{ ...item!, ...change.item }],
  };
}

const NOWHERE = { lines: [], postcode: '', city: '', country: 'FR' };
const REMOVALS: readonly (readonly [code: string, facts: LetterFacts])[] = [
  ['creditor_name', without({ creditor: { name: ' ' } })],
  ['creditor_legal_form', without({ creditor: { legalForm: null } })],
  ['creditor_siren', without({ creditor: { siren: null } })],
  ['creditor_address', without({ creditor: { address: null } })],
  ['creditor_iban', without({ creditor: { iban: null } })],
  ['creditor_account_holder', without({ creditor: { accountHolder: null } })],
  ['creditor_signatory', without({ creditor: { signatory: null } })],
  ['debtor_name', without({ debtor: { name: '' } })],
  ['debtor_address', without({ debtor: { address: NOWHERE } })],
  ['invoice_number', without({ item: { number: '' } })],
  ['invoice_date', without({ item: { issuedOn: Number.NaN as LetterItem['issuedOn'] } })],
  ['invoice_due_date', without({ item: { dueOn: Number.NaN as LetterItem['dueOn'] } })],
  ['invoice_description', without({ item: { description: null } })],
  ['invoice_amount', without({ item: { amount: 0 as Cents } })],
];

describe('a formal notice is refused for each mention it lacks, by its name', () => {
  test('nothing is missing from the complete one', () => {
    for (const regime of REGIMES) expect(checkMentions(sampleFacts('formal-notice', regime))).toEqual([]);
  });

  test.each(REMOVALS)('%s', (code, facts) => {
    expect(checkMentions(facts).map((one) => one.code)).toEqual([code]);
    const refusal = composeMessage(facts);
    if (!isRefusal(refusal)) throw new Error('composed all the same');
    expect(refusal.refused).toBe('mention_missing');
    expect(refusal.details.missing).toMatchObject([{ code }]);
    expect(refusal.message).toMatch(/Complétez la fiche ou la facture/);
  });

  test('all of them at once, each invoice by its number', () => {
    const bare = { ...NOTICE.demanded[0]!, number: 'F-9', description: ' ' };
    const facts = {
      ...NOTICE,
      creditor: { ...NOTICE.creditor, siren: '', iban: '' },
      demanded: [NOTICE.demanded[0]!, bare],
    };
    const missing = checkMentions(facts);
    expect(missing.map((one) => one.code)).toEqual([
      'creditor_iban',
      'creditor_siren',
      'invoice_description',
    ]);
    expect(missing.at(-1)).toMatchObject({
      invoice: 'F-9',
      message: 'Il manque le libellé de la facture F-9.',
    });
  });

  test('a sole trader needs no legal form; an assigned claim no IBAN of its own', () => {
    expect(checkMentions(without({ creditor: { legalForm: null, soleTrader: true } }))).toEqual([]);
    const assignee = { name: 'FACTOR', iban: 'FR1420041010050500013M02606' };
    expect(
      checkMentions(without({ creditor: { iban: null, accountHolder: null }, item: { assignee } })),
    ).toEqual([]);
  });

  test('an absent earlier reminder is not missing; order, copies and tracking only warn', () => {
    const item = { ...NOTICE.demanded[0]!, reminders: [], order: null, deliveredOn: null };
    const message = composeMessage({
      ...NOTICE,
      demanded: [item],
      attachments: [],
      tracking: null,
      calls: [],
    });
    if (isRefusal(message)) throw new Error(message.message);
    expect(message.warnings.map((one) => one.code)).toEqual([
      'basis_missing',
      'copies_missing',
      'tracking_missing',
    ]);
    expect(message.letter?.dispatch).toBe('Lettre recommandée avec avis de réception');
  });
});

describe('an e-mail step is refused only without name, reply address and IBAN', () => {
  const bare = {
    creditor: {
      ...NOTICE.creditor,
      legalForm: null,
      siren: null,
      address: null,
      signatory: null,
      accountHolder: null,
      phone: null,
      rcs: null,
      vatNumber: null,
      capital: null,
      bic: null,
    },
    debtor: { ...NOTICE.debtor, address: null, siren: null, legalForm: null, contactName: null },
  };

  test.each(STEPS.filter((step) => step !== 'formal-notice' && step !== 'route'))('%s', (step) => {
    const facts = sampleFacts(step, 'b2b', bare);
    const message = composeMessage(facts);
    if (isRefusal(message)) throw new Error(message.message);
    expect(message.letter).toBeNull();
    expect(message.warnings.map((one) => one.code)).toEqual(
      step === 'contact' ? [] : ['letter_address_missing'],
    );
    for (const [key, code] of [
      ['name', 'creditor_name'],
      ['email', 'creditor_email'],
      ['iban', 'creditor_iban'],
    ] as const) {
      const refusal = composeMessage({ ...facts, creditor: { ...facts.creditor, [key]: '' } });
      expect(isRefusal(refusal) && refusal.details.missing, key).toMatchObject([{ code }]);
    }
  });
});

describe('the printed date', () => {
  const refused = (facts: LetterFacts) => {
    const refusal = composeMessage(facts);
    return isRefusal(refusal) ? refusal.refused : null;
  };

  test('is a business day after the text, in every reminder', () => {
    const facts = sampleFacts('reminder-1');
    expect(refused({ ...facts, answerBy: null })).toBe('printed_date_invalid');
    expect(refused({ ...facts, answerBy: facts.on })).toBe('printed_date_invalid');
    expect(refused({ ...facts, answerBy: iso('2026-10-17') })).toBe('printed_date_invalid');
    expect(refused({ ...facts, answerBy: iso('2026-11-11') })).toBe('printed_date_invalid');
    expect(refused({ ...facts, answerBy: iso('2026-10-08') })).toBeNull();
  });

  test('leaves 8, 15 or 30 days in a formal notice', () => {
    for (const [regime, days] of [
      ['b2b', 8],
      ['b2c', 15],
      ['nonpro', 15],
      ['public', 30],
    ] as const) {
      const facts = sampleFacts('formal-notice', regime);
      expect(refused({ ...facts, answerBy: addDays(facts.on, days - 1) }), regime).toBe(
        'printed_date_invalid',
      );
      expect(refused({ ...facts, answerBy: iso('2026-12-29') }), regime).toBeNull();
    }
  });
});

test('a letter of less than 15 euros is not written, the e-mail is', () => {
  const item = {
    ...sampleFacts('reminder-2', 'b2c').demanded[0]!,
    amount: cents(1400),
    balance: cents(1400),
  };
  const message = composeMessage(sampleFacts('reminder-2', 'b2c', { demanded: [item] }));
  if (isRefusal(message)) throw new Error(message.message);
  expect(message.letter).toBeNull();
  expect(message.warnings.map((one) => one.code)).toEqual(['letter_below_floor']);
});
