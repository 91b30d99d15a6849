import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { creditorFile, type Desk, openDesk, type Said } from '../harness/desk.ts';
import { seedDebtor, seedInvoice } from '../harness/seed.ts';

let desk: Desk;

beforeEach(async () => {
  desk = await openDesk('2026-10-07');
  await desk.done(`creditor set ${desk.file('creditor.json', creditorFile({ approvals: 'all' }))}`);
});
afterEach(async () => await desk.database.close());

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;
/** Names under which an answer or a refusal tells an amount of money. */
const MONEY =
  /^(amount|balance|credit|credits|principal|owed|available|sum|wanted|excess|settled|retention|capital)$/;

/** Every figure that stands under the name of an amount, with the path to it. */
function bareFigures(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'number' && MONEY.test(key)
      ? [`${path}.${key} = ${inner}`]
      : bareFigures(inner, `${path}.${key}`),
  );
}

async function everyAnswer(lines: readonly string[]): Promise<Map<string, Said>> {
  const said = new Map<string, Said>();
  for (const line of lines) said.set(line, await desk.say(line));
  return said;
}

test('ids are short and amounts decimal strings, in answers and in refusals', async () => {
  await seedInvoice(desk, await seedDebtor(desk), { due: '2026-09-28' });
  const second = await seedDebtor(desk, { key: 'C002' });
  await seedInvoice(desk, second, { number: 'F-2', due: '2026-09-28' });
  await seedInvoice(desk, second, { number: 'F-3', due: '2026-09-28' });
  const csv = desk.file(
    'f.csv',
    'facture;client;date_facture;date_echeance;montant\nF-9;Neuf;01/09/2026;30/09/2026;90\n',
  );
  const promised = await desk.done('promise F-3 --date 2026-10-20');
  const plan = await desk.done('plan-payments F-2 --date 2026-10-20=600.00 --date 2026-11-20=600.00');
  const paid = await desk.done('payment add --debtor C001 250.00');
  const said = await everyAnswer([
    'creditor show',
    'creditor list',
    'user add "Paul Roux" --role manager',
    'user remove "Paul Roux"',
    `import ${csv}`,
    'plan',
    'plan --days 3',
    'run',
    'approve --all',
    'approve --all',
    'why F-1',
    'debtor show C001',
    'debtor list',
    'invoice show F-1',
    'invoice void F-9 --reason erreur',
    'payment list --debtor C001',
    `payment allocate ${paid.id} F-1 999.00`,
    `payment allocate ${paid.id} F-1 250.01`,
    'promise F-1 --date 2026-10-20 --amount 9999.00',
    'dispute F-1 --amount 9999.00 --reason x',
    'dispute F-1 --amount 10.00 --reason x',
    'hold --debtor C001 --until 2026-10-08 --reason x',
    'plan-payments F-1 --date 2026-10-20=1.00',
    'plan-payments F-2 --date 2026-10-20=1200.00',
    `notice promise ${promised.id}`,
    `notice receipt ${paid.id}`,
    `promise cancel ${promised.id}`,
    `plan-payments cancel ${plan.id}`,
    'statement C001 --send',
    'scenario show',
    'history C001',
    'doctor',
  ]);
  const raw = [...said].filter(([, { data, text }]) => UUID.test(JSON.stringify(data) + text));
  expect(raw.map(([line, { data }]) => [line, UUID.exec(JSON.stringify(data))?.[0]])).toEqual([]);
  expect([...said].flatMap(([line, { data }]) => bareFigures(data, line))).toEqual([]);
  const refused = [...said].flatMap(([line, one]) => (one.refused === null ? [] : [[line, one.refused]]));
  expect(refused).toEqual([
    [`payment allocate ${paid.id} F-1 999.00`, 'credit_insufficient'],
    [`payment allocate ${paid.id} F-1 250.01`, 'credit_insufficient'],
    ['promise F-1 --date 2026-10-20 --amount 9999.00', 'payment_exceeds_claim'],
    ['dispute F-1 --amount 9999.00 --reason x', 'payment_exceeds_claim'],
    ['plan-payments F-1 --date 2026-10-20=1.00', 'plan_sum_differs'],
    ['plan-payments F-2 --date 2026-10-20=1200.00', 'plan_exists'],
  ]);
});

