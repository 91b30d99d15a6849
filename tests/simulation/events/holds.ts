import { addDays, toIso } from '../../../src/calendar/day.ts';
import type { Fact, ItemRef } from '../oracle/facts.ts';
import { act, type Bill, type Hold, type House, tell, type World } from '../world.ts';
import { decimal, openBills, remaining } from './billing.ts';

type Ref = { readonly bill: Bill; readonly instalment: number };

/** What debtors say and what people agree with them. */
export async function agree(world: World, house: House): Promise<void> {
  const { dice } = world;
  const bills = openBills(house);
  if (bills.length > 0) {
    if (dice.chance(9)) await promise(world, house, dice.pick(bills));
    if (dice.chance(6)) await dispute(world, house, dice.pick(bills));
    if (dice.chance(4)) await pause(world, house, dice.pick(bills));
    if (dice.chance(3)) await payByPlan(world, house, dice.pick(bills));
  }
  const standing = house.holds.filter(({ endedOn }) => endedOn === null);
  if (standing.length > 0 && dice.chance(7)) await end(world, house, dice.pick(standing));
}

/** The instalments of an invoice, as the product numbers them. */
function refsOf(bill: Bill): Ref[] {
  return bill.instalments.map((_, at) => ({ bill, instalment: at + 1 }));
}

function itemRefs(refs: readonly Ref[]): ItemRef[] {
  return refs.map(({ bill, instalment }) => ({ debtor: bill.patron.key, invoice: bill.number, instalment }));
}

function note(house: House, hold: Omit<Hold, 'endedOn'>, fact: Fact): void {
  house.holds.push({ ...hold, endedOn: null });
  tell(house, fact);
}

async function promise(world: World, house: House, bill: Bill): Promise<void> {
  const until = addDays(world.clerk.today(), world.dice.between(1, 20));
  const words = ['promise', bill.number, '--date', toIso(until), '--debtor', bill.patron.key];
  const said = await act(world, house, words);
  if (said === null) return;
  const { id, invoices } = said.data;
  const items: Ref[] = invoices.map((one: { instalment: number }) => ({ bill, instalment: one.instalment }));
  const on = toIso(world.clerk.today());
  note(
    house,
    { id, kind: 'promise', patron: bill.patron, items, until, amount: null },
    { kind: 'promise', on, id, items: itemRefs(items), promisedOn: toIso(until) },
  );
  if (world.dice.chance(60)) house.intents.push({ on: until, bill, percent: 100 });
  if (world.dice.chance(30)) await act(world, house, ['notice', 'promise', id]);
}

async function dispute(world: World, house: House, bill: Bill): Promise<void> {
  const { dice } = world;
  const instalment = dice.between(1, bill.instalments.length);
  const part = dice.chance(50) ? Math.floor((remaining(house, bill) * dice.pick([10, 30, 60])) / 100) : 0;
  const amount = part > 0 ? part : null;
  const words = ['dispute', bill.number, '--reason', 'non conforme', '--debtor', bill.patron.key];
  if (bill.instalments.length > 1) words.push('--instalment', `${instalment}`);
  if (amount !== null) words.push('--amount', decimal(amount));
  const said = await act(world, house, words);
  if (said === null) return;
  const on = toIso(world.clerk.today());
  for (const one of said.data.disputes) {
    const ref = { bill, instalment: one.instalment };
    note(
      house,
      { id: one.id, kind: 'dispute', patron: bill.patron, items: [ref], until: null, amount },
      { kind: 'dispute', on, id: one.id, item: itemRefs([ref])[0]!, amount: one.amount },
    );
  }
}

async function pause(world: World, house: House, bill: Bill): Promise<void> {
  const { dice, clerk } = world;
  const until = addDays(clerk.today(), dice.between(1, 15));
  const whole = dice.chance(30);
  const { patron } = bill;
  const whom = whole ? ['--debtor', patron.key] : [bill.number, '--debtor', patron.key];
  const words = ['hold', ...whom, '--until', toIso(until), '--reason', 'en congés'];
  const said = await act(world, house, words);
  if (said === null) return;
  const ids: string[] = said.data.ids ?? [said.data.id];
  const refs = refsOf(bill);
  for (const [at, id] of ids.entries()) {
    const items = whole ? null : ids.length === 1 ? refs : [refs[at]!];
    note(
      house,
      { id, kind: 'pause', patron, items, until, amount: null },
      {
        kind: 'pause',
        on: toIso(clerk.today()),
        id,
        debtor: patron.key,
        items: items && itemRefs(items),
        until: toIso(until),
      },
    );
  }
}

async function payByPlan(world: World, house: House, bill: Bill): Promise<void> {
  const { dice, clerk } = world;
  const shown = await act(world, house, ['invoice', 'show', bill.number, '--debtor', bill.patron.key]);
  const open: number = (shown?.data.items ?? []).reduce(
    (sum: number, { balance }: { balance: string }) => sum + Math.round(Number(balance) * 100),
    0,
  );
  if (open < 3_000) return;
  const parts = dice.between(2, 4);
  const each = Math.floor(open / parts);
  const dates = Array.from({ length: parts }, (_, at) => ({
    date: toIso(addDays(clerk.today(), 10 + at * 30)),
    amount: at === 0 ? open - each * (parts - 1) : each,
  }));
  const words = dates.flatMap(({ date, amount }) => ['--date', `${date}=${decimal(amount)}`]);
  const { patron } = bill;
  const said = await act(world, house, ['plan-payments', bill.number, ...words, '--debtor', patron.key]);
  if (said === null) return;
  const items: Ref[] = said.data.invoices.map((one: { instalment: number }) => ({
    bill,
    instalment: one.instalment,
  }));
  const { id } = said.data;
  note(
    house,
    { id, kind: 'plan', patron, items, until: null, amount: null },
    {
      kind: 'plan',
      on: toIso(clerk.today()),
      id,
      items: itemRefs(items),
      dates: dates.map(({ date, amount }) => ({ date, amount: decimal(amount) })),
    },
  );
}

const ENDS = {
  promise: ['promise', 'cancel'],
  dispute: ['dispute', 'close'],
  pause: ['hold', 'lift'],
  plan: ['plan-payments', 'cancel'],
} as const;

async function end(world: World, house: House, hold: Hold): Promise<void> {
  const said = await act(world, house, [...ENDS[hold.kind], hold.id]);
  if (said === null) return;
  const today = world.clerk.today();
  hold.endedOn = today;
  tell(house, { kind: 'hold-ended', on: toIso(today), id: hold.id });
}
