import { describe, expect, test } from 'vitest';
import { iso } from '../../src/calendar/day.ts';
import type { Regime } from '../../src/law/regime.ts';
import { composeMessage } from '../../src/letters/compose-message.ts';
import type { LetterFacts, LetterItem } from '../../src/letters/letter-facts.ts';
import { messageText } from '../../src/letters/message-text.ts';
import { foldSpaces } from '../../src/letters/typography.ts';
import { cents } from '../../src/money/cents.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import type { StepKey } from '../../src/scenarios/steps.ts';
import { DAY_OF, sampleFacts, sampleItem } from './sample-facts.ts';

/** Subject, e-mail and letter in one, spaces folded. */
function said(facts: LetterFacts): string {
  const message = composeMessage(facts);
  if (isRefusal(message)) throw new Error(message.message);
  const letter = message.letter
    ? `${message.letter.subject.text}\n${messageText(message.letter.body, facts.language)}`
    : '';
  return foldSpaces(`${message.subject}\n${message.text}\n${letter}`);
}

type Over = Partial<LetterItem>;

function asked(step: StepKey, regime: Regime, overs: readonly Over[], over: Partial<LetterFacts> = {}) {
  const demanded = overs.map((one) => sampleItem({ on: DAY_OF[step], regime, step, ...one }));
  return said(sampleFacts(step, regime, { demanded, ...over }));
}

const HALF: Over = {
  number: 'L-1',
  amount: cents(200_000),
  invoiceAmount: cents(400_000),
  instalment: { index: 2, count: 2 },
};
const RETAINED: Over = {
  number: 'V-1',
  amount: cents(950_000),
  invoiceAmount: cents(1_000_000),
  retained: { amount: cents(50_000), until: iso('2026-11-30') },
};
const PAID: Over = { number: 'K-1', amount: cents(300_000), settled: cents(100_000) };
const CREDIT = { credits: [{ label: 'Avoir A-7', on: iso('2026-09-10'), amount: cents(12_000) }] };

