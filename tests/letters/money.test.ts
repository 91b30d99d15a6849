import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { iso } from '../../src/calendar/day.ts';
import { type ComposedMessage, composeMessage } from '../../src/letters/compose-message.ts';
import type { LetterFacts } from '../../src/letters/letter-facts.ts';
import { messageText } from '../../src/letters/message-text.ts';
import { foldSpaces } from '../../src/letters/typography.ts';
import { cents } from '../../src/money/cents.ts';
import { formatMoney, toDecimal } from '../../src/money/format.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import type { StepKey } from '../../src/scenarios/steps.ts';
import { DAY_OF, sampleFacts, sampleItem } from './sample-facts.ts';

function composed(facts: LetterFacts): ComposedMessage {
  const message = composeMessage(facts);
  if (isRefusal(message)) throw new Error(message.message);
  return message;
}

function item(
  step: StepKey,
  number: string,
  amount: number,
  settled = 0,
  disputed = 0,
  regime: 'b2b' | 'b2c' = 'b2b',
) {
  const on = DAY_OF[step];
  return sampleItem({
    on,
    regime,
    step,
    number,
    amount: cents(amount),
    settled: cents(settled),
    disputed: cents(disputed),
  });
}

/** The amount of the bank details in each medium, and of the code. */
function figures(message: ComposedMessage) {
  const of = (text: string) => /Montant : ([^\n]+ €)\n/.exec(foldLines(text))?.[1];
  const code = message.payCode?.split('\n')[7];
  return {
    email: of(message.text),
    letter: of(message.letter ? messageText(message.letter.body, 'fr') : ''),
    code,
  };
}

function foldLines(text: string): string {
  return text.split('\n').map(foldSpaces).join('\n');
}

