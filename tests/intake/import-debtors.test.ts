import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Clerk, openClerk } from './clerk.ts';

let clerk: Clerk;
beforeEach(async () => {
  clerk = await openClerk();
});
afterEach(async () => await clerk.database.close());

const HEAD =
  'code_client;client;type_client;siren;email;telephone;adresse;code_postal;ville;langue;client_depuis';
const file = (...rows: readonly string[]) => [HEAD, ...rows].join('\n') + '\n';
const BRULE =
  'C001;Menuiserie Brûlé;professionnel;552100554;a@brule.example;04 93 00 00 00;3 rue des Acacias;06000;Nice;fr;2015-03-01';

test('customers come in, and the same file again changes nothing', async () => {
  expect(await clerk.imports(file(BRULE, 'C002;Dupont;;;;;;;;;'))).toMatchObject({
    exit: 0,
    kind: 'debtors',
    lines: 2,
    created: { debtors: 2, invoices: 0 },
    needs: [{ code: 'customer_type_missing', debtors: 1 }],
    quarantined: false,
  });
  expect(await clerk.done('debtor show C001')).toMatchObject({
    name: 'Menuiserie Brûlé',
    regime: 'b2b',
    siren: '552100554',
    address: { lines: ['3 rue des Acacias'], postcode: '06000', city: 'Nice', country: 'FR' },
    customerSince: '2015-03-01',
  });
  expect(await clerk.imports(file('C002;Dupont;;;;;;;;;', BRULE))).toMatchObject({
    created: { debtors: 0 },
    updated: 0,
    unchanged: 2,
    import: null,
  });
});

test('a changed file updates and says what; a customer left out stays', async () => {
  await clerk.imports(file(BRULE, 'C002;Dupont;;;;;;;;;'));
  const changed = await clerk.imports(file(BRULE.replace('Nice', 'Cannes').replace('a@', 'b@')));
  expect(changed).toMatchObject({ updated: 1, unchanged: 0 });
  expect(changed.changes).toEqual([
    {
      line: 0,
      document: 'C001',
      field: 'address',
      from: '3 rue des Acacias, 06000, Nice',
      to: '3 rue des Acacias, 06000, Cannes',
    },
    { line: 0, document: 'C001', field: 'contact', from: null, to: 'b@brule.example' },
    { line: 0, document: 'C001', field: 'contact', from: 'a@brule.example', to: null },
  ]);
  expect((await clerk.done('debtor list')).debtors).toHaveLength(2);
});

test('a type comes by a later file, and changes by a file until a person says one', async () => {
  await clerk.imports(file('C001;Brûlé;;;;;;;;;'));
  await clerk.imports(file('C001;Brûlé;particulier;;;;;;;;'));
  expect(await clerk.done('debtor show C001')).toMatchObject({ regime: 'b2c' });
  expect((await clerk.imports(file('C001;Brûlé;professionnel;;;;;;;;'))).changes).toMatchObject([
    { field: 'regime', from: 'b2c', to: 'b2b' },
  ]);
  await clerk.done('debtor set C001 --regime public');
  expect(await clerk.imports(file('C001;Brûlé;professionnel;;;;;;;;'))).toMatchObject({
    updated: 0,
    needs: [{ code: 'customer_type_differs', debtors: 1 }],
  });
  expect(await clerk.done('debtor show C001')).toMatchObject({ regime: 'public' });
});

test('what a person entered of a customer stands, address and e-mail too', async () => {
  await clerk.done(
    'debtor set C001 --name Brûlé --email daf@brule.example --address "1 quai" --postcode 06300 --city Nice',
  );
  const taken = await clerk.imports(file(BRULE));
  expect(taken).toMatchObject({ created: { debtors: 0 }, updated: 1 });
  expect(taken.warnings).toContainEqual(expect.objectContaining({ code: 'entered_facts_kept' }));
  const shown = await clerk.done('debtor show C001');
  expect(shown).toMatchObject({ name: 'Brûlé', siren: '552100554', address: { postcode: '06300' } });
  expect(JSON.stringify(shown)).toContain('daf@brule.example');
});

test('an e-mail that a person removed does not come back with the next file', async () => {
  await clerk.imports(file(BRULE));
  await clerk.done('debtor set C001 --email daf@brule.example');
  expect(await clerk.imports(file(BRULE))).toMatchObject({ updated: 0 });
  expect(JSON.stringify(await clerk.done('debtor show C001'))).not.toContain('a@brule.example');
});

test('the customers of a file without codes are those that SIREN or name and town tell', async () => {
  await clerk.imports(file(BRULE, 'C002;Étang;;;;;;;75011;Paris;'));
  const anonymous = 'client;siren;code_postal;ville;email\n';
  const known = await clerk.imports(
    `${anonymous}Autre enseigne;552100554;06000;Nice;a@brule.example\nEtang;;75011;Paris;x@etang.example\n`,
  );
  expect(known).toMatchObject({ created: { debtors: 0 }, updated: 2 });
  const other = await clerk.imports(`${anonymous}Étang;;33000;Bordeaux;\n`);
  expect(other).toMatchObject({ created: { debtors: 1 } });
});
