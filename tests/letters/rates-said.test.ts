import { describe, expect, test } from 'vitest';
import { iso } from '../../src/calendar/day.ts';
import type { Regime } from '../../src/law/regime.ts';
import type { InterestSegment } from '../../src/law/segment.ts';
import { composeMessage } from '../../src/letters/compose-message.ts';
import type { LetterFacts, LetterItem } from '../../src/letters/letter-facts.ts';
import { messageText } from '../../src/letters/message-text.ts';
import { foldSpaces } from '../../src/letters/typography.ts';
import { cents } from '../../src/money/cents.ts';
import { basisPoints } from '../../src/money/rate.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import type { StepKey } from '../../src/scenarios/steps.ts';
import { DAY_OF, sampleFacts, sampleItem } from './sample-facts.ts';

/** Subject, e-mail and letter with its annexes in one, spaces folded. */
function said(facts: LetterFacts): string {
  const message = composeMessage(facts);
  if (isRefusal(message)) throw new Error(message.message);
  const pages = message.letter
    ? [message.letter.body, ...message.letter.annexes.map(({ blocks }) => blocks)]
    : [];
  const letter = pages.map((blocks) => messageText(blocks, facts.language)).join('\n');
  return foldSpaces(`${message.subject}\n${message.text}\n${letter}`);
}

type Over = Partial<LetterItem>;

function items(step: StepKey, regime: Regime, ...overs: readonly Over[]): readonly LetterItem[] {
  return overs.map((one) => sampleItem({ on: DAY_OF[step], regime, step, ...one }));
}

function at(step: StepKey, rule: string, rate: number, from = '2026-10-01'): Over {
  const segment: InterestSegment = {
    from: iso(from),
    to: DAY_OF[step],
    days: DAY_OF[step] - iso(from) + 1,
    rate: basisPoints(rate),
    base: cents(120_000),
    amount: cents(1_000),
    rule,
    source: `${rule} ${rate}`,
  };
  return { interest: [segment] };
}

/** Out of L441-10: neither penalty nor indemnity, the legal rate from a formal notice. */
const OUTSIDE: Over = { interest: [], indemnity: cents(0), perDay: cents(0), legalFromNotice: true };

describe('whose a rate is', () => {
  const step = 'reminder-2';
  const agreed = { number: 'B-1', ...at(step, 'PEN-02', 1500) };

  test('one agreed rate for all is the agreed rate', () => {
    const text = said(sampleFacts(step, 'b2b', { demanded: items(step, 'b2b', agreed) }));
    expect(text).toContain('Pénalités de retard au 15/10/2026 (15,00 %) :');
    expect(text).toContain('les pénalités, au taux convenu, augmentent');
  });

  test.each([
    ['of the law', at(step, 'PEN-01', 1240), '12,40 %'],
    ['agreed otherwise', at(step, 'PEN-02', 500), '5,00 %'],
  ] as const)('beside one %s, each sum says whose rate it is', (_, over, rate) => {
    const demanded = items(step, 'b2b', agreed, { number: 'B-2', ...over });
    const text = said(sampleFacts(step, 'b2b', { demanded }));
    expect(text).toContain(
      `Pénalités de retard au 15/10/2026 (facture B-1 : 15,00 % ; facture B-2 : ${rate}) : 20,00 €`,
    );
    expect(text).toContain('les pénalités, aux taux indiqués pour chaque facture, augmentent');
    expect(text).not.toContain('au taux convenu,');
    const english = said(sampleFacts(step, 'b2b', { demanded, language: 'en' }));
    expect(english).toContain('interest, at the rates shown for each invoice, grows');
  });

  test('a rate of the law that changes with the semester stays one list', () => {
    const [segment] = at(step, 'PEN-01', 1240).interest!;
    const before = { ...segment!, from: iso('2026-06-11'), rate: basisPoints(1215) };
    const demanded = items(step, 'b2b', { interest: [before, segment!] }, { number: 'F-2' });
    const text = said(sampleFacts(step, 'b2b', { demanded }));
    expect(text).toContain('(12,15 % et 12,40 %) :');
    expect(text).toContain('au taux de la BCE majoré de dix points');
  });

  test('beside the legal rate, the ground of each is given', () => {
    const legal = { number: 'M-1', ...at(step, 'LEG-01', 275), indemnity: cents(0) };
    const text = said(sampleFacts(step, 'b2b', { demanded: items(step, 'b2b', { number: 'F-1' }, legal) }));
    expect(text).toContain(
      'Pénalités et intérêts de retard au 15/10/2026 (facture F-1 : 12,40 % ; facture M-1 : 2,75 %)',
    );
    expect(text).toContain('Pour la part au taux légal, facture M-1, les intérêts courent en application de');
  });

  test('a public buyer’s invoices late since two semesters bear two rates', () => {
    const demanded = items(
      step,
      'public',
      { number: 'K-1', ...at(step, 'PUB-03', 1015, '2026-06-16') },
      { number: 'K-2', ...at(step, 'PUB-03', 1040) },
    );
    const text = said(sampleFacts(step, 'public', { demanded }));
    expect(text).toContain(
      'Intérêts moratoires au 15/10/2026 (facture K-1 : 10,15 % ; facture K-2 : 10,40 %)',
    );
    expect(text).toContain('au taux de la BCE du semestre où le retard de chaque facture a commencé, majoré');
    expect(said(sampleFacts(step, 'public'))).toContain(
      'au taux de la BCE du 1er juillet 2026 majoré de huit',
    );
  });

  test('sources are parted by a semicolon of French typography', () => {
    const demanded = items(step, 'b2b', agreed, { number: 'B-2' });
    const message = composeMessage(sampleFacts(step, 'b2b', { demanded }));
    if (isRefusal(message)) throw new Error(message.message);
    expect(message.text).toMatch(/Taux et sources\u00a0: 15,00\u00a0% – PEN-02 1500\u00a0; 12,40/);
  });
});