describe('L03: one amount to pay', () => {
  test('text, letter and code carry one figure, for every mode, credit, dispute, partial payment', () => {
    const row = fc.record({
      amount: fc.integer({ min: 7000, max: 90_000_000 }),
      settled: fc.integer({ min: 0, max: 2000 }),
      disputed: fc.integer({ min: 0, max: 2000 }),
    });
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 4 }),
        fc.array(row, { maxLength: 2 }),
        fc.integer({ min: 0, max: 900 }),
        fc.constantFrom('none', 'mention', 'waive-until', 'claim' as const),
        fc.constantFrom('reminder-1', 'reminder-2', 'reminder-3', 'formal-notice' as const),
        (demanded, others, credit, penaltyMode, step) => {
          const make = (prefix: string) => (one: (typeof demanded)[number], index: number) =>
            item(step, `${prefix}-${index}`, one.amount, one.settled, one.disputed);
          const message = composed(
            sampleFacts(step, 'b2b', {
              demanded: demanded.map(make('A')),
              others: others.map(make('B')),
              credits: credit > 0 ? [{ label: 'Avoir', on: iso('2026-10-01'), amount: cents(credit) }] : [],
              penaltyMode,
            }),
          );
          const printed = foldSpaces(formatMoney(message.toPay));
          const found = figures(message);
          if (step !== 'formal-notice') expect(found.email).toBe(printed);
          expect(found.letter).toBe(printed);
          expect(found.code).toBe(`EUR${toDecimal(message.toPay)}`);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('a figure that the items do not make stops the text', () => {
    expect(() => composeMessage(sampleFacts('reminder-1', 'b2b', { toPay: cents(999) }))).toThrow(
      /figure to pay/,
    );
  });
});

describe('L19: penalty modes', () => {
  const text = (penaltyMode: LetterFacts['penaltyMode']) =>
    foldLines(composed(sampleFacts('reminder-1', 'b2b', { penaltyMode })).text);

  test('waive-until shows interest, indemnity and total, and asks for the principal', () => {
    const said = text('waive-until');
    expect(said).toMatch(/Pénalités de retard au 07\/10\/2026 \(12,40 %\) : 2,85 €/);
    expect(said).toMatch(/Indemnité forfaitaire pour frais de recouvrement \(40,00 € × 1\) : 40,00 €/);
    expect(said).toMatch(/Total, accessoires compris : 1 242,85 €/);
    expect(said).toMatch(
      /nous y renonçons si le principal nous parvient au plus tard le mardi 13 octobre 2026/,
    );
    expect(said).toMatch(/ Montant : 1 200,00 €/);
  });

  test('mention shows without asking, claim asks, none shows nothing', () => {
    expect(text('mention')).toMatch(/ne vous sont pas demandées à ce stade[\s\S]* Montant : 1 200,00 €/);
    expect(text('claim')).toMatch(/dues de plein droit[\s\S]*0,41 € par jour[\s\S]* Montant : 1 242,85 €/);
    expect(text('none')).not.toMatch(/énalité|forfaitaire/);
  });

  test('an indemnity without interest announces no annex of interest', () => {
    const bare = { ...item('formal-notice', 'F-1', 10_000), interest: [], perDay: cents(0) };
    const { letter } = composed(sampleFacts('formal-notice', 'b2b', { demanded: [bare] }));
    expect(messageText(letter?.body ?? [], 'fr')).toMatch(/La somme due au .* s'établit comme suit\./);
    expect(letter?.annexes.map((annex) => annex.title)).toEqual(['Annexe 1 – Relevé de compte']);
  });

  test('a consumer is never asked more than the principal: accessories in the facts stop the text', () => {
    const charged = { ...item('reminder-1', 'F-1', 10_000, 0, 0, 'b2c'), indemnity: cents(4000) };
    expect(() => composeMessage(sampleFacts('reminder-1', 'b2c', { demanded: [charged] }))).toThrow(
      /non-professional/,
    );
  });
});

describe('L05, L06: tables and credits', () => {
  const others = [item('reminder-1', 'AUTRE', 30_000)];
  const notYetDue = [{ ...item('reminder-1', 'F-3', 50_000), dueOn: iso('2026-11-30'), daysLate: -54 }];

  test('another due item is demanded in a reminder and left to the statement in a formal notice', () => {
    const reminder = composed(sampleFacts('reminder-1', 'b2b', { others }));
    expect(foldLines(reminder.text)).toMatch(
      /Également échues à ce jour\n AUTRE[\s\S]*Principal : 1 500,00 €/,
    );
    const notice = composed(sampleFacts('formal-notice', 'b2b', { others }));
    const body = messageText(notice.letter?.body ?? [], 'fr');
    expect(body).not.toMatch(/AUTRE/);
    const annexes = (notice.letter?.annexes ?? []).map(
      (annex) => `${annex.title}\n${messageText(annex.blocks, 'fr')}`,
    );
    expect(annexes.join('\n')).toMatch(/Pour mémoire, non demandé[\s\S]*AUTRE/);
  });

  test('what is not yet due is shown apart and in no total', () => {
    const text = foldLines(composed(sampleFacts('reminder-1', 'b2b', { notYetDue })).text);
    expect(text).toMatch(/À échoir, pour information \(non demandé\)\n F-3/);
    expect(text).toMatch(/ Montant : 1 200,00 €/);
    expect(text).not.toMatch(/1 700,00/);
  });

  test('R46: balances are asked, whatever was invoiced; every row counts', () => {
    const demanded = [item('reminder-1', 'F-1', 120_000, 70_000), item('reminder-1', 'F-2', 10_000)];
    const message = composed(sampleFacts('reminder-1', 'b2b', { demanded, penaltyMode: 'none' }));
    const text = foldLines(message.text);
    expect(text).toMatch(/F-1 .*montant TTC 1 200,00 € · réglé, avoirs −700,00 € · solde 500,00 €/);
    expect(text).toMatch(/Total : 600,00 €/);
    expect(message.subject).toMatch(/600,00/);
    expect(text).toMatch(/ Montant : 600,00 €/);
  });

  test('R51: a credit is shown as a deduction; nothing left to ask, nothing leaves', () => {
    const credit = (amount: number) => [{ label: 'Avoir A-7', on: iso('2026-10-02'), amount: cents(amount) }];
    const text = foldLines(composed(sampleFacts('reminder-1', 'b2b', { credits: credit(20_000) })).text);
    expect(text).toMatch(
      /Total des factures : 1 200,00 €\n À déduire : Avoir A-7 \(02\/10\/2026\) : −200,00 €[\s\S]*Principal, avoirs et règlements déduits : 1 000,00 €/,
    );
    for (const amount of [120_000, 150_000]) {
      const refusal = composeMessage(sampleFacts('reminder-1', 'b2b', { credits: credit(amount) }));
      expect(isRefusal(refusal) && refusal.refused).toBe('nothing_to_pay');
    }
  });

  test('an instalment is named as such', () => {
    const instalment = { ...item('reminder-1', 'F-1', 10_000), instalment: { index: 2, count: 3 } };
    expect(composed(sampleFacts('reminder-1', 'b2b', { demanded: [instalment] })).text).toMatch(
      /F-1 \(échéance 2\/3\)/,
    );
  });

  test('a balance that its parts do not make stops the text', () => {
    const wrong = { ...item('reminder-1', 'F-1', 10_000), balance: cents(9999) };
    expect(() => composeMessage(sampleFacts('reminder-1', 'b2b', { demanded: [wrong] }))).toThrow(
      /balance of F-1/,
    );
  });
});

describe('L10: whom to pay', () => {
  const assignee = { name: 'FACTOR ONE', iban: 'FR14 2004 1010 0505 0001 3M02 606' };

  test('the account holder, the IBAN by four and the line against changed details', () => {
    const text = foldLines(composed(sampleFacts('reminder-1')).text);
    expect(text).toMatch(
      /Bénéficiaire : ATELIERS LEFEVRE ET FILS\n IBAN : FR76 3000 6000 0112 3456 7890 189\n BIC : AGRIFRPP/,
    );
    expect(text).toMatch(
      /Nos coordonnées bancaires sont inchangées ; en cas de doute, appelez le 04 72 00 00 00/,
    );
    const creditor = { ...sampleFacts('reminder-1').creditor, ibanChangedOn: iso('2026-09-03'), phone: null };
    const changed = foldLines(composed(sampleFacts('reminder-1', 'b2b', { creditor })).text);
    expect(changed).toMatch(
      /ont changé le 3 septembre 2026 ; en cas de doute, appelez-nous au numéro imprimé/,
    );
  });

  test('an assigned invoice is paid to its assignee alone', () => {
    const demanded = [{ ...item('reminder-1', 'F-1', 120_000), assignee }];
    const message = composed(sampleFacts('reminder-1', 'b2b', { demanded }));
    const text = foldLines(message.text);
    expect(text).toMatch(/Bénéficiaire : FACTOR ONE\n IBAN : FR14 2004 1010 0505 0001 3M02 606/);
    expect(text).not.toMatch(/FR76 3000/);
    expect(text).toMatch(/seul un règlement à ce bénéficiaire vous libère/);
    expect(message.payCode).toMatch(/\nFACTOR ONE\nFR1420041010050500013M02606\n/);
  });

  test('two payees in one text, or an assignee without account: nothing leaves', () => {
    const mixed = [{ ...item('reminder-1', 'F-1', 120_000), assignee }, item('reminder-1', 'F-2', 120_000)];
    const refused = composeMessage(sampleFacts('reminder-1', 'b2b', { demanded: mixed }));
    expect(isRefusal(refused) && refused.refused).toBe('payee_mixed');
    const bare = [{ ...item('reminder-1', 'F-1', 120_000), assignee: { ...assignee, iban: ' ' } }];
    const without = composeMessage(sampleFacts('reminder-1', 'b2b', { demanded: bare }));
    expect(isRefusal(without) && without.refused).toBe('assignee_iban_missing');
  });

  test('another currency is written with its code and has no SEPA code', () => {
    const message = composed(sampleFacts('reminder-1', 'b2b', { currency: 'CHF' }));
    expect(foldSpaces(message.text)).toMatch(/1 200,00 CHF/);
    expect(message.payCode).toBeNull();
  });
});
