import type { Desk } from '../../harness/desk.ts';
import { balanceOn, creditsOn } from './balance.ts';
import { accountOf, type Books, enter, type Item, itemsOf } from './books.ts';
import { businessDaysAfter, day, text } from './calendar.ts';
import type { Fact, InvoiceTerms, ItemRef, Regime } from './facts.ts';
import { amountText } from './money.ts';
import type { DebtorStory, EventStory } from './story.ts';

/**
 * A clerk who types what happens into the product and notes for the oracle what the product took. What it
 * refuses did not happen.
 */
export interface Clerk {
  readonly desk: Desk;
  readonly books: Books;
  readonly log: Fact[];
  /** How often each kind of thing was met: a book that meets nothing proves nothing. */
  readonly seen: Map<string, number>;
}

const TYPES: Readonly<Record<Regime, string>> = {
  b2b: 'professionnel',
  b2c: 'particulier',
  nonpro: 'association',
  public: 'public',
};

export function note(clerk: Clerk, fact: Fact): void {
  clerk.log.push(fact);
  enter(clerk.books, fact);
}

export function keyOf(index: number): string {
  return `C${String(index + 1).padStart(3, '0')}`;
}

/** One file of invoices, imported and released on the first day. */
export async function bringIn(clerk: Clerk, on: string, stories: readonly DebtorStory[]): Promise<void> {
  const head =
    'facture;date_facture;date_echeance;montant_ttc;code_client;client;type_client;email;telephone;' +
    'adresse;code_postal;ville;client_depuis;libelle;date_reception';
  const rows = stories.flatMap((story, index) => rowsOf(clerk, on, story, index));
  const { files } = await clerk.desk.done(
    `import ${clerk.desk.file('factures.csv', [head, ...rows].join('\n'))}`,
  );
  if (files[0].defects.length > 0) throw new Error(JSON.stringify(files[0].defects));
  if (files[0].quarantined) await clerk.desk.done('release');
  note(clerk, { kind: 'released', on, quarantine: 'first', lateStart: 'at-age' });
  for (const [index, { invoices }] of stories.entries()) {
    for (const [at, { rate }] of invoices.entries()) {
      if (rate !== null) await clerk.desk.done(`invoice set ${numberOf(index, at)} --contract-rate ${rate}`);
    }
  }
}

function numberOf(debtor: number, at: number): string {
  return `F${String(debtor + 1).padStart(3, '0')}-${at + 1}`;
}

function rowsOf(clerk: Clerk, on: string, story: DebtorStory, index: number): string[] {
  const debtor = keyOf(index);
  const phone = story.phone ? '0472000000' : '';
  note(clerk, {
    kind: 'debtor',
    on,
    debtor,
    regime: story.regime,
    emails: [{ address: `compta@${debtor.toLowerCase()}.example`, role: 'accounts' }],
    phone: story.phone ? '+33472000000' : null,
    postal: true,
    customerSince: story.since,
    toneCeiling: null,
    strategic: false,
    scenario: null,
    insolventOn: null,
    overIndebtedOn: null,
    deceasedOn: null,
  });
  return story.invoices.flatMap((one, at) => {
    const number = numberOf(index, at);
    const received = one.received === null ? null : text(day(on) + one.due - one.received);
    const terms: InvoiceTerms = {
      contractRate: one.rate,
      outsideL441: false,
      receivedOn: received,
      performedOn: null,
      collectedBy: null,
      assigned: 'no',
    };
    const parts = partsOf(one.cents, one.parts).map((amount, part) => ({
      instalment: part + 1,
      dueOn: text(day(on) + one.due + 14 * part),
      amount: amountText(amount),
      retention: false,
    }));
    note(clerk, {
      kind: 'invoice',
      on,
      debtor,
      invoice: number,
      currency: 'EUR',
      issuedOn: '2026-03-02',
      amount: amountText(BigInt(one.cents)),
      instalments: parts,
      terms,
      quarantine: 'first',
    });
    return parts.map(({ dueOn, amount }) =>
      [
        ...[number, '2026-03-02', dueOn, amount, debtor, `Client ${debtor}`, TYPES[story.regime]],
        ...[`compta@${debtor.toLowerCase()}.example`, phone, '3 rue des Acacias', '06000', 'Nice'],
        ...[story.since ?? '', `Prestation ${number}`, received ?? ''],
      ].join(';'),
    );
  });
}

