import { sql } from 'kysely';
import { listCreditors } from '../../src/creditors/creditor-names.db.ts';
import type { Database, Tx } from '../../src/platform/db.ts';

const SOURCES = [
  { table: 'proposals', kept: 'bench_proposals' },
  { table: 'journal_events', kept: 'bench_events' },
  { table: 'journal_heads', kept: 'bench_heads' },
] as const;

/**
 * Puts aside what a day has written, proposals with their items, events and heads of chains, and takes it out
 * of the books again: the reference then writes the very same rows. They are kept uncompressed, so that the
 * reference compresses what is long as our own statements must.
 */
export async function putAside(database: Database): Promise<void> {
  await database.asOwner(async (tx) => {
    for (const { table, kept } of SOURCES) {
      const wide =
        table === 'proposals' ? ['items', 'reasons'] : table === 'journal_events' ? ['payload'] : [];
      await run(tx, `create table ${kept} (like ${table})`);
      for (const column of wide)
        await run(tx, `alter table ${kept} alter column ${column} set storage external`);
      await run(tx, `insert into ${kept} select * from ${table}`);
      await run(tx, `grant select on ${kept} to relance_app`);
    }
    await run(tx, 'truncate proposals');
    await run(tx, 'alter table journal_events disable trigger user');
    await run(tx, 'truncate journal_events');
    await run(tx, 'alter table journal_events enable trigger user');
    await run(tx, "update journal_heads set seq = 0, hash = decode(repeat('00', 32), 'hex')");
  });
}

/**
 * The bare way: three statements in one transaction of the same role, under the same keys; answers the
 * proposals.
 */
export async function insertSelect(database: Database): Promise<number> {
  const [creditor] = await listCreditors(database);
  return await database.inCreditor(creditor!.id, async (tx) => {
    const { numAffectedRows } = await sql`insert into proposals select * from bench_proposals`.execute(tx);
    await sql`insert into journal_events select * from bench_events`.execute(tx);
    await sql`update journal_heads h set seq = n.seq, hash = n.hash from bench_heads n
      where h.creditor_id = n.creditor_id and h.chain = n.chain`.execute(tx);
    return Number(numAffectedRows);
  });
}

async function run(tx: Tx, statement: string): Promise<void> {
  await sql.raw(statement).execute(tx);
}