describe('consequences are announced where they exist', () => {
  const COSTS = /frais de recouvrement (supérieurs à|qui excéderaient) l'indemnité forfaitaire/;

  test('penalties and indemnity: all of them', () => {
    const text = said(sampleFacts('reminder-3'));
    expect(text).toContain(
      'seraient alors, outre les pénalités qui continuent de courir, le remboursement de nos frais',
    );
    expect(said(sampleFacts('reminder-3-bis'))).toMatch(COSTS);
    expect(said(sampleFacts('formal-notice'))).toMatch(COSTS);
  });

  test('out of L441-10, neither penalties nor costs', () => {
    for (const step of ['reminder-3', 'reminder-3-bis', 'formal-notice'] as const) {
      const text = said(sampleFacts(step, 'b2b', { demanded: items(step, 'b2b', OUTSIDE) }));
      expect(text, step).not.toMatch(/pénalités|forfaitaire|441-10/i);
    }
    const demanded = items('reminder-3', 'b2b', OUTSIDE);
    expect(said(sampleFacts('reminder-3', 'b2b', { demanded }))).toContain(
      'Vos conditions de paiement seraient alors réexaminées.',
    );
    const english = said(sampleFacts('reminder-3', 'b2b', { demanded, language: 'en' }));
    expect(english).toContain('Your payment terms would then be reviewed.');
    expect(english).not.toMatch(/besides interest|recovery costs/);
  });

  test('interest that an insolvency stopped does not go on', () => {
    const demanded = items('reminder-3', 'b2b', { perDay: cents(0) });
    const text = said(sampleFacts('reminder-3', 'b2b', { demanded }));
    expect(text).toContain('Les conséquences seraient alors le remboursement de nos frais');
    expect(text).not.toContain('continuent de courir');
  });
});

describe('a formal notice starts the legal rate where the law gives no other', () => {
  const step = 'formal-notice';

  test('of every invoice out of L441-10, with its rate and its articles', () => {
    const demanded = items(step, 'b2b', { ...OUTSIDE, amount: cents(2_000_000) });
    const text = said(sampleFacts(step, 'b2b', { demanded }));
    expect(text).toContain(
      'À compter de la réception de cette lettre, cette somme produit intérêts au taux légal (2,75 % au 2e ' +
        'semestre 2026, soit 1,51 € par jour, taux révisé chaque semestre), en application des articles 1231-6 et ' +
        '1344-1 du code civil.',
    );
    expect(said(sampleFacts(step, 'b2b', { demanded, legalRate: null }))).toContain(
      'produit intérêts au taux légal, en application',
    );
    expect(said(sampleFacts(step, 'b2b', { demanded, language: 'en' }))).toContain(
      'this sum bears interest at the French legal rate (2.75% for the second half of 2026, that is €1.51 a day,',
    );
  });

  test('of those only, when others bear penalties', () => {
    const demanded = items(
      step,
      'b2b',
      { number: 'F-1' },
      { ...OUTSIDE, number: 'M-1', amount: cents(2_000_000) },
    );
    const text = said(sampleFacts(step, 'b2b', { demanded }));
    expect(text).toContain('le principal restant dû, facture M-1, produit intérêts au taux légal (2,75 %');
    expect(text).toContain('soit 1,51 € par jour');
    const credits = [{ label: 'Avoir A-7', on: iso('2026-09-10'), amount: cents(12_000) }];
    const net = said(sampleFacts(step, 'b2b', { demanded, credits }));
    expect(net).toContain('(2,75 % au 2e semestre 2026, taux révisé chaque semestre)');
  });

  test('of none that bears penalties already', () => {
    expect(said(sampleFacts(step))).not.toContain('taux légal');
  });

  test('a consumer is told that the rate is revised', () => {
    expect(said(sampleFacts(step, 'b2c'))).toContain('soit 0,09 € par jour, taux révisé chaque semestre)');
  });
});

test('accessories of the invoices of a step alone make no total of all that is asked', () => {
  const others = items('reminder-1', 'b2b', {
    number: 'F-9',
    interest: [],
    indemnity: cents(0),
    perDay: cents(0),
  });
  const text = said(sampleFacts('reminder-1', 'b2b', { others }));
  expect(text).toContain('Total avec ces accessoires : 2 442,85 €');
  expect(text).not.toContain('accessoires compris');
  expect(said(sampleFacts('reminder-1'))).toContain('Total, accessoires compris : 1 242,85 €');
});

test('the e-mail that carries a public formal notice says that it is a prior claim', () => {
  const message = composeMessage(sampleFacts('formal-notice', 'public'));
  if (isRefusal(message)) throw new Error(message.message);
  expect(foldSpaces(message.subject)).toMatch(/mise en demeure de payer valant réclamation préalable/);
  expect(foldSpaces(message.text)).toMatch(
    /la mise en demeure de payer valant réclamation préalable que nous/,
  );
  expect(said(sampleFacts('formal-notice', 'b2b'))).not.toMatch(/réclamation préalable/);
});