function partsOf(cents: number, parts: number): bigint[] {
  const each = BigInt(Math.floor(cents / parts));
  const list = Array.from({ length: parts }, () => each);
  list[0] = BigInt(cents) - each * BigInt(parts - 1);
  return list;
}

/** Types the event of a debtor, if it means something on that day, and notes it if the product took it. */
export async function happen(clerk: Clerk, on: string, debtor: string, event: EventStory): Promise<void> {
  if (event.kind === 'credit-note-unbound') return await bringCreditNote(clerk, on, debtor, event);
  const fact = factOf(clerk, on, debtor, event);
  if (fact === null) return;
  const said = await clerk.desk.say(fact.line);
  if (said.refused !== null) {
    const what = `refused ${event.kind} ${said.refused}`;
    clerk.seen.set(what, (clerk.seen.get(what) ?? 0) + 1);
    return;
  }
  clerk.seen.set(event.kind, (clerk.seen.get(event.kind) ?? 0) + 1);
  note(clerk, fact.made(String(said.data.id)));
}

interface Typed {
  readonly line: string;
  /** The fact, with the id that the product answered. */
  readonly made: (id: string) => Fact;
}

function factOf(clerk: Clerk, on: string, debtor: string, event: EventStory): Typed | null {
  const now = day(on);
  const open = itemsOf(clerk.books, debtor, 'EUR').filter((item) => balanceOn(item, now) > 0n);
  const item = open[event.which % Math.max(1, open.length)];
  if (event.kind === 'credit') return creditFact(clerk, on, debtor, event);
  if (event.kind === 'reverse' || event.kind === 'end-hold') return undoFact(clerk, on, debtor, event);
  if (item === undefined) return null;
  return factAbout(clerk, on, item, open, event);
}

const part = (amount: bigint, { share }: EventStory) => (amount * BigInt(share)) / 1000n;

function creditFact(clerk: Clerk, on: string, debtor: string, event: EventStory): Typed | null {
  const items = itemsOf(clerk.books, debtor, 'EUR');
  const amount = amountText(part(items[event.which % items.length]!.amount, event));
  if (amount === '0.00') return null;
  const common = { on, debtor, currency: 'EUR', amount, invoice: null };
  return {
    line: `payment add --debtor ${debtor} ${amount}`,
    made: (id) => ({ kind: 'payment', id, ...common, receivedOn: on, instalment: null }),
  };
}

/** A credit note that names no invoice, as the accounts export it: a credit of the customer. */
async function bringCreditNote(clerk: Clerk, on: string, debtor: string, event: EventStory): Promise<void> {
  const items = itemsOf(clerk.books, debtor, 'EUR');
  const amount = amountText(part(items[event.which % items.length]!.amount, event));
  if (amount === '0.00') return;
  const number = `AV-${debtor}-${clerk.log.length}`;
  const file = [
    'facture;date_facture;date_echeance;montant_ttc;code_client;client',
    `${number};${on};;-${amount};${debtor};Client ${debtor}`,
  ].join('\n');
  await clerk.desk.done(`import ${clerk.desk.file(`${number}.csv`, file)}`);
  const shown = await clerk.desk.done(`debtor show ${debtor}`);
  const credit = shown.credits.find(({ label }: { label: string | null }) => label?.includes(number));
  const common = { on, debtor, currency: 'EUR', amount, invoice: null, fromOrigin: false };
  note(clerk, { kind: 'credit-note', id: String(credit.id), ...common, issuedOn: on });
}

function undoFact(clerk: Clerk, on: string, debtor: string, event: EventStory): Typed | null {
  const account = accountOf(clerk.books, debtor);
  if (event.kind === 'end-hold') {
    const holds = account.holds.filter(({ endedOn, fact }) => endedOn === null && fact.kind !== 'pause');
    const hold = holds[event.which % Math.max(1, holds.length)];
    if (hold === undefined) return null;
    const { id, kind } = hold.fact;
    const verb = { dispute: 'dispute close', promise: 'promise cancel', plan: 'plan-payments cancel' };
    return {
      line: `${verb[kind as 'dispute']} ${id}`,
      made: () => ({ kind: 'hold-ended', on, id }),
    };
  }
  const payments = account.sources.filter(
    ({ kind, reversedOn }) => kind === 'payment' && reversedOn === null,
  );
  const payment = payments[event.which % Math.max(1, payments.length)];
  if (payment === undefined) return null;
  return {
    line: `payment reverse ${payment.id} --reason "rejet"`,
    made: () => ({ kind: 'payment-reversed', on, id: payment.id, reversedOn: on }),
  };
}

