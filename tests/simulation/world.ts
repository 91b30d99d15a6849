import type { Day } from '../../src/calendar/day.ts';
import type { Sink } from '../harness/smtp.ts';
import type { Clerk, Said } from './clerk.ts';
import type { Dice } from './dice.ts';
import type { Trouble } from './machine.ts';
import { type Books, enter } from './oracle/books.ts';
import type { Fact, Regime } from './oracle/facts.ts';
import type { Place } from './place.ts';

/** The world of one seed: books, a mail server, people, and a day. */
export interface World {
  readonly seed: number;
  readonly dice: Dice;
  readonly place: Place;
  readonly clerk: Clerk;
  readonly sink: Sink;
  readonly houses: readonly House[];
  readonly seen: Tally;
  /** What happens to the first run of each day, instead of chance. */
  readonly trouble: Trouble | null;
  day: Day;
}

/** How often each thing happened: acts, refusals, outages, messages. */
export interface Tally {
  readonly counts: Map<string, number>;
  readonly add: (what: string, times?: number) => void;
}

export function openTally(): Tally {
  const counts = new Map<string, number>();
  return { counts, add: (what, times = 1) => void counts.set(what, (counts.get(what) ?? 0) + times) };
}

/** A creditor as its people know it: what they did, never what the product says of it. */
export interface House {
  readonly key: string;
  readonly name: string;
  readonly email: string;
  readonly managers: readonly string[];
  readonly patrons: Patron[];
  readonly bills: Bill[];
  readonly monies: Money[];
  readonly holds: Hold[];
  readonly facts: Fact[];
  /** What the oracle makes of the facts so far. */
  readonly books: Books;
  /** Contacts that the oracle was told of, with what became of them. */
  readonly told: Map<string, string>;
  readonly quarantines: Quarantine[];
  /** Batches printed and not yet marked posted, registered letters under way. */
  readonly post: PostedLater[];
  readonly intents: Intent[];
  /** Messages that may not leave any more: what they ask was paid before anybody claimed them. */
  readonly barred: Set<string>;
  /** What a trouble saw that must not be. */
  wrong: string | null;
  settings: Settings;
  /** Numbers given so far. */
  numbered: number;
  /** Last day on which nobody works, or null. */
  awayUntil: Day | null;
}

export interface Settings {
  readonly approvals: 'default' | 'none' | 'all';
  readonly minimumGapDays: number;
  readonly bankFreshnessDays: number | null;
  readonly mailboxCheck: 'required' | 'off';
  readonly lateStart: 'from-start' | 'at-age' | 'ask';
  readonly armed: boolean;
}

/** A debtor as the house knows it. */
export interface Patron {
  readonly key: string;
  readonly name: string;
  regime: Regime | null;
  emails: readonly string[];
  bounced: readonly string[];
  /** Day on which its addresses changed last. */
  movedOn: Day | null;
  phone: string | null;
  postal: boolean;
  toneCeiling: string | null;
  strategic: boolean;
  scenario: string | null;
  customerSince: string | null;
  insolventOn: Day | null;
  overIndebtedOn: Day | null;
  deceasedOn: Day | null;
  /** Its habit: days after the due date at which it pays; null: never. */
  readonly pays: number | null;
}

export interface Bill {
  readonly number: string;
  readonly patron: Patron;
  readonly currency: string;
  readonly issuedOn: Day;
  readonly amount: number;
  instalments: { dueOn: Day; amount: number }[];
  /** The import it waits in, or null once released. */
  quarantine: string | null;
  releasedOn: Day | null;
  voidedOn: Day | null;
  wholeDispute: Set<number>;
}

/** What a debtor is going to do, and when. */
export interface Intent {
  readonly on: Day;
  readonly bill: Bill;
  /** Of what remains; over a hundred: too much. */
  readonly percent: number;
}

/** Money received or credited: what the people of the house know of it. */
export interface Money {
  readonly id: string;
  readonly kind: 'payment' | 'credit-note';
  readonly patron: Patron | null;
  readonly currency: string;
  readonly amount: number;
  readonly on: Day;
  readonly bill: Bill | null;
  reversedOn: Day | null;
}

export interface Hold {
  readonly id: string;
  readonly kind: 'promise' | 'dispute' | 'pause' | 'plan';
  readonly patron: Patron;
  /** Null: all of the debtor's. */
  readonly items: readonly { readonly bill: Bill; readonly instalment: number }[] | null;
  /** Of a promise the promised day, of a pause its last day; null: until ended. */
  readonly until: Day | null;
  /** Of a dispute: the contested part; null the whole. */
  readonly amount: number | null;
  endedOn: Day | null;
}

export interface Quarantine {
  readonly id: string;
  readonly releaseOn: Day;
  readonly lateStart: Settings['lateStart'] | null;
}

export interface PostedLater {
  readonly on: Day;
  readonly act: () => Promise<void>;
}

/** One command of a house; what is refused is counted, and is null. */
export async function act(
  world: World,
  house: House,
  words: readonly (string | number)[],
  as?: string,
): Promise<Said | null> {
  const said = await world.clerk.say(house.key, words.map(String), as);
  const name = words[0] === 'payment' || words[0] === 'invoice' ? `${words[0]} ${words[1]}` : `${words[0]}`;
  if (said.refused === null) {
    world.seen.add(`done ${name}`);
    return said;
  }
  world.seen.add(`refused ${name}: ${said.refused}`);
  return null;
}

/** An act of the program that must not be refused on these facts. */
export async function must(
  world: World,
  house: House,
  words: readonly (string | number)[],
  as?: string,
): Promise<Said> {
  const said = await act(world, house, words, as);
  if (said === null)
    throw new Error(`${house.key} ${words.join(' ')} was refused: ${world.clerk.log.at(-1)?.answer}`);
  return said;
}

/** One more fact of the house, told to the oracle as it happens. */
export function tell(house: House, fact: Fact): void {
  house.facts.push(fact);
  enter(house.books, fact);
}