describe('a sum is given as an invoice’s when it is the whole of it only', () => {
  test.each([
    ['whole', {}, "d'un montant de 1 200,00 € TTC (commande BC-77), arrive à échéance le"],
    ['an instalment', HALF, 'n° L-1 (échéance 2/2) du 31 août 2026, pour 2 000,00 € sur 4 000,00 € TTC'],
    [
      'an instalment paid in part',
      { ...HALF, settled: cents(50_000) },
      'L-1 (échéance 2/2) du 31 août 2026, dont il reste 1 500,00 € à régler',
    ],
    [
      'beside a retention',
      RETAINED,
      "pour 9 500,00 € sur 10 000,00 € TTC (commande BC-77), hors retenue de garantie de 500,00 € jusqu'au 30 novembre 2026, arrive",
    ],
    [
      'a retention',
      { ...RETAINED, amount: cents(50_000), retention: true, retained: null },
      'n° V-1 (retenue de garantie) du 31 août 2026, pour 500,00 € sur 10 000,00 € TTC',
    ],
    ['paid in part', PAID, 'n° K-1 du 31 août 2026, dont il reste 2 000,00 € à régler'],
    ['disputed in part', { number: 'E-1', disputed: cents(20_000) }, 'pour 1 000,00 € sur 1 200,00 € TTC'],
  ] as const)('before the due date: %s', (kind, over, words) => {
    const text = asked('pre-due', 'b2b', [over]);
    expect(text).toContain(words);
    if (kind !== 'whole') expect(text).not.toContain("d'un montant de");
  });

  test('after the due date', () => {
    expect(asked('contact', 'b2b', [{}])).toContain(
      'règlement de notre facture n° F-2026-014 (1 200,00 €), prévu',
    );
    expect(asked('contact', 'b2b', [HALF])).toContain(
      'règlement de notre facture n° L-1 (échéance 2/2), soit 2 000,00 € sur 4 000,00 € TTC, prévu',
    );
    expect(asked('contact', 'b2b', [PAID])).toContain(
      'le solde de notre facture n° K-1, soit 2 000,00 €, prévu',
    );
    expect(asked('contact', 'b2c', [PAID])).toContain(
      "nous n'avons pas encore reçu le solde de votre facture n° K-1, soit 2 000,00 €, prévu",
    );
  });

  test('two invoices of which a part is paid', () => {
    const two = [{ number: 'W-1', settled: cents(40_000) }, { number: 'W-2' }];
    expect(asked('pre-due', 'b2b', two)).toContain(
      'Nos factures W-1 et W-2, dont il reste 2 000,00 € à régler, arrivent à échéance',
    );
    expect(asked('pre-due', 'public', two)).toContain(
      'W-1 et W-2 (dont il reste 2 000,00 € à régler, service TECH01)',
    );
  });

  test('a consumer reads once that it is to be paid, and a credit is no part of the balance', () => {
    const text = asked('pre-due', 'b2c', [PAID]);
    expect(text).toContain(
      'Il reste 2 000,00 € à régler sur votre facture n° K-1 du 31 août 2026, au plus tard le mercredi',
    );
    const net = asked('pre-due', 'b2c', [{}], CREDIT);
    expect(net).toContain('pour 1 080,00 €, déduction faite de 120,00 € portés à votre crédit, est à régler');
    expect(net).not.toContain('dont il reste');
  });

  test('a public buyer that has paid a part is not told that nothing came', () => {
    const text = asked('contact', 'public', [PAID]);
    expect(text).toContain(
      'Notre facture n° K-1, dont il reste 2 000,00 € à régler, engagement 2026-0457, service TECH01, déposée sur ' +
        "Chorus Pro le 31 août 2026 sous le n° 4512237, n'est pas encore entièrement dans nos encaissements",
    );
    expect(asked('contact', 'public', [{ ...PAID, chorus: null }])).toContain(
      "service TECH01, n'est pas encore",
    );
    expect(asked('reminder-1', 'public', [PAID])).toContain('sans mise en paiement complète.');
    for (const step of ['reminder-2', 'reminder-3', 'reminder-3-bis'] as const) {
      expect(asked(step, 'public', [PAID])).toMatch(/n'a pas été entièrement mise en paiement/);
    }
    expect(asked('formal-notice', 'public', [PAID])).toContain("n'a pas été entièrement payée dans le délai");
    // A credit note is no money received.
    expect(asked('contact', 'public', [{ ...PAID, paid: cents(0) }])).toContain("n'est pas encore dans nos");
  });

  test('in English too', () => {
    const english = { language: 'en' } as const;
    expect(asked('pre-due', 'b2b', [HALF], english)).toContain(
      'no. L-1 (instalment 2/2) of 31 August 2026, for €2,000.00 of €4,000.00 including VAT',
    );
    expect(asked('contact', 'b2c', [PAID], english)).toContain(
      'the balance of your invoice no. K-1, that is €2,000.00',
    );
    expect(asked('pre-due', 'b2c', [{}], { ...english, ...CREDIT })).toContain(
      'net of €120.00 standing to your credit',
    );
  });
});

describe('an instalment is named wherever the others are not in the text', () => {
  const first: Over = { ...HALF, instalment: { index: 1, count: 3 }, invoiceAmount: cents(600_000) };
  const second: Over = { ...first, instalment: { index: 2, count: 3 } };
  const third: Over = { ...first, instalment: { index: 3, count: 3 } };

  test('in the subject and in the copy of a formal notice', () => {
    expect(asked('reminder-1', 'b2b', [first])).toMatch(
      /^Facture L-1 \(échéance 1\/3\) – échue le 30\/09\/2026 – 2 000/,
    );
    expect(asked('formal-notice', 'b2b', [first])).toContain(
      'Elle porte sur la facture L-1 (échéance 1/3), pour',
    );
  });

  test('several of them are one invoice; all of them are the invoice', () => {
    expect(asked('reminder-1', 'b2b', [first, second])).toMatch(
      /^Facture L-1 \(échéances 1 et 2 sur 3\) – échue/,
    );
    expect(asked('reminder-1', 'b2b', [first, second, third])).toMatch(/^Facture L-1 – échue/);
  });

  test('a line of interest says of which one it is; the indemnity is the invoice’s', () => {
    const paidOff: Over = { ...second, interest: [], indemnity: cents(0), perDay: cents(0) };
    const text = asked('reminder-2', 'b2b', [first, paidOff]);
    expect(text).toMatch(/Pénalités de retard au 15\/10\/2026 \(12,40 %\), facture L-1 \(échéance 1\/3\) :/);
    expect(text).toContain('(40,00 € × 1) : 40,00 €');
  });

  test('a retention that is not asked is said in the table', () => {
    expect(asked('reminder-1', 'b2b', [RETAINED])).toContain(
      'hors retenue de garantie de 500,00 € (jusqu’au 30/11/2026)',
    );
  });
});

describe('what a subject says of several invoices', () => {
  const late = (number: string, dueOn: string) => ({ number, dueOn: iso(dueOn) });

  test('the days late of one are not those of all', () => {
    const same = asked('reminder-3', 'b2b', [late('U-1', '2026-09-30'), late('U-2', '2026-09-30')]);
    expect(same).toMatch(/^Factures impayées depuis 30 jours – /);
    const two = asked('reminder-3', 'b2b', [late('U-1', '2026-07-15'), late('U-2', '2026-09-30')]);
    expect(two).toMatch(/^Factures impayées \(jusqu'à 107 jours de retard\) – /);
  });

  test('a sum that covers other invoices says so, in its number', () => {
    const others = ['V-1', 'V-3'].map((number) =>
      sampleItem({ on: DAY_OF['reminder-3'], regime: 'b2b', step: 'reminder-2', number }),
    );
    const [one] = others;
    expect(asked('reminder-3', 'b2b', [{}], { others: [one!] })).toMatch(
      /^Facture impayée depuis 30 jours et autre facture échue – 2 504/,
    );
    expect(asked('reminder-3', 'b2b', [{}], { others, language: 'en' })).toMatch(
      /^Invoice unpaid for 30 days and other invoices due – /,
    );
    const part = { ...one!, number: 'F-2026-014', instalment: { index: 2, count: 2 } };
    const demanded = [{ instalment: { index: 1, count: 2 } }];
    expect(asked('reminder-2', 'b2b', demanded, { others: [part] })).toContain(
      'Facture F-2026-014 (échéance 1/2) et autres sommes échues – ',
    );
  });
});
