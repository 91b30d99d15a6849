import { sql } from 'kysely';
import { type Day, iso } from '../src/calendar/day.ts';
import { openTestMailbox } from '../src/courier/test-mailbox.ts';
import type { Creditor } from '../src/creditors/creditor.ts';
import { listCreditors } from '../src/creditors/creditor-names.db.ts';
import { readCreditor } from '../src/creditors/creditors.db.ts';
import type { DayWork } from '../src/delivery/run-day.job.ts';
import { fixedClock } from '../src/platform/clock.ts';
import type { Database, Tx } from '../src/platform/db.ts';
import { newId } from '../src/platform/ids.ts';
import { BENCH_DAY } from './desk.ts';

/**
 * The books of a creditor for the works about decisions: as many debtors as wanted, alike but for their
 * dates.
 */
export interface Books {
  readonly debtors: number;
  /** Open invoices of each. */
  readonly each: number;
  /** The due date of invoice `i` of debtor `d` (both from 1), an SQL expression over them. */
  readonly due: string;
}

/**
 * Fills the books of the one creditor, who was described before: rows as an import and its release leave
 * them.
 */
export async function fillBooks(database: Database, books: Books): Promise<void> {
  const [creditor] = await listCreditors(database);
  if (!creditor) throw new Error('no creditor');
  const statements = rowsOf(creditor.id, books);
  for (const statement of statements) {
    await database.asOwner(async (tx) => await sql.raw(statement).execute(tx));
  }
  await database.asOwner(async (tx) => await sql`analyze`.execute(tx));
}

function rowsOf(creditor: string, { debtors, each, due }: Books): readonly string[] {
  const id = (kind: number, rank: string) =>
    `('0000000${kind}-0000-7000-8000-' || lpad(to_hex(${rank}), 12, '0'))::uuid`;
  const debtor = id(1, 'd');
  const invoice = `(d - 1) * ${each} + i`;
  const all = `generate_series(1, ${debtors}) d, generate_series(1, ${each}) i`;
  const amount = '(1000 + (d * 37 + i * 1013) % 90000)';
  return [
    `insert into debtors (creditor_id, id, key, name, regime, address, entered_on)
     select '${creditor}', ${debtor}, 'C' || lpad(d::text, 6, '0'), 'Société ' || d, 'b2b',
       jsonb_build_object('lines', jsonb_build_array(d || ' rue des Acacias'), 'postcode', '06000',
         'city', 'Nice', 'country', 'FR'), '2026-01-05' from generate_series(1, ${debtors}) d`,
    `insert into debtor_contacts (creditor_id, id, debtor_id, role, email)
     select '${creditor}', ${id(2, 'd')}, ${debtor}, 'accounts', 'compta@c' || d || '.example'
     from generate_series(1, ${debtors}) d`,
    `insert into journal_heads (creditor_id, chain, seq, hash)
     select '${creditor}', ${debtor}::text, 0, decode(repeat('00', 32), 'hex')
     from generate_series(1, ${debtors}) d`,
    `insert into invoices (creditor_id, id, debtor_id, number, issued_on, amount_cents, entered_on)
     select '${creditor}', ${id(3, invoice)}, ${debtor}, 'F' || d || '-' || i, date '2026-08-03', ${amount},
       date '2026-08-04' from ${all}`,
    `insert into instalments
       (creditor_id, id, debtor_id, invoice_id, position, due_on, amount_cents, released_on, late_start)
     select '${creditor}', ${id(4, invoice)}, ${debtor}, ${id(3, invoice)}, 1, ${due}, ${amount},
       date '2026-08-04', 'at-age' from ${all}`,
  ];
}

/** The creditor of a bench's books. */
export async function creditorOf(database: Database): Promise<Creditor> {
  const [named] = await listCreditors(database);
  const creditor = await database.inCreditor(
    named!.id,
    async (tx: Tx) => await readCreditor({ tx, creditorId: named!.id }),
  );
  return creditor!;
}

/** What the day's work needs, without a way out: nothing of these works leaves. */
export async function dayWork(
  database: Database,
  seen: DayWork['seen'],
  on: Day = iso(BENCH_DAY),
): Promise<DayWork> {
  const clock = fixedClock(`${BENCH_DAY}T08:00:00+01:00`);
  return {
    database,
    creditor: await creditorOf(database),
    on,
    clock,
    newId,
    dataFolder: database.dataFolder,
    transport: openTestMailbox(database.dataFolder, clock.now),
    owner: 'bench',
    say: () => undefined,
    seen,
    acceptVolume: true,
  };
}
