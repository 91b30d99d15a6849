import { addDays, type Day, toIso } from '../../../src/calendar/day.ts';
import { act, type Bill, type House, type Patron, tell, type World } from '../world.ts';

const HEADER = 'facture;date_facture;date_echeance;montant_ttc;devise;client;code_client;libelle';
const AMOUNTS = [1_400, 9_900, 14_990, 38_000, 72_500, 120_000, 480_000, 1_310_000] as const;
/** An export goes this far back: known lines come again, the same. */
const EXPORTED_DAYS = 60;

/** The accounting tool's export: new invoices and those of the last weeks; it waits for its release. */
export async function importInvoices(
  world: World,
  house: House,
  news: number,
  backDays: number,
): Promise<void> {
  const { dice } = world;
  const today = world.clerk.today();
  const fresh = Array.from({ length: news }, () => {
    const age = backDays === 0 ? dice.roll(3) : dice.roll(backDays);
    return newBill(world, house, addDays(today, -age));
  });
  const known = house.bills.filter(
    ({ issuedOn, voidedOn }) => issuedOn > today - EXPORTED_DAYS && voidedOn === null,
  );
  const said = await importFile(world, house, [...known, ...fresh], `factures-${toIso(today)}.csv`);
  if (said === null) return;
  const [file] = said.data.files;
  house.bills.push(...fresh);
  for (const bill of fresh) {
    bill.quarantine = file.quarantined ? file.import : null;
    tellBill(house, bill, today);
    plan(world, house, bill);
  }
  if (file.quarantined) {
    house.quarantines.push({
      id: file.import,
      releaseOn: addDays(today, dice.chance(70) ? 0 : dice.roll(5)),
      lateStart:
        house.settings.lateStart === 'ask' || dice.chance(15) ? dice.pick(['at-age', 'from-start']) : null,
    });
  }
}

async function importFile(world: World, house: House, bills: readonly Bill[], name: string) {
  const { dice, clerk } = world;
  const lines = bills.flatMap((bill) => linesOf(bill));
  // A tool sorts as it likes: the order of lines means nothing.
  if (dice.chance(30)) lines.reverse();
  const path = clerk.file(`${house.key}-${name}`, [HEADER, ...lines, ''].join('\n'));
  const said = await act(world, house, ['import', path]);
  world.seen.add('lines imported', lines.length);
  if (dice.chance(25)) {
    const again = await act(world, house, ['import', path]);
    const [file] = again?.data.files ?? [];
    if (file && (file.created.invoices > 0 || file.updated > 0))
      throw new Error(`the same file twice changed something: ${JSON.stringify(file)}`);
  }
  return said;
}

function linesOf({ number, issuedOn, instalments, currency, patron }: Bill): string[] {
  return instalments.map(({ dueOn, amount }) =>
    [
      number,
      toIso(issuedOn),
      toIso(dueOn),
      decimal(amount),
      currency,
      patron.name,
      patron.key,
      `Fourniture ${number}`,
    ].join(';'),
  );
}

function newBill(world: World, house: House, issuedOn: Day): Bill {
  const { dice } = world;
  house.numbered += 1;
  const number = `${house.patrons[0]!.key[0]}-${String(house.numbered).padStart(5, '0')}`;
  const patron = dice.pick(house.patrons);
  const parts = dice.chance(12) ? 3 : 1;
  const first = addDays(issuedOn, dice.pick([14, 30, 30, 45, 60]));
  const instalments = Array.from({ length: parts }, (_, at) => ({
    dueOn: addDays(first, at * 30),
    amount: dice.pick(AMOUNTS) + dice.roll(10_000),
  }));
  return {
    number,
    patron,
    currency: dice.chance(8) ? 'USD' : 'EUR',
    issuedOn,
    amount: instalments.reduce((sum, { amount }) => sum + amount, 0),
    instalments,
    quarantine: null,
    releasedOn: null,
    voidedOn: null,
    wholeDispute: new Set(),
  };
}

/** When its debtor is going to pay, by habit and chance: in one go, in two, too much, or never. */
function plan({ dice }: World, house: House, bill: Bill): void {
  for (const { dueOn } of bill.instalments) {
    const { pays } = bill.patron;
    if (pays === null && dice.chance(70)) continue;
    const on = addDays(dueOn, (pays ?? 40) + dice.between(-4, 14));
    const percent = dice.pick([100, 100, 100, 100, 60, 35, 104]);
    house.intents.push({ on, bill, percent });
    if (percent < 100 && dice.chance(70))
      house.intents.push({ on: addDays(on, dice.between(1, 40)), bill, percent: 100 });
  }
}

function tellBill(house: House, bill: Bill, on: Day): void {
  tell(house, {
    kind: 'invoice',
    on: toIso(on),
    debtor: bill.patron.key,
    invoice: bill.number,
    currency: bill.currency,
    issuedOn: toIso(bill.issuedOn),
    amount: decimal(bill.amount),
    instalments: bill.instalments.map(({ dueOn, amount }, at) => ({
      instalment: at + 1,
      dueOn: toIso(dueOn),
      amount: decimal(amount),
      retention: false,
    })),
    terms: {
      contractRate: null,
      outsideL441: false,
      receivedOn: null,
      performedOn: null,
      collectedBy: null,
      assigned: 'no',
    },
    quarantine: bill.quarantine,
  });
}

/** A person releases what waited long enough. */
export async function releaseDue(world: World, house: House): Promise<void> {
  const today = world.clerk.today();
  for (const waiting of house.quarantines.filter(({ releaseOn }) => releaseOn <= today)) {
    const lateStart = waiting.lateStart ?? house.settings.lateStart;
    const said = await act(world, house, [
      'release',
      waiting.id,
      ...(waiting.lateStart === null ? [] : ['--late-start', waiting.lateStart]),
    ]);
    house.quarantines.splice(house.quarantines.indexOf(waiting), 1);
    if (said === null) continue;
    for (const bill of house.bills) if (bill.quarantine === waiting.id) bill.releasedOn = today;
    tell(house, { kind: 'released', on: toIso(today), quarantine: waiting.id, lateStart });
  }
}

/** Cents as the files and the command line write them. */
export function decimal(cents: number): string {
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
}

export function openBills(house: House, patron?: Patron): Bill[] {
  return house.bills.filter(
    (bill) =>
      bill.voidedOn === null &&
      (patron === undefined || bill.patron === patron) &&
      remaining(house, bill) > 100,
  );
}

/** What is left of an invoice by what was paid on it, as its people reckon it. */
export function remaining(house: House, bill: Bill): number {
  let left = bill.amount;
  for (const money of house.monies)
    if (money.bill === bill && money.reversedOn === null) left -= money.amount;
  return left;
}
