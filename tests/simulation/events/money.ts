import { toIso } from '../../../src/calendar/day.ts';
import { act, type Bill, type House, type Money, tell, type World } from '../world.ts';
import { decimal, openBills, remaining } from './billing.ts';

/** What the debtors meant to pay by today, by transfer, file, or without a word about what it is for. */
export async function payWhatIsMeant(world: World, house: House): Promise<void> {
  const today = world.clerk.today();
  const due = house.intents.filter(({ on }) => on <= today);
  const byFile: { bill: Bill; amount: number }[] = [];
  for (const intent of due) {
    house.intents.splice(house.intents.indexOf(intent), 1);
    const { bill, percent } = intent;
    if (bill.voidedOn !== null) continue;
    const left = remaining(house, bill);
    if (left <= 0) continue;
    const part = bill.instalments.length > 1 ? Math.ceil(left / bill.instalments.length) : left;
    const amount = Math.max(1, Math.floor((part * percent) / 100));
    if (world.dice.chance(30)) byFile.push({ bill, amount });
    else if (world.dice.chance(10)) await payUnallocated(world, house, bill, amount);
    else await pay(world, house, bill, amount);
  }
  if (byFile.length > 0) await importPayments(world, house, byFile);
}

export async function pay(world: World, house: House, bill: Bill, amount: number): Promise<void> {
  const said = await act(world, house, [
    'payment',
    'add',
    bill.number,
    decimal(amount),
    '--debtor',
    bill.patron.key,
  ]);
  if (said !== null) book(world, house, { id: said.data.id, bill, patron: bill.patron, amount });
}

async function payUnallocated(world: World, house: House, bill: Bill, amount: number): Promise<void> {
  const { patron, currency } = bill;
  const words = ['payment', 'add', '--debtor', patron.key, decimal(amount), '--currency', currency];
  const said = await act(world, house, words);
  if (said !== null) book(world, house, { id: said.data.id, bill: null, patron, amount, currency });
}

function book(
  world: World,
  house: House,
  paid: {
    readonly id: string;
    readonly bill: Bill | null;
    readonly patron: Money['patron'];
    readonly amount: number;
    readonly currency?: string;
  },
): void {
  const today = world.clerk.today();
  const currency = paid.currency ?? paid.bill?.currency ?? 'EUR';
  const { id, bill, patron, amount } = paid;
  house.monies.push({ id, kind: 'payment', patron, currency, amount, on: today, bill, reversedOn: null });
  tell(house, {
    kind: 'payment',
    on: toIso(today),
    id,
    debtor: patron?.key ?? null,
    currency,
    receivedOn: toIso(today),
    amount: decimal(amount),
    invoice: bill?.number ?? null,
    instalment: null,
  });
}

/** The bank's list as a table: it names invoices; sometimes a payer whom nobody knows. */
async function importPayments(
  world: World,
  house: House,
  paid: readonly { readonly bill: Bill; readonly amount: number }[],
): Promise<void> {
  const { dice, clerk } = world;
  const today = toIso(clerk.today());
  const stamp = `${today}-${house.monies.length}`;
  const rows = paid.map(({ bill, amount }, at) =>
    [today, decimal(amount), bill.number, bill.patron.key, bill.currency, `VIR-${stamp}-${at}`].join(';'),
  );
  const stranger = dice.chance(10) ? dice.between(1_000, 90_000) : 0;
  if (stranger > 0) rows.push([today, decimal(stranger), 'INCONNUE', '', 'EUR', `VIR-${stamp}-X`].join(';'));
  const content = ['date;montant;facture;code_client;devise;reference', ...rows, ''].join('\n');
  const path = clerk.file(`${house.key}-reglements-${stamp}.csv`, content);
  const said = await act(world, house, ['import', path, '--as', 'payments']);
  if (said === null) return;
  await bookRows(world, house, paid);
  if (dice.chance(25)) await act(world, house, ['import', path, '--as', 'payments']);
}

