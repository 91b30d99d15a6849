import { describe, expect, test } from 'vitest';
import { readCountry, readEmails, readPhone, readPostcode } from './contact.ts';
import type { Reading } from './reading.ts';

function outcome<T>(reading: Reading<T>): T | string {
  return 'fault' in reading ? reading.fault : reading.value;
}

describe('e-mails', () => {
  test.each([
    ['compta@lefevre.example', ['compta@lefevre.example']],
    ['Compta@Lefevre.Example', ['Compta@lefevre.example']],
    ['a@b.fr, c@d.fr; e@f.fr', ['a@b.fr', 'c@d.fr', 'e@f.fr']],
    ['a@b.fr;\nA@B.fr', ['a@b.fr']],
    ['Jean Dupont <jean@dupont.fr>', ['jean@dupont.fr']],
    ['mailto:jean@dupont.fr', ['jean@dupont.fr']],
    ["o'brien+compta@maison.fr", ["o'brien+compta@maison.fr"]],
    ['compta@hôtel-beauséjour.fr', ['compta@hôtel-beauséjour.fr']],
  ])('%s', (text, emails) => {
    expect(readEmails(text)).toEqual({ emails, faults: [] });
  });

  test.each([
    ...['compta', 'compta@', '@lefevre.fr', 'a b@c.fr', 'a@b', 'a@b..fr', 'a@@b.fr', '.a@b.fr', 'a@-b.fr'],
    ...['compta(at)lefevre.fr', 'néant', `${'a'.repeat(65)}@b.fr`, `a@${'b'.repeat(260)}.fr`],
  ])('%s is none', (text) => {
    expect(readEmails(text)).toMatchObject({ emails: [], faults: [{ fault: 'email_invalid', text }] });
  });

  test('the good ones of a cell are kept beside the bad', () => {
    const { emails, faults } = readEmails('a@b.fr; voir Paul; c@d.fr');
    expect(emails).toEqual(['a@b.fr', 'c@d.fr']);
    expect(faults.map(({ text }) => text)).toEqual(['voir Paul']);
  });
});

describe('phones', () => {
  test.each([
    ['04 72 00 00 00', 'FR', '+33472000000'],
    ['04.72.00.00.00', 'FR', '+33472000000'],
    ['472000000', 'FR', '+33472000000'],
    ['33472000000', 'FR', '+33472000000'],
    ['+33 (0)4 72 00 00 00', 'FR', '+33472000000'],
    ['0033 4 72 00 00 00', 'FR', '+33472000000'],
    ['+32 2 501 02 11', 'FR', '+3225010211'],
    ['02 501 02 11', 'BE', '+3225010211'],
    ['0262 90 00 00', 'RE', '+262262900000'],
    ['12', 'FR', 'phone_invalid'],
    ['demander Paul', 'FR', 'phone_invalid'],
    ['4,72E+08', 'FR', 'phone_invalid'],
  ])('%s dialled in %s', (text, country, expected) => {
    expect(outcome(readPhone(text, country))).toBe(expected);
  });
});

describe('countries and postcodes', () => {
  test.each([
    ['FR', 'FR'],
    ['France', 'FR'],
    ['BELGIQUE', 'BE'],
    ['Royaume-Uni', 'GB'],
    ['United Kingdom', 'GB'],
    ['La Réunion', 'RE'],
    ['Pays-Bas', 'NL'],
    ['uk', 'GB'],
    ['Atlantide', 'country_unknown'],
    ['EU', 'country_unknown'],
  ])('%s', (text, expected) => {
    expect(outcome(readCountry(text))).toBe(expected);
  });

  test.each([
    ['69003', null, '69003'],
    ['69 003', null, '69003'],
    ['1000', null, '01000'],
    ['1000.0', null, '01000'],
    ['F-69003', 'FR', '69003'],
    ['97400', 'RE', '97400'],
    ['98000', 'MC', '98000'],
    ['1000', 'BE', '1000'],
    ['SW1A 1AA', 'GB', 'SW1A 1AA'],
    ['00123', null, 'postcode_invalid'],
    ['690033', null, 'postcode_invalid'],
    ['2A004', 'FR', 'postcode_invalid'],
    ['SW1A 1AA', null, 'postcode_invalid'],
  ])('%s in %s', (text, country, expected) => {
    expect(outcome(readPostcode(text, country))).toBe(expected);
  });
});
