import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressBlock, debtorName, POSTAL_LINE, POSTAL_LINES } from './address-block.ts';
import type { DebtorIdentity } from './letter-facts.ts';

const DEBTOR: DebtorIdentity = {
  name: 'Boulangerie Martin',
  legalForm: 'SARL',
  siren: null,
  regime: 'b2b',
  naturalPerson: false,
  address: { lines: ['8, place de l’Œuvre'], postcode: '38000', city: 'Saint-Égrève', country: 'FR' },
  contactName: null,
  serviceCode: null,
};

test('the post reads capitals without accents nor punctuation, the name keeps its own', () => {
  expect(addressBlock(DEBTOR, 'À l’attention de Madame Martin').lines).toEqual([
    'Boulangerie Martin SARL',
    'À l’attention de Madame Martin',
    '8 PLACE DE L OEUVRE',
    '38000 SAINT-EGREVE',
  ]);
});

test('the country comes last, in French capitals, when it is another one', () => {
  const address = { ...DEBTOR.address!, country: 'DE', postcode: '70173', city: 'Stuttgart' };
  expect(addressBlock({ ...DEBTOR, address }, '').lines.slice(-2)).toEqual(['70173 STUTTGART', 'ALLEMAGNE']);
});

test('the form is added to the name once, never to a person', () => {
  expect(debtorName(DEBTOR)).toBe('Boulangerie Martin SARL');
  expect(debtorName({ ...DEBTOR, name: 'SARL Boulangerie Martin' })).toBe('SARL Boulangerie Martin');
  expect(debtorName({ ...DEBTOR, naturalPerson: true })).toBe('Boulangerie Martin');
});

test('any address holds in the window: eight lines of 38 characters, the town always among them', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 300 });
  fc.assert(
    fc.property(text, text, fc.array(text, { maxLength: 5 }), (name, attention, lines) => {
      const debtor = { ...DEBTOR, name: `X${name}`, address: { ...DEBTOR.address!, lines } };
      const block = addressBlock(debtor, attention.trim());
      expect(block.lines.length).toBeLessThanOrEqual(POSTAL_LINES);
      for (const line of block.lines) expect(line.length).toBeLessThanOrEqual(POSTAL_LINE);
      expect(block.lines.at(-1)).toBe('38000 SAINT-EGREVE');
    }),
  );
});