test('an invoice that two debtors have is refused in one shape, whatever the command', async () => {
  await seedInvoice(desk, await seedDebtor(desk), { due: '2026-09-28' });
  await seedInvoice(desk, await seedDebtor(desk, { key: 'C002' }), { due: '2026-09-28' });
  for (const line of [
    'why F-1',
    'invoice show F-1',
    'payment add F-1 10.00',
    'promise F-1 --date 2026-10-20',
    'dispute F-1 --reason x',
    'hold F-1 --until 2026-10-20 --reason x',
    'plan-payments F-1 --date 2026-10-20=1200.00',
  ]) {
    expect(await desk.say(line), line).toMatchObject({
      ...{ exit: 2, refused: 'invoice_ambiguous' },
      data: { invoice: 'F-1', candidates: ['C001', 'C002'] },
    });
  }
  expect(await desk.done('why F-1 --debtor C002')).toMatchObject({ debtor: 'C002' });
  expect(await desk.done('why F-1 --debtor "Société C002"')).toMatchObject({ debtor: 'C002' });
});

test('every id that an answer gives is taken where such an id is asked for', async () => {
  await seedInvoice(desk, await seedDebtor(desk), { due: '2026-09-28' });
  const { id: pause } = await desk.done('hold F-1 --until 2026-10-09 --reason x');
  expect(await desk.done(`hold lift ${pause}`)).toMatchObject({ done: 'hold_lifted', id: pause });
  const { id: dispute } = await desk.done('dispute F-1 --reason x');
  expect(await desk.done(`dispute close ${dispute}`)).toMatchObject({ id: dispute });
  const { id: promise } = await desk.done('promise F-1 --date 2026-10-20');
  const notice = await desk.done(`notice promise ${promise}`);
  expect(notice).toMatchObject({ done: 'notice_queued', kind: 'promise' });
  expect(await desk.done(`letter ${notice.id} --out ${join(desk.folder, 'n.pdf')}`)).toMatchObject({
    id: notice.id,
    frozen: true,
  });
  expect(await desk.done(`promise cancel ${promise}`)).toMatchObject({ id: promise });
  const { id: payment } = await desk.done('payment add F-1 10.00');
  expect(await desk.done(`notice receipt ${payment}`)).toMatchObject({ kind: 'receipt' });
  expect(await desk.done(`payment reverse ${payment} --reason x`)).toMatchObject({ id: payment });
  const [{ id }] = (await desk.done('creditor list')).creditors;
  expect(id).toMatch(/^cre-[0-9A-Z]{8}$/);
  expect(await desk.say('creditor show', { creditor: id })).toMatchObject({ data: { id } });
  expect(await desk.say('creditor show', { creditor: id.slice(0, -2) })).toMatchObject({ data: { id } });
  expect(await desk.say('creditor show', { creditor: 'cre-00000000' })).toMatchObject({
    refused: 'creditor_unknown',
  });
});

test('the beginning that several contacts share is refused with their ids', async () => {
  const ids: string[] = [];
  // Thirty-three of a kind: two at least begin with the same of thirty-two characters.
  for (let index = 0; index < 33; index += 1) {
    const key = `C${index}`;
    await seedInvoice(desk, await seedDebtor(desk, { key }), { number: `F-${index}`, due: '2026-09-28' });
  }
  for (const { id } of (await desk.done('run')).actions) ids.push(id);
  const shared = ids.map((id) => id.slice(0, 5)).find((start, at, all) => all.indexOf(start) !== at)!;
  const candidates = ids.filter((id) => id.startsWith(shared)).sort();
  for (const line of [`approve ${shared}`, `skip ${shared} --reason x`, `letter ${shared} --out x.pdf`]) {
    const said = await desk.say(line);
    expect(said, line).toMatchObject({ exit: 2, refused: 'id_ambiguous' });
    expect([...said.data.candidates].sort(), line).toEqual(candidates);
  }
});

test('the number of a credit note is told as one', async () => {
  await seedInvoice(desk, await seedDebtor(desk));
  await desk.done('invoice credit F-1 10.00 --number AV-1');
  const said = await desk.say('why AV-1');
  expect(said).toMatchObject({ refused: 'invoice_unknown', data: { creditNote: 'AV-1' } });
  expect(said.text).toContain('est un avoir');
});
