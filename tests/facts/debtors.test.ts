import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { debtorByKey } from '../../src/debtors/debtors.db.ts';
import { markAddressBad } from '../../src/debtors/mark-address-bad.act.ts';
import { bill } from './bill.ts';
import { type Desk, openDesk, setSettings } from './desk.ts';
import { headOf, moves } from './moves.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
  await setSettings(desk);
});
afterEach(async () => await desk.close());

test('two that enter the same new debtor or user at once make one of it', async () => {
  const words = ['debtor', 'set', 'C001', '--name', 'Menuiserie Brûlé'];
  const both = await Promise.all([desk.run(words), desk.run([...words, '--siren', '732829320'])]);
  expect(both.map(({ done }) => done).sort()).toEqual(['debtor_created', 'debtor_set']);
  expect((await desk.run(['debtor', 'list'])).debtors).toHaveLength(1);
  const user = ['user', 'add', 'Marc', '--role', 'collector'];
  const twice = await Promise.all([desk.run(user), desk.run(user)]);
  expect(twice.map(({ done, refused }) => done ?? refused).sort()).toEqual(['user_added', 'user_exists']);
});

describe('a debtor stated by a person', () => {
  test('is created with its name, then changed fact by fact', async () => {
    const words = ['debtor', 'set', 'C001', '--name', 'Menuiserie Brûlé', '--regime', 'professionnel'];
    const created = await moves(desk, 'C001', () =>
      desk.run([...words, '--email', 'compta@brule.example;chef@brule.example', '--phone', '04 72 00 00 00']),
    );
    expect(created).toMatchObject({
      done: 'debtor_created',
      id: 'C001',
      name: 'Menuiserie Brûlé',
      regime: 'b2b',
      contacts: [
        { role: 'accounts', email: 'compta@brule.example', phone: null },
        { role: 'accounts', email: 'chef@brule.example', phone: null },
        { role: 'accounts', email: null, phone: '+33472000000' },
      ],
    });
    const changed = await moves(desk, 'C001', () =>
      desk.run([
        ...['debtor', 'set', 'C001', '--tone-ceiling', 'reminder-2', '--strategic', 'oui'],
        ...[
          '--insolvency',
          '2026-11-02',
          '--address',
          '3 rue du Port',
          '--postcode',
          '69 002',
          '--city',
          'Lyon',
        ],
        ...[
          '--owner',
          'Marc',
          '--customer-since',
          '2019-05-01',
          '--siren',
          '732 829 320',
          '--language',
          'en',
        ],
      ]),
    );
    expect(changed).toMatchObject({
      done: 'debtor_set',
      regime: 'b2b',
      toneCeiling: 'reminder-2',
      strategic: true,
      insolvencyOn: '2026-11-02',
      address: { lines: ['3 rue du Port'], postcode: '69002', city: 'Lyon', country: 'FR' },
      owner: 'Marc',
      customerSince: '2019-05-01',
      siren: '732829320',
      language: 'en',
    });
    const cleared = await desk.run([
      'debtor',
      'set',
      'c001',
      '--insolvency',
      'none',
      '--tone-ceiling',
      'none',
    ]);
    expect(cleared).toMatchObject({ insolvencyOn: null, toneCeiling: null, strategic: true });
  });

  test('is found by key, name or SIREN; homonyms are told apart by their keys', async () => {
    await desk.run(['debtor', 'set', 'C001', '--name', 'Dupont', '--siren', '732829320']);
    expect((await desk.run(['debtor', 'show', 'dupont'])).debtor).toBe('C001');
    expect((await desk.run(['debtor', 'show', '732 829 320'])).debtor).toBe('C001');
    await desk.run(['debtor', 'set', 'C002', '--name', 'DUPONT']);
    expect(await desk.run(['debtor', 'show', 'Dupont'])).toMatchObject({
      refused: 'debtor_ambiguous',
      candidates: ['C001', 'C002'],
    });
    expect(await desk.run(['debtor', 'show', 'Martin'])).toMatchObject({ refused: 'debtor_unknown' });
  });

  test('what is wrong is refused and changes nothing', async () => {
    const refused = async (...words: string[]) =>
      (await desk.run(['debtor', 'set', 'C001', '--name', 'Dupont', ...words])).refused;
    expect(await refused('--regime', 'martien')).toBe('regime_unknown');
    expect(await refused('--siren', '732829321')).toBe('option_value_unknown');
    expect(await refused('--email', 'compta')).toBe('address_invalid');
    expect(await refused('--phone', '12')).toBe('option_value_unknown');
    expect(await refused('--insolvency', '2026-02-30')).toBe('date_invalid');
    expect(await refused('--insolvency-ended', '2026-02-03')).toBe('date_order');
    expect(await refused('--tone-ceiling', 'court')).toBe('option_value_unknown');
    expect(await refused('--role', 'pape', '--phone', '0472000000')).toBe('option_value_unknown');
    expect(await refused('--postcode', '999999')).toBe('option_value_unknown');
    expect(await desk.run(['debtor', 'show', 'C001'])).toMatchObject({ refused: 'debtor_unknown' });
    expect(await desk.run(['debtor', 'set', 'C009', '--regime', 'public'])).toMatchObject({
      refused: 'debtor_unknown',
    });
  });

  test('the regime is asked, never guessed from a SIREN that is there or missing', async () => {
    expect((await desk.run(['debtor', 'set', 'C001', '--name', 'Dupont'])).regime).toBeNull();
    expect(
      (await desk.run(['debtor', 'set', 'C002', '--name', 'X', '--siren', '732829320'])).regime,
    ).toBeNull();
  });
});

