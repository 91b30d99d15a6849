import { describe, expect, test } from 'vitest';
import { iso } from '../../src/calendar/day.ts';
import { type ComposedMessage, composeMessage } from '../../src/letters/compose-message.ts';
import type { LetterFacts, LetterItem } from '../../src/letters/letter-facts.ts';
import { messageText } from '../../src/letters/message-text.ts';
import { listDays, ofDays } from '../../src/letters/past.ts';
import { foldSpaces } from '../../src/letters/typography.ts';
import { cents } from '../../src/money/cents.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import type { StepKey } from '../../src/scenarios/steps.ts';
import { DAY_OF, sampleFacts, sampleItem } from './sample-facts.ts';

function composed(facts: LetterFacts): ComposedMessage {
  const message = composeMessage(facts);
  if (isRefusal(message)) throw new Error(message.message);
  return message;
}

/** Subject, e-mail and letter in one, spaces folded. */
function said(facts: LetterFacts): string {
  const message = composed(facts);
  const letter = message.letter ? messageText(message.letter.body, facts.language) : '';
  return foldSpaces(`${message.subject}\n${message.text}\n${message.letter?.subject.text ?? ''}\n${letter}`);
}

function items(step: StepKey, ...reminders: readonly LetterItem['reminders'][]): readonly LetterItem[] {
  return reminders.map((list, index) =>
    sampleItem({ on: DAY_OF[step], regime: 'b2b', step, number: `F-${index + 1}`, reminders: list }),
  );
}

const FIRST = { step: 'reminder-1', on: iso('2026-10-07'), channel: 'email' } as const;
const COPY = [{ name: 'COPIE_F-1.pdf', kind: 'invoice-copy' }] as const;
const PAST = /rappels? d(u|es) \d|second rappel|copie jointe|notre message du|appel du/iu;

describe('L01, L02: the past is made of facts, per invoice', () => {
  test('a scenario that starts at reminder-2 announces no second one, attaches no copy of a first', () => {
    const text = said(
      sampleFacts('reminder-2', 'b2b', { demanded: items('reminder-2', []), attachments: COPY }),
    );
    expect(text).not.toMatch(PAST);
    expect(text).toMatch(/Rappel – Facture F-1/);
  });

  test('a pre-due note and a first contact are no reminder', () => {
    const contact = { step: 'contact', on: iso('2026-10-01'), channel: 'email' } as const;
    const text = said(
      sampleFacts('reminder-2', 'b2b', { demanded: items('reminder-2', [contact]), attachments: COPY }),
    );
    expect(text).not.toMatch(PAST);
  });

  test('a delivered first reminder makes a second one, by its date and means', () => {
    const text = said(sampleFacts('reminder-2', 'b2b', { demanded: items('reminder-2', [FIRST]) }));
    expect(text).toMatch(/Malgré notre message du 7 octobre 2026, dont copie jointe/);
    expect(text).toMatch(/Second rappel – Facture F-1/);
    const posted = items('reminder-2', [{ ...FIRST, channel: 'letter' }]);
    expect(said(sampleFacts('reminder-2', 'b2b', { demanded: posted }))).toMatch(
      /Malgré notre lettre du 7 octobre 2026/,
    );
  });

  test('« dont copie jointe » needs the file', () => {
    const text = said(
      sampleFacts('reminder-2', 'b2b', { demanded: items('reminder-2', [FIRST]), attachments: COPY }),
    );
    expect(text).toMatch(/Malgré notre message du 7 octobre 2026, la facture/);
  });

  test('one invoice reminded and one not: dates on their own lines, no sentence for both', () => {
    const text = said(sampleFacts('reminder-2', 'b2b', { demanded: items('reminder-2', [FIRST], []) }));
    expect(text).not.toMatch(/second rappel|Malgré|copie jointe/i);
    expect(text).toMatch(/Rappel – Factures F-1 et F-2/);
    expect(text).toMatch(/F-1 · .*rappel du 7 octobre 2026/);
    expect(text).not.toMatch(/F-2 · [^F]*rappel du/);
  });

  test('invoices reminded on different days: no common date is claimed', () => {
    const second = { step: 'reminder-2', on: iso('2026-10-15'), channel: 'email' } as const;
    const demanded = items('reminder-3', [FIRST, second], [second]);
    const text = said(sampleFacts('reminder-3', 'b2b', { demanded }));
    expect(text).not.toMatch(/Malgré|Ni nos rappels/);
    expect(text).toMatch(/La date de nos rappels figure au tableau/);
  });

  test('a call that was not logged, or was deleted, leaves no sentence', () => {
    expect(said(sampleFacts('reminder-3'))).toMatch(/notre appel du 19 octobre 2026/);
    expect(said(sampleFacts('reminder-3', 'b2b', { calls: [] }))).not.toMatch(/appel (du|téléphonique)/);
    const twice = [
      { on: iso('2026-10-12'), with: null },
      { on: iso('2026-10-19'), with: 'Madame Martin' },
    ];
    expect(said(sampleFacts('reminder-3', 'b2b', { calls: twice }))).toMatch(
      /nos appels des 12 et 19 octobre 2026/,
    );
  });

  test('no text pretends that nobody answered', () => {
    for (const regime of ['b2b', 'b2c', 'public'] as const) {
      for (const step of ['reminder-2', 'reminder-3', 'formal-notice'] as const) {
        expect(said(sampleFacts(step, regime))).not.toMatch(/restée?s? sans (réponse|effet|suite)/i);
      }
    }
  });

  test('several days share their month and year', () => {
    const days = ['2025-12-30', '2026-01-07', '2026-01-15', '2026-02-02'].map(iso);
    expect(foldSpaces(listDays(days, 'fr'))).toBe('30 décembre 2025, 7 et 15 janvier, 2 février 2026');
    const ofTwoMonths = ['2026-09-17', '2026-09-28', '2026-10-12'].map(iso);
    expect(foldSpaces(listDays(ofTwoMonths, 'fr'))).toBe('17 et 28 septembre, 12 octobre 2026');
    expect(foldSpaces(ofDays(ofTwoMonths))).toBe('des 17 et 28 septembre et du 12 octobre 2026');
    expect(foldSpaces(ofDays(days))).toBe('du 30 décembre 2025, des 7 et 15 janvier et du 2 février 2026');
    expect(foldSpaces(ofDays(ofTwoMonths.slice(1)))).toBe('des 28 septembre et 12 octobre 2026');
    expect(foldSpaces(ofDays(ofTwoMonths.slice(0, 1)))).toBe('du 17 septembre 2026');
    expect(foldSpaces(listDays(ofTwoMonths.slice(1), 'fr'))).toBe('28 septembre et 12 octobre 2026');
    expect(foldSpaces(listDays(days.slice(1, 3), 'en'))).toBe('7 and 15 January 2026');
    expect(foldSpaces(listDays([iso('2026-10-01'), iso('2026-10-07')], 'fr'))).toBe('1er et 7 octobre 2026');
  });
});

