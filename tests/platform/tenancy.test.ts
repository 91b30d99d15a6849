import { sql } from 'kysely';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connected, session } from '../../src/platform/connection.ts';
import { APP } from '../../src/platform/roles.ts';
import { type FreshDatabase, freshDatabase } from '../harness/database.ts';

const ALPHA = '018f0000-0000-7000-8000-00000000000a';
const BETA = '018f0000-0000-7000-8000-00000000000b';

/** Tables of the whole instance; each of them holds nothing of a creditor's. */
const WITHOUT_CREDITOR = ['instance', 'schema_migrations'];

/** Functions that run as the owner and so see every creditor: each says here why that is safe. */
const DEFINERS: Readonly<Record<string, string>> = {
  list_creditors: 'names and keys only, for a person of this machine to choose among',
};

let database: FreshDatabase;
let admin: pg.Client;

beforeAll(async () => {
  database = await freshDatabase();
  admin = await connected({ ...database.direct });
});

afterAll(async () => {
  await admin.end();
  await database.close();
});

interface Table {
  readonly name: string;
  readonly owner: string;
  readonly has_creditor: boolean;
  readonly secured: boolean;
}

async function tablesOf(client: pg.Client): Promise<readonly Table[]> {
  const { rows } = await client.query<Table>(
    `select relname::text as name, relrowsecurity as secured, pg_get_userbyid(relowner)::text as owner,
       exists (select from pg_attribute
         where attrelid = c.oid and attname = 'creditor_id' and attnotnull) as has_creditor
     from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by relname`,
  );
  return rows;
}

test('every table belongs to a creditor and is guarded, or is in the list above', async () => {
  const tables = await tablesOf(admin);
  const open = tables.filter((table) => !table.has_creditor || !table.secured).map((table) => table.name);
  expect(open).toEqual(WITHOUT_CREDITOR);
  expect(new Set(tables.map((table) => table.owner))).toEqual(new Set(['relance_owner']));
});

test('every guarded table has the one policy, on its creditor, for reading and for writing', async () => {
  const { rows } = await admin.query(
    `select tablename::text as name, array_to_string(roles, ',') as roles, cmd, qual, with_check, permissive
     from pg_policies where schemaname = 'public' order by tablename`,
  );
  const own = "(creditor_id = ( SELECT (current_setting('app.creditor'::text))::uuid AS current_setting))";
  const guarded = (await tablesOf(admin)).filter((table) => table.secured).map((table) => table.name);
  expect(rows.map((row) => row.name)).toEqual(guarded);
  for (const row of rows) {
    expect(row).toMatchObject({
      roles: APP,
      cmd: 'ALL',
      qual: own,
      with_check: own,
      permissive: 'PERMISSIVE',
    });
  }
});

test('views look with the rights of who asks', async () => {
  const { rows } = await admin.query(
    `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm')
       and not coalesce(reloptions && array['security_invoker=true', 'security_invoker=on'], false)`,
  );
  expect(rows).toEqual([]);
});

test('functions that see every creditor are in the list above, and their search path is fixed', async () => {
  const { rows } = await admin.query<{ name: string; fixed: boolean }>(
    `select proname::text as name,
       coalesce(array_to_string(proconfig, ',') like '%search_path=%', false) as fixed
     from pg_proc where pronamespace = 'public'::regnamespace and prosecdef order by 1`,
  );
  expect(rows.map((row) => row.name)).toEqual(Object.keys(DEFINERS).sort());
  expect(rows.filter((row) => !row.fixed)).toEqual([]);
});

test('an act without a creditor fails instead of seeing nothing', async () => {
  const client = await connected(session(database.direct, APP));
  try {
    for (const { name } of (await tablesOf(admin)).filter((table) => table.secured)) {
      await expect(client.query(`select * from ${name}`)).rejects.toMatchObject({ code: '42704' });
    }
    // Once set for a transaction, PostgreSQL leaves an empty value behind: that must fail too.
    await client.query(`begin; select set_config('app.creditor', '${ALPHA}', true); commit`);
    await expect(client.query('select * from creditors')).rejects.toMatchObject({ code: '22P02' });
  } finally {
    await client.end();
  }
});

test('the application reads of the instance only what it is, and writes nothing of it', async () => {
  const asApp = async (statement: string) =>
    await database.inCreditor(ALPHA, async (tx) => await sql.raw(statement).execute(tx));
  await expect(asApp('select is_copy from instance')).resolves.toBeDefined();
  await expect(asApp('update instance set is_copy = false')).rejects.toMatchObject({ code: '42501' });
  await expect(asApp('select * from schema_migrations')).rejects.toMatchObject({ code: '42501' });
  await expect(asApp('create table stray (id integer)')).rejects.toMatchObject({ code: '42501' });
  await expect(asApp("select protect_table('creditors')")).rejects.toMatchObject({ code: '42501' });
});

describe('across creditors', () => {
  /** Rows with nothing but their creditor: every rule but the guard is taken off, in this database only. */
  beforeAll(async () => {
    const { rows: constraints } = await admin.query(
      `select conrelid::regclass::text as table, conname as name from pg_constraint
       where connamespace = 'public'::regnamespace and contype in ('f', 'c', 'p', 'u', 'x')
       order by contype = 'p', contype = 'u'`,
    );
    for (const { table, name } of constraints) {
      await admin.query(`alter table ${table} drop constraint if exists ${name} cascade`);
    }
    for (const { name } of (await tablesOf(admin)).filter((table) => table.secured)) {
      const { rows: columns } = await admin.query(
        `select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and attnotnull
           and not attisdropped and attname <> 'creditor_id' and attidentity = ''`,
        [name],
      );
      for (const column of columns)
        await admin.query(`alter table ${name} alter "${column.name}" drop not null`);
      await admin.query(`alter table ${name} disable trigger user`);
      await admin.query(`grant select, insert, update, delete on ${name} to ${APP}`);
      await admin.query(`insert into ${name} (creditor_id) values ('${BETA}')`);
    }
  });

  test('no table lets a creditor read, change, take or delete a row of another, or make one', async () => {
    for (const { name } of (await tablesOf(admin)).filter((table) => table.secured)) {
      const seen = await database.inCreditor(ALPHA, async (tx) => {
        const read = await sql.raw(`select * from ${name}`).execute(tx);
        const changed = await sql.raw(`update ${name} set creditor_id = '${ALPHA}'`).execute(tx);
        const deleted = await sql.raw(`delete from ${name} where creditor_id = '${BETA}'`).execute(tx);
        return [read.rows.length, Number(changed.numAffectedRows), Number(deleted.numAffectedRows)];
      });
      expect([name, ...seen]).toEqual([name, 0, 0, 0]);
      const forged = database.inCreditor(
        ALPHA,
        async (tx) => await sql.raw(`insert into ${name} (creditor_id) values ('${BETA}')`).execute(tx),
      );
      await expect(forged, name).rejects.toMatchObject({ code: '42501' });
      const own = await database.inCreditor(
        BETA,
        async (tx) => await sql.raw(`delete from ${name}`).execute(tx),
      );
      expect([name, Number(own.numAffectedRows)]).toEqual([name, 1]);
    }
  });
});