describe('addresses that do not work', () => {
  test('a bounced e-mail is out until a person states it anew', async () => {
    await desk.run(['debtor', 'set', 'C001', '--name', 'Dupont', '--email', 'a@x.example']);
    const told = await moves(desk, 'C001', () =>
      desk.run(['debtor', 'set', 'C001', '--bounced', 'A@x.example'], { on: '2026-11-20' }),
    );
    expect(told).toMatchObject({
      done: 'email_bounced',
      contacts: [{ email: 'a@x.example', bouncedOn: '2026-11-20' }],
    });
    expect(await desk.run(['debtor', 'set', 'C001', '--bounced', 'a@x.example'])).toMatchObject({
      refused: 'recipient_missing',
    });
    const again = await desk.run(['debtor', 'set', 'C001', '--email', 'a@x.example']);
    expect(again.contacts).toMatchObject([{ bouncedOn: null }]);
  });

  test('a letter that came back closes the address until another is given', async () => {
    const at = ['--address', '3 rue du Port', '--postcode', '69002', '--city', 'Lyon'];
    await desk.run(['debtor', 'set', 'C001', '--name', 'Dupont', ...at]);
    const head = await headOf(desk, 'C001');
    const marked = await desk.during(async (scope) => {
      const debtor = await debtorByKey(scope, 'C001');
      return [await markAddressBad(scope, debtor!.id), await markAddressBad(scope, debtor!.id)];
    });
    expect(marked).toEqual([true, false]);
    expect(await headOf(desk, 'C001')).toBe(head + 1);
    expect((await desk.run(['debtor', 'show', 'C001'])).addressBadOn).toBe('2026-11-23');
    const same = await desk.run(['debtor', 'set', 'C001', ...at]);
    expect(same.addressBadOn).toBe('2026-11-23');
    const moved = await desk.run(['debtor', 'set', 'C001', '--address', '9 quai', '--postcode', '69002']);
    expect(moved).toMatchObject({ addressBadOn: null, address: { city: '' } });
  });
});

describe('lists', () => {
  test('debtors come by key, a page at a time, with what they owe', async () => {
    await bill(
      desk,
      { number: 'F-1', debtor: 'B', due: [['2026-10-31', '100.00']] },
      { number: 'F-2', debtor: 'A', due: [['2026-10-31', '20.50']] },
      { number: 'F-3', debtor: 'A', currency: 'CHF', due: [['2026-10-31', '7.00']] },
    );
    const first = await desk.run(['debtor', 'list', '--limit', '1']);
    expect(first.next).toBe('A');
    expect(first.debtors).toHaveLength(1);
    expect(first.debtors[0].owed).toHaveLength(2);
    expect(first.debtors[0].owed).toEqual(
      expect.arrayContaining([
        { currency: 'EUR', amount: '20.50' },
        { currency: 'CHF', amount: '7.00' },
      ]),
    );
    const rest = await desk.run(['debtor', 'list', '--after', first.next]);
    expect(rest).toMatchObject({ debtors: [{ debtor: 'B' }], next: null });
    expect(await desk.run(['debtor', 'list', '--limit', '0'])).toMatchObject({ refused: 'number_invalid' });
  });
});