test('L04: the account is dated by the bank, and the date left out when unknown', () => {
  expect(said(sampleFacts('reminder-1'))).toMatch(/Situation arrêtée au 6 octobre 2026/);
  expect(said(sampleFacts('reminder-1', 'b2b', { freshUntil: null }))).not.toMatch(/Situation arrêtée/);
});

test('L12: a printed date is a weekday in full, included', () => {
  for (const step of ['reminder-1', 'reminder-2', 'reminder-3', 'formal-notice'] as const) {
    expect(said(sampleFacts(step))).toMatch(
      /au plus tard le (lundi|mardi|mercredi|jeudi|vendredi) \d+(er)? \p{L}+ 2026/u,
    );
  }
});

test('L18: natural persons read the data notice in the first reminder and in the formal notice only', () => {
  expect(said(sampleFacts('reminder-1', 'b2c'))).toMatch(/responsable du traitement[\s\S]*CNIL/);
  expect(said(sampleFacts('formal-notice', 'b2c'))).toMatch(/responsable du traitement/);
  expect(said(sampleFacts('reminder-2', 'b2c'))).not.toMatch(/responsable du traitement/);
  expect(said(sampleFacts('reminder-1', 'b2b'))).not.toMatch(/responsable du traitement/);
});

test('an oversight is suggested only to those who seldom pay late', () => {
  expect(said(sampleFacts('contact', 'b2b', { latePaymentsInYear: 2 }))).toMatch(/oubli/);
  expect(said(sampleFacts('contact', 'b2b', { latePaymentsInYear: 3 }))).not.toMatch(/oubli/);
  expect(said(sampleFacts('contact', 'b2b', { latePaymentsInYear: null }))).not.toMatch(/oubli/);
});

test('R58: the language is the debtor’s; a public buyer reads French, and the caller is told', () => {
  expect(said(sampleFacts('reminder-1', 'b2b', { language: 'en' }))).toMatch(/Unless we are mistaken/);
  const message = composed(sampleFacts('reminder-1', 'public', { language: 'en' }));
  expect(message.text).toMatch(/Sauf erreur/);
  expect(message.warnings.map((warning) => warning.code)).toEqual(['language_french_only']);
});

test('L20: an English formal notice keeps « mise en demeure » and states the governing law', () => {
  for (const regime of ['b2b', 'b2c'] as const) {
    const message = composed(sampleFacts('formal-notice', regime, { language: 'en' }));
    expect(message.letter?.subject.text).toMatch(/^MISE EN DEMEURE/);
    expect(messageText(message.letter?.body ?? [], 'en')).toMatch(/governed by French law/);
  }
});

test('a sole trader is « EI », a firm in liquidation says so, on both media', () => {
  const creditor = { ...sampleFacts('reminder-1').creditor, soleTrader: true, inLiquidation: true };
  const message = composed(sampleFacts('reminder-1', 'b2b', { creditor }));
  expect(message.text).toMatch(/Lefèvre & Fils EI\nentrepreneur individuel \(EI\)/);
  expect(message.letter?.footer.join(' ')).toMatch(/en liquidation/);
});

test('a contested part is shown suspended, outside every total', () => {
  const step = 'reminder-1';
  const item = sampleItem({ on: DAY_OF[step], regime: 'b2b', step, disputed: cents(20_000) });
  const text = said(sampleFacts(step, 'b2b', { demanded: [item] }));
  expect(text).toMatch(/contesté, suspendu : 200,00 €/);
  expect(text).toMatch(/Montant : 1 000,00 €/);
});
