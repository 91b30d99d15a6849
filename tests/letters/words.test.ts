import { describe, expect, test } from 'vitest';
import { REGIMES, type Regime } from '../../src/law/regime.ts';
import type { Block } from '../../src/letters/blocks.ts';
import { type ComposedMessage, composeMessage } from '../../src/letters/compose-message.ts';
import type { LetterFacts } from '../../src/letters/letter-facts.ts';
import { renderPdf } from '../../src/letters/render-pdf.ts';
import { foldSpaces } from '../../src/letters/typography.ts';
import { forbiddenWords } from '../../src/letters/words.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { STEPS, type StepKey } from '../../src/scenarios/steps.ts';
import { countWords } from './count-words.ts';
import { readPdf } from './read-pdf.ts';
import { sampleFacts } from './sample-facts.ts';

const WRITTEN = STEPS.filter((step) => step !== 'route');
const CASES = WRITTEN.flatMap((step) => REGIMES.map((regime) => [step, regime] as const));

function composed(facts: LetterFacts): ComposedMessage {
  const message = composeMessage(facts);
  if (isRefusal(message)) throw new Error(message.message);
  return message;
}

/** Everything that a debtor reads: subject, both parts, page, file names. */
async function everyReading(message: ComposedMessage): Promise<Record<string, string>> {
  const { letter } = message;
  const pdf = letter ? await renderPdf(letter) : null;
  if (isRefusal(pdf)) throw new Error(pdf.message);
  const page = pdf ? await readPdf(pdf) : null;
  return {
    subject: message.subject,
    text: message.text,
    html: message.html.replace(/<style>[\s\S]*?<\/style>/, '').replace(/<[^>]+>/g, ' '),
    letter: page ? `${page.text} ${page.info.Title}` : '',
    names: [...message.fileNames.email, ...message.fileNames.enclosures, message.fileNames.letter ?? ''].join(
      ' ',
    ),
  };
}

/** What a step must say to a kind of debtor. */
const MUST: readonly (readonly [StepKey, readonly Regime[], RegExp])[] = [
  ['reminder-2', REGIMES, /(second|deuxième) rappel/iu],
  [
    'reminder-2',
    ['b2b', 'b2c', 'nonpro'],
    /société de recouvrement, à un avocat ou à un commissaire de justice/u,
  ],
  [
    'reminder-2',
    ['b2c', 'nonpro'],
    /aucune mesure d.exécution ne peut être prise sans décision de justice/iu,
  ],
  ['reminder-2', ['b2c', 'nonpro'], /aucune somme ne s.ajoute à votre facture/iu],
  ['reminder-2', ['public'], /médiateur des entreprises/u],
  ['reminder-3', ['b2b'], /pénalités/iu],
  ['reminder-3', ['public'], /intérêts moratoires/iu],
  ['reminder-3', ['b2b', 'b2c', 'nonpro'], /mise en demeure, préalable à une éventuelle action en justice/u],
  ['reminder-3', ['public'], /quarante-cinq jours[\s\S]*R2192-36[\s\S]*réclamation préalable/u],
];