/** Ids are told by `payment list` only: the file does not give them. */
async function bookRows(
  world: World,
  house: House,
  paid: readonly { readonly bill: Bill; readonly amount: number }[],
): Promise<void> {
  for (const { bill, amount } of paid) {
    const listed = await act(world, house, ['payment', 'list', '--debtor', bill.patron.key]);
    const known = new Set(house.monies.map(({ id }) => id));
    const row = listed?.data.payments.find(
      (one: { id: string; amount: string }) => one.amount === decimal(amount) && !known.has(one.id),
    );
    if (row) book(world, house, { id: row.id, bill, patron: bill.patron, amount });
    else world.seen.add('payment row not found');
  }
}

/** Money that goes back, and money that a person puts where it belongs. */
export async function correctMoney(world: World, house: House): Promise<void> {
  const { dice } = world;
  const today = world.clerk.today();
  const recent = house.monies.filter(
    ({ kind, reversedOn, on }) => kind === 'payment' && reversedOn === null && on > today - 30,
  );
  if (recent.length > 0 && dice.chance(4)) {
    const money = dice.pick(recent);
    const said = await act(world, house, [
      'payment',
      'reverse',
      money.id,
      '--reason',
      'rejeté par la banque',
    ]);
    if (said !== null) {
      money.reversedOn = today;
      tell(house, {
        kind: 'payment-reversed',
        on: toIso(today),
        id: money.id,
        reversedOn: toIso(today),
      });
      if (money.bill !== null && dice.chance(60))
        house.intents.push({ on: (today + dice.between(3, 25)) as never, bill: money.bill, percent: 100 });
    }
  }
  const loose = house.monies.filter(
    ({ bill, patron, reversedOn }) => bill === null && patron && reversedOn === null,
  );
  if (loose.length > 0 && dice.chance(12)) await allocate(world, house, dice.pick(loose));
  if (dice.chance(3)) await creditNote(world, house);
  if (dice.chance(1)) await voidBill(world, house);
}

async function allocate(world: World, house: House, money: Money): Promise<void> {
  const bills = openBills(house, money.patron!).filter(({ currency }) => currency === money.currency);
  if (bills.length === 0) return;
  const bill = world.dice.pick(bills);
  const words = ['payment', 'allocate', money.id, bill.number, '--debtor', bill.patron.key];
  const said = await act(world, house, words);
  if (said === null) return;
  tell(house, {
    kind: 'allocated',
    on: toIso(world.clerk.today()),
    id: money.id,
    debtor: bill.patron.key,
    invoice: bill.number,
    instalment: null,
    amount: null,
  });
}

async function creditNote(world: World, house: House): Promise<void> {
  const bills = openBills(house);
  if (bills.length === 0) return;
  const { dice } = world;
  const bill = dice.pick(bills);
  const amount = Math.max(100, Math.floor((remaining(house, bill) * dice.pick([10, 25, 50, 100])) / 100));
  const number = `AV-${house.key.slice(-3)}-${house.monies.length}`;
  const origin = dice.chance(30);
  const words = [
    'invoice',
    'credit',
    bill.number,
    decimal(amount),
    '--number',
    number,
    '--debtor',
    bill.patron.key,
  ];
  const said = await act(world, house, origin ? [...words, '--origin'] : words);
  if (said === null) return;
  const today = world.clerk.today();
  const { patron, currency } = bill;
  const { id } = said.data;
  house.monies.push({ id, kind: 'credit-note', patron, currency, amount, on: today, bill, reversedOn: null });
  tell(house, {
    kind: 'credit-note',
    on: toIso(today),
    id,
    debtor: patron.key,
    currency,
    issuedOn: toIso(today),
    amount: decimal(amount),
    invoice: bill.number,
    fromOrigin: origin,
  });
}

async function voidBill(world: World, house: House): Promise<void> {
  const bills = openBills(house);
  if (bills.length === 0) return;
  const bill = world.dice.pick(bills);
  const words = [
    'invoice',
    'void',
    bill.number,
    '--reason',
    'facturée deux fois',
    '--debtor',
    bill.patron.key,
  ];
  if ((await act(world, house, words)) === null) return;
  const today = world.clerk.today();
  bill.voidedOn = today;
  tell(house, { kind: 'voided', on: toIso(today), debtor: bill.patron.key, invoice: bill.number });
}
