import { iso } from '../calendar/day.ts';
import { formatDay, formatShortDay } from '../calendar/french.ts';
import type { EventDefinition, JournalEvent } from '../journal/event.ts';
import { readPayload } from '../journal/event.ts';
import type { Payload } from '../journal/payload.ts';
import type { Cents } from '../money/cents.ts';
import { formatMoney } from '../money/format.ts';
import type { IdKind } from '../platform/ids.ts';
import { counted } from './counted.ts';

/** One line of the journal of a debtor, in French; `type` is the code of the event. */
export interface HistoryLine {
  readonly on: string;
  readonly at: string;
  readonly actor: string;
  readonly type: string;
  readonly message: string;
}

export interface DebtorHistory {
  readonly debtor: string;
  readonly events: readonly HistoryLine[];
}

/** What the ids of events mean, read from the rows of the debtor. */
export interface HistoryNames {
  /** What people see of an id: `rem-7K2M9QXA`. */
  readonly short: (kind: IdKind, id: string) => string;
  /** Instalments, invoices and credit notes by id: their number, and which instalment. */
  readonly numbers: ReadonlyMap<string, string>;
  /** Of instalments, invoices, credit notes and payments by id. */
  readonly currencies: ReadonlyMap<string, string>;
  /** Kept values by their name (`value:…`); null once erased. */
  readonly values: ReadonlyMap<string, string | null>;
  /** ISO day of the erasure of a value or document, by its name. */
  readonly erasedOn: ReadonlyMap<string, string>;
}

/** How the sentences of the history name things. */
export interface Say {
  readonly id: (kind: IdKind, id: string) => string;
  readonly number: (id: string) => string;
  readonly numbers: (ids: readonly string[]) => string;
  /** In the currency of an instalment, a payment or a credit note. */
  readonly money: (cents: number, of: string) => string;
  readonly moneyIn: (cents: number, currency: string) => string;
  readonly value: (name: string) => string;
  /** « (effacé le …) » after what names a document that is gone; empty otherwise. */
  readonly gone: (name: string) => string;
}

export interface Telling {
  readonly type: string;
  readonly version: number;
  readonly tell: (event: JournalEvent, say: Say) => string;
}

/** The French sentence of one kind of event. */
export function told<P extends Payload>(
  definition: EventDefinition<P>,
  sentence: (payload: P, say: Say) => string,
): Telling {
  const { type, version } = definition;
  return { type, version, tell: (event, say) => sentence(readPayload(definition, event), say) };
}

/** The events of a chain, in their order, as lines that a person reads. */
export function historyLines(
  events: readonly JournalEvent[],
  tellings: readonly Telling[],
  names: HistoryNames,
): readonly HistoryLine[] {
  const known = new Map(tellings.map((telling) => [`${telling.type} ${telling.version}`, telling]));
  const say = sayOf(names);
  return events.map((event) => ({
    on: event.on,
    at: event.at,
    actor: event.actor,
    type: event.type,
    message: messageOf(event, known.get(`${event.type} ${event.version}`), say),
  }));
}

function messageOf(event: JournalEvent, telling: Telling | undefined, say: Say): string {
  if (!telling) return `Événement d’une autre version du programme (${event.type}, ${event.version}).`;
  try {
    return `${telling.tell(event, say)}${event.rehearsal ? ' (répétition)' : ''}`;
  } catch {
    return 'Ligne illisible\u00a0: «\u00a0relance verify\u00a0» dit ce qui a été modifié.';
  }
}

function sayOf({ short, numbers, currencies, values, erasedOn }: HistoryNames): Say {
  const number = (id: string) => numbers.get(id) ?? `…${id.slice(-8)}`;
  const erased = (name: string) => {
    const on = erasedOn.get(name);
    return on === undefined ? null : `effacé le ${formatDay(iso(on))}`;
  };
  return {
    id: short,
    number,
    numbers: (ids) => [...new Set(ids.map(number))].join(', ') || 'aucune',
    money: (cents, of) => formatMoney(cents as Cents, currencies.get(of)),
    moneyIn: (cents, currency) => formatMoney(cents as Cents, currency),
    value: (name) => erased(name) ?? values.get(name) ?? 'absent',
    gone: (name) => {
      const when = erased(name);
      return when === null ? '' : ` (${when})`;
    },
  };
}

/** An ISO day of a payload, as people write it. */
export function dayText(day: string): string {
  return formatShortDay(iso(day));
}

/** « 1 facture », « 3 factures »; null for none, so that a list leaves it out. */
export function countText(count: number, one: string, many: string): string | null {
  return count === 0 ? null : counted(count, one, many);
}

export function historyText({ debtor, events }: DebtorHistory): string {
  if (events.length === 0) return `${debtor}\u00a0: rien n’est encore arrivé.`;
  return events.map(({ on, actor, message }) => `${dayText(on)}  ${actor}\u00a0: ${message}`).join('\n');
}