describe.each(CASES)('%s to %s', (step, regime) => {
  test('says nothing of what it must not, wherever it is read', async () => {
    const readings = await everyReading(composed(sampleFacts(step, regime)));
    for (const [where, text] of Object.entries(readings)) {
      expect(forbiddenWords(text, step, regime), where).toEqual([]);
    }
  });

  test('says what it must', async () => {
    const readings = await everyReading(composed(sampleFacts(step, regime)));
    for (const [at, regimes, pattern] of MUST) {
      if (at !== step || !regimes.includes(regime)) continue;
      expect(foldSpaces(readings.text ?? ''), String(pattern)).toMatch(pattern);
      expect(foldSpaces(readings.letter ?? ''), String(pattern)).toMatch(pattern);
    }
    if (step !== 'formal-notice') return;
    expect(foldSpaces(readings.letter ?? '')).toMatch(/MISE EN DEMEURE DE PAYER/u);
    expect(foldSpaces(readings.letter ?? '')).toMatch(/nous vous mettons en demeure/u);
    expect(foldSpaces(readings.text ?? '')).toMatch(/à l'identique, la mise en demeure/u);
  });

  test('no link, no image, no pixel, under 60 kB', () => {
    const { html } = composed(sampleFacts(step, regime));
    expect(html).not.toMatch(/<(a|img|script|link|iframe)\b|https?:|url\(|@import/i);
    expect(Buffer.byteLength(html)).toBeLessThan(60_000);
  });
});

test('each profile shades the tone and keeps to the words of its step', () => {
  for (const profile of ['new', 'standard', 'long-standing', 'strategic', 'small'] as const) {
    for (const [step, regime] of CASES) {
      const { subject, text } = composed(sampleFacts(step, regime, { profile }));
      expect(forbiddenWords(`${subject}\n${text}`, step, regime), `${profile} ${step} ${regime}`).toEqual([]);
    }
  }
  const texts = new Set(
    (['new', 'standard', 'long-standing', 'strategic', 'small'] as const).map(
      (profile) => composed(sampleFacts('reminder-1', 'b2b', { profile })).text,
    ),
  );
  expect(texts.size).toBe(5);
});

test('word lists know a word from a part of one, and the indemnity from the end of a larger sum', () => {
  expect(forbiddenWords('votre consommation', 'reminder-1', 'b2c')).toEqual([]);
  expect(forbiddenWords('une sommation', 'reminder-1', 'b2c')).toEqual(['sommation']);
  expect(forbiddenWords('soit 40,00\u00a0€', 'reminder-1', 'b2c')).toEqual(['40,00 €']);
  expect(forbiddenWords('1\u202f040,00\u00a0€ et 340 €', 'reminder-1', 'b2c')).toEqual([]);
  expect(forbiddenWords('notre relance', 'contact', 'b2b')).toEqual(['relance']);
  expect(forbiddenWords('les pénalités', 'reminder-1', 'b2b')).toEqual([]);
});

/** Words of the e-mail before its signature, for a known debtor and one invoice. */
const LENGTHS: Record<string, Partial<Record<StepKey, readonly [number, number]>>> = {
  b2b: {
    'pre-due': [60, 100],
    contact: [60, 90],
    'reminder-1': [90, 140],
    'reminder-2': [130, 190],
    'reminder-3': [160, 220],
    'reminder-3-bis': [160, 220],
  },
  b2c: {
    'pre-due': [50, 90],
    contact: [50, 80],
    'reminder-1': [70, 120],
    'reminder-2': [110, 160],
    'reminder-3': [130, 180],
    'reminder-3-bis': [130, 180],
  },
  public: {
    'pre-due': [60, 100],
    contact: [60, 100],
    'reminder-1': [100, 150],
    'reminder-2': [150, 200],
    'reminder-3': [180, 240],
    'reminder-3-bis': [180, 240],
  },
};

function bodyOf(blocks: readonly Block[]): readonly Block[] {
  const signature = blocks.findIndex((block) => block.kind === 'lines' && !block.small);
  return blocks.slice(0, signature);
}

test('texts keep to their lengths', () => {
  for (const [regime, lengths] of Object.entries(LENGTHS)) {
    for (const [step, [least, most]] of Object.entries(lengths) as [StepKey, readonly [number, number]][]) {
      const words = countWords(bodyOf(composed(sampleFacts(step, regime as Regime)).blocks));
      expect(words, `${step} ${regime}`).toBeGreaterThanOrEqual(least);
      expect(words, `${step} ${regime}`).toBeLessThanOrEqual(most);
    }
  }
});

test('French typography: no plain space before a double mark, an euro or within a thousand', () => {
  for (const [step, regime] of CASES) {
    const { subject, text } = composed(sampleFacts(step, regime));
    expect(`${subject}\n${text}`).not.toMatch(/ [:;!?»€%]|« |\d \d{3},\d\d/u);
  }
});
