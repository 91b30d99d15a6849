import { sql } from 'kysely';
import type { Debtor } from '../debtors/debtor.ts';
import type { JournalEvent } from '../journal/event.ts';
import { eventsOf, type JournalReader } from '../journal/events.db.ts';
import { valueErased } from '../journal/events.ts';
import { documentName, referencesIn, valueName } from '../journal/reference.ts';
import { keptValues } from '../journal/values.db.ts';
import { shortId } from '../platform/ids.ts';
import { documentErased } from '../vault/events.ts';
import { type DebtorHistory, type HistoryNames, historyLines } from './history.ts';
import { HISTORY_WORDS } from './history-words.ts';
import { nameItem } from './item-name.ts';
import { readItemRanks } from './item-ranks.db.ts';

/** All that happened to a debtor, told from its chain of the journal and from nothing else. */
export async function debtorHistory(reader: JournalReader, debtor: Debtor): Promise<DebtorHistory> {
  const events = await eventsOf(reader, debtor.id);
  const names = await namesOf(reader, debtor.id, events);
  return { debtor: debtor.key, events: historyLines(events, HISTORY_WORDS, names) };
}

interface NamedRow {
  readonly id: string;
  readonly label: string | null;
  readonly currency: string;
}

async function namesOf(
  reader: JournalReader,
  debtorId: string,
  events: readonly JournalEvent[],
): Promise<HistoryNames> {
  const { rows } = await sql<NamedRow>`
    select i.id, v.number as label, v.currency from instalments i
    join invoices v on v.creditor_id = i.creditor_id and v.id = i.invoice_id
    where i.creditor_id = ${reader.creditorId} and i.debtor_id = ${debtorId}
    union all
    select id, number, currency from invoices
    where creditor_id = ${reader.creditorId} and debtor_id = ${debtorId}
    union all
    select id, number, currency from credit_notes
    where creditor_id = ${reader.creditorId} and debtor_id = ${debtorId}
    union all
    select id, null, currency from payments
    where creditor_id = ${reader.creditorId} and debtor_id = ${debtorId}`.execute(reader.tx);
  const ranks = await readItemRanks(reader.tx, [debtorId]);
  return {
    short: shortId,
    numbers: new Map(
      rows.flatMap(({ id, label }) => (label === null ? [] : [[id, nameItem(id, label, ranks).name]])),
    ),
    currencies: new Map(rows.map(({ id, currency }) => [id, currency])),
    values: await keptValues(reader, debtorId),
    erasedOn: erasuresIn(events),
  };
}

function erasuresIn(events: readonly JournalEvent[]): ReadonlyMap<string, string> {
  const erased = events.filter(({ type }) => type === valueErased.type || type === documentErased.type);
  return new Map(
    erased.flatMap(({ payload, on }) =>
      referencesIn(payload).map(
        ({ kind, sha }) => [kind === 'value' ? valueName(sha) : documentName(sha), on] as const,
      ),
    ),
  );
}