function factAbout(
  clerk: Clerk,
  on: string,
  item: Item,
  open: readonly Item[],
  event: EventStory,
): Typed | null {
  const now = day(on);
  const { debtor, invoice } = item.ref;
  const amount = amountText(part(balanceOn(item, now), event));
  const whole = amount === '0.00';
  const instalment = event.days % 2 === 0 ? null : item.ref.instalment;
  const only = instalment === null ? '' : ` --instalment ${instalment}`;
  if (event.kind === 'pay' && !whole) {
    return {
      line: `payment add ${invoice} ${amount}${only}`,
      made: (id) => ({
        ...{ kind: 'payment', id, on, debtor, currency: 'EUR', receivedOn: on, amount, invoice, instalment },
      }),
    };
  }
  if (event.kind === 'credit-note' && !whole) {
    const fromOrigin = event.which % 2 === 0;
    const number = `AV-${debtor}-${clerk.log.length}`;
    return {
      line: `invoice credit ${invoice} ${amount} --number ${number}${fromOrigin ? ' --origin' : ''}`,
      made: (id) => ({
        ...{
          kind: 'credit-note',
          id,
          on,
          debtor,
          currency: 'EUR',
          issuedOn: on,
          amount,
          invoice,
          fromOrigin,
        },
      }),
    };
  }
  if (event.kind === 'allocate') return allocation(clerk, on, item, event);
  if (event.kind === 'void') {
    if (event.share < 900) return null;
    return {
      line: `invoice void ${invoice} --reason "erreur"`,
      made: () => ({ kind: 'voided', on, debtor, invoice }),
    };
  }
  return holdFact(on, item, open, event, amount);
}

function allocation(clerk: Clerk, on: string, item: Item, event: EventStory): Typed | null {
  const credits = creditsOn(clerk.books, item.ref.debtor, 'EUR', day(on));
  const credit = credits[event.days % Math.max(1, credits.length)];
  if (credit === undefined) return null;
  const { debtor, invoice } = item.ref;
  const { id } = credit.source;
  return {
    line: `payment allocate ${id} ${invoice}`,
    made: () => ({ kind: 'allocated', on, id, debtor, invoice, instalment: null, amount: null }),
  };
}

function holdFact(
  on: string,
  item: Item,
  open: readonly Item[],
  event: EventStory,
  amount: string,
): Typed | null {
  const { invoice, instalment } = item.ref;
  const now = day(on);
  if (event.kind === 'dispute') {
    const whole = event.share >= 1000;
    if (!whole && amount === '0.00') return null;
    const said = whole ? '' : ` --amount ${amount}`;
    return {
      line: `dispute ${invoice} --instalment ${instalment}${said} --reason "non conforme"`,
      made: (id) => ({ kind: 'dispute', id, on, item: item.ref, amount: whole ? null : amount }),
    };
  }
  const together = open.filter((one) => one.ref.invoice === invoice).map(({ ref }) => ref);
  if (event.kind === 'promise') {
    const promisedOn = text(businessDaysAfter(now, event.days + 1));
    return {
      line: `promise ${invoice} --date ${promisedOn}`,
      made: (id) => ({ kind: 'promise', id, on, items: together, promisedOn }),
    };
  }
  if (event.kind !== 'plan') return null;
  return planFact(on, open, event);
}

/** Two dates for all that is open, or for the first invoice only. */
function planFact(on: string, open: readonly Item[], event: EventStory): Typed | null {
  const now = day(on);
  const numbers = [...new Set(open.map(({ ref }) => ref.invoice))];
  const chosen = event.which % 2 === 0 ? numbers : numbers.slice(0, 1);
  const items: ItemRef[] = open.filter(({ ref }) => chosen.includes(ref.invoice)).map(({ ref }) => ref);
  const owed = open
    .filter(({ ref }) => chosen.includes(ref.invoice))
    .reduce((sum, item) => sum + balanceOn(item, now), 0n);
  const first = owed / 3n;
  if (first === 0n) return null;
  const dates = [
    { date: text(now + 7), amount: amountText(first) },
    { date: text(now + 30), amount: amountText(owed - first) },
  ];
  const said = dates.map(({ date, amount }) => `--date ${date}=${amount}`).join(' ');
  return {
    line: `plan-payments ${chosen.join(' ')} ${said}`,
    made: (id) => ({ kind: 'plan', id, on, items, dates }),
  };
}
