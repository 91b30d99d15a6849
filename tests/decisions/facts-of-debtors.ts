import { sql } from 'kysely';
import type { Database, Tx } from '../../src/platform/db.ts';
import { isRefusal } from '../../src/platform/refusal.ts';

/**
 * Tables that hold no fact of a debtor: the chains themselves, the hint, the outbox, whose attempts are told
 * by the contact they are about, and the place of a letter in a batch.
 */
const NO_FACT = [
  ...['journal_events', 'journal_heads', 'journal_sealed_heads', 'journal_values', 'watch'],
  ...['messages', 'message_receipts', 'print_batch_letters'],
];

/**
 * What of a row is a fact, where not all of it is: a proposal that asks the same is written anew each day,
 * with its day and its days late.
 */
const FACTS: Readonly<Record<string, string>> = {
  proposals: `(t.id, t.state, t.step, t.channel, t.copies, t.mode, t.currency, t.amount_cents, t.first_on,
    t.approved_by, t.tracking)`,
};

/** A table, and an expression of the debtor that a row is about. */
interface Table {
  readonly name: string;
  readonly debtor: string;
}

/**
 * Every table of the schema with rows of a debtor: its own column, or that of the table its key points to.
 */
async function tablesOfDebtors(database: Database): Promise<readonly Table[]> {
  const { rows } = await database.asOwner(
    async (tx) =>
      await sql<{ name: string; own: boolean; parent: string | null; on: string | null }>`
        select c.relname as name,
          exists (select from pg_attribute where attrelid = c.oid and attname = 'debtor_id') as own,
          f.parent, f.on
        from pg_class c
        left join lateral (
          select p.relname as parent, (
            select string_agg(format('p.%I = t.%I', pa.attname, ca.attname), ' and ')
            from unnest(k.conkey, k.confkey) as u(child, parent)
            join pg_attribute ca on ca.attrelid = k.conrelid and ca.attnum = u.child
            join pg_attribute pa on pa.attrelid = k.confrelid and pa.attnum = u.parent) as on
          from pg_constraint k join pg_class p on p.oid = k.confrelid
          where k.conrelid = c.oid and k.contype = 'f'
            and exists (select from pg_attribute where attrelid = p.oid and attname = 'debtor_id')
          limit 1
        ) f on true
        where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and c.relrowsecurity
          and c.relname <> all(${NO_FACT}::text[])
        order by c.relname`.execute(tx),
  );
  return rows.flatMap(({ name, own, parent, on }): Table[] => {
    if (name === 'debtors') return [{ name, debtor: 't.id' }];
    if (own) return [{ name, debtor: 't.debtor_id' }];
    return parent === null ? [] : [{ name, debtor: `(select p.debtor_id from ${parent} p where ${on})` }];
  });
}

interface Seen {
  readonly heads: ReadonlyMap<string, number>;
  /** By debtor, then by table, a print of its rows. */
  readonly facts: ReadonlyMap<string, string>;
}

async function look(tx: Tx, tables: readonly Table[]): Promise<Seen> {
  // One statement, so that what another transaction commits meanwhile is seen whole or not at all.
  const parts = tables.map(
    ({ name, debtor }) =>
      `select '${name}' as name, (${debtor})::text as debtor, md5(string_agg(row, '|' order by row)) as value
       from ${name} t cross join lateral (select (${FACTS[name] ?? 't'})::text as row) r group by 2`,
  );
  const all = `${parts.join(' union all ')} union all select 'head', chain, seq::text from journal_heads`;
  const { rows } = await sql.raw<{ name: string; debtor: string | null; value: string }>(all).execute(tx);
  const heads = rows.filter(({ name }) => name === 'head');
  const facts = rows.filter(({ name, debtor }) => name !== 'head' && debtor !== null);
  return {
    heads: new Map(heads.map(({ debtor, value }) => [debtor!, Number(value)])),
    facts: new Map(facts.map(({ name, debtor, value }) => [`${name} ${debtor}`, value])),
  };
}

/**
 * Has each transaction of a database compared with the chains before it commits; answers the list that is
 * told of each table in which rows of a debtor changed though its chain ended where it did.
 */
export async function watchChains(database: Database): Promise<readonly string[]> {
  const tables = await tablesOfDebtors(database);
  const untold: string[] = [];
  const { inCreditor } = database;
  const watched: Database['inCreditor'] = async (creditorId, work) =>
    await inCreditor(creditorId, async (tx) => {
      const before = await look(tx, tables);
      const result = await work(tx);
      // Nothing of a refused act stays.
      if (isRefusal(result)) return result;
      const after = await look(tx, tables);
      for (const key of new Set([...before.facts.keys(), ...after.facts.keys()])) {
        const [table, debtor] = key.split(' ') as [string, string];
        if (before.facts.get(key) === after.facts.get(key)) continue;
        if (before.heads.get(debtor) === after.heads.get(debtor)) untold.push(`${table} of ${debtor}`);
      }
      return result;
    });
  Object.assign(database, { inCreditor: watched });
  return untold;
}
