import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { composeMessage } from '../../src/letters/compose-message.ts';
import { figuresOf } from '../../src/letters/figures.ts';
import { reviewWording } from '../../src/letters/review-wording.ts';
import { letterScope, type Scope } from '../../src/letters/variables.ts';
import { BLOCS } from '../../src/letters/wording.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { sampleFacts } from './sample-facts.ts';

const FACTS = sampleFacts('reminder-1');
const FIGURES = figuresOf(FACTS);
if (isRefusal(FIGURES)) throw new Error(FIGURES.message);
const SCOPE = letterScope(FACTS, FIGURES, null, 'courriel');

function composeWith(source: string) {
  return composeMessage(FACTS, new Map([['fr/reminder-1.b2b', source]]));
}

function namesOf(scope: Scope, prefix = ''): readonly string[] {
  return Object.entries(scope).flatMap(([name, value]) =>
    typeof value === 'object' ? namesOf(value, `${prefix}${name}.`) : [`${prefix}${name}`],
  );
}

describe('a text of the user', () => {
  test('takes the place of ours, in the e-mail and in the letter', () => {
    const message = composeWith(
      'Objet : Bonjour {{ debiteur.nom }}\n\nVoici {{ montant | gras }} :\n\n{% bloc paiement %}\n',
    );
    if (isRefusal(message)) throw new Error(message.message);
    expect(message.subject).toBe('Bonjour Boulangerie Martin');
    expect(message.text).toMatch(/^Voici 1\u202f200,00\u00a0€\u00a0:\n\nPour régler\n/);
    expect(message.html).toMatch(/<p>Voici <b>1\u202f200,00\u00a0€<\/b>\u00a0:<\/p>/);
    expect(message.letter?.subject.text).toBe('Bonjour Boulangerie Martin');
  });

  test.each([
    ['{{ debiteur.prenom }}', ['debiteur.prenom']],
    ['{% if jamais %}x{% endif %}', ['jamais']],
    ['{{ creancier }}', ['creancier']],
    ['{{ montant.length }} {{ a }} {{ a }}', ['montant.length', 'a']],
    ['{% bloc publicite %}', ['publicite']],
    ['{% bloc affectation %}', ['affectation']],
  ])('names what does not exist: %s', (source, unknown) => {
    const refusal = composeWith(`Objet : x\n\n${source}\n`);
    expect(isRefusal(refusal) && [refusal.refused, refusal.details.unknown]).toEqual([
      'wording_variable_unknown',
      unknown,
    ]);
  });

  test.each([
    '{{ montant | upcase }}',
    '{% for a in b %}x{% endfor %}',
    '{% include "x" %}',
    '{% assign a = 1 %}',
    '{{ montant',
    '{% raw %}',
  ])('is refused when it cannot be read: %s', (source) => {
    const refusal = composeWith(`Objet : x\n\n${source}\n`);
    expect(isRefusal(refusal) && refusal.refused).toBe('wording_invalid');
  });

  test('is reviewed when it is written: forbidden words of its step are named', () => {
    const refusal = reviewWording(
      'fr/reminder-1.b2c',
      'Objet : x\n\nDes frais de dossier et un huissier.',
      SCOPE,
    );
    expect(refusal?.refused).toBe('wording_forbidden_word');
    expect(refusal?.details.words).toEqual(['huissier', 'frais de dossier']);
    expect(
      reviewWording('fr/reminder-1.b2c', 'Objet : x\n\nMerci de régler {{ montant }}.', SCOPE),
    ).toBeNull();
    expect(reviewWording('fr/bloc-issue', 'Écrivez-nous.', SCOPE)).toBeNull();
    expect(reviewWording('fr/bloc-issue', '{{ x }}', SCOPE)?.refused).toBe('wording_variable_unknown');
  });
});

test('docs/guide/variables.md names every variable, block and filter, and none that does not exist', () => {
  const guide = readFileSync(new URL('../../docs/guide/variables.md', import.meta.url), 'utf8');
  const [letters = ''] = guide.split('## Autres textes');
  const documented = [...letters.matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1]);
  const expected = [
    ...namesOf(SCOPE),
    ...BLOCS.filter((name) => name !== 'releve' && name !== 'affectation'),
    'accorde',
    'gras',
  ];
  expect([...documented].sort()).toEqual([...expected].sort());
});

test('every shipped wording is read; each exists in both languages but those of public buyers', () => {
  const folder = new URL('../../src/letters/wording/', import.meta.url);
  const [french, english] = ['fr', 'en'].map((language) =>
    readdirSync(new URL(`${language}/`, folder)).sort(),
  );
  expect(english).toEqual(french?.filter((name) => !name.includes('.public.')));
  for (const name of french ?? []) {
    if (/^(promise|receipt|statement)\./.test(name)) continue;
    const source = readFileSync(new URL(`fr/${name}`, folder), 'utf8');
    expect(reviewWording(`fr/${name.replace('.liquid', '')}`, source, SCOPE), name).toBeNull();
  }
});

describe('data is never markup', () => {
  const hostile = {
    hash: '#let x = 1; *gras* _ital_ $x^2$ @ref <label> `code` \\u{41}',
    script: '<script>alert(1)</script><img src=x onerror=y>"\'&',
    liquid: '{{ montant }}{% bloc paiement %}',
    marks: 'M\u0001bloc\u0003gras\u0004 \u202emnim\u202c \u200fRTL\u200e\u2066x\u2069 \ue000\u0000',
    lines: 'Objet : autre\r\n\r\nBcc: pirate@example',
  };

  test.each(Object.entries(hostile))('%s', (_name, text) => {
    const debtor = { ...FACTS.debtor, name: text, contactName: text };
    const demanded = [{ ...FACTS.demanded[0]!, number: text, description: text, order: text }];
    const message = composeMessage({ ...FACTS, debtor, demanded });
    if (isRefusal(message)) throw new Error(message.message);
    expect(`${message.subject}${message.text}${message.html}`).not.toMatch(/[\p{Co}\p{Cf}]|(?!\n)\p{Cc}/u);
    expect(message.subject).not.toMatch(/[\r\n]/);
    expect(message.html).not.toMatch(/<(script|img)/);
    expect(message.text.match(/Pour régler/g)).toHaveLength(1);
    for (const name of [message.fileNames.letter ?? ''])
      expect(name).toMatch(/^[\p{L}\p{N}_().,;^-]+\.pdf$/u);
  });

  test('ten thousand characters fit an e-mail and a file name', () => {
    const long = 'Société très longue '.repeat(500);
    const debtor = { ...FACTS.debtor, name: long, contactName: long };
    const demanded = [{ ...FACTS.demanded[0]!, number: long, description: long }];
    const message = composeMessage({ ...FACTS, debtor, demanded });
    if (isRefusal(message)) throw new Error(message.message);
    expect(message.subject.length).toBeLessThanOrEqual(150);
    expect(Buffer.byteLength(message.fileNames.letter ?? '')).toBeLessThanOrEqual(100);
    expect(message.warnings.map((one) => one.code)).toContain('address_shortened');
  });
});
