import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { iso } from '../../src/calendar/day.ts';
import { cents } from '../../src/money/cents.ts';
import type { Database, Tx } from '../../src/platform/db.ts';
import { isRefusal, refuse } from '../../src/platform/refusal.ts';
import { sqlDate } from '../../src/platform/sql-values.ts';
import { type FreshDatabase, freshDatabase } from '../harness/database.ts';

const ALPHA = '018f0000-0000-7000-8000-00000000000a';

const CROSS = sql`
  do $$ begin raise exception 'crossed' using errcode = 'serialization_failure'; end $$`;

let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase();
  await database.asOwner(async (tx) => {
    await sql`create table counters (creditor_id uuid, name text, value bigint)`.execute(tx);
    await sql`select protect_table('counters')`.execute(tx);
    await sql`insert into counters values (${ALPHA}, 'a', 0), (${ALPHA}, 'b', 0)`.execute(tx);
  });
});

afterAll(async () => await database.close());

async function counted(tx: Tx, name: string): Promise<number> {
  const { rows } = await sql<{ value: number }>`select value from counters where name = ${name}`.execute(tx);
  return rows[0]!.value;
}

async function add(tx: Tx, name: string, amount: number): Promise<void> {
  await sql`update counters set value = value + ${amount} where name = ${name}`.execute(tx);
}

async function read(name: string, from: Database = database): Promise<number> {
  return await from.inCreditor(ALPHA, async (tx) => await counted(tx, name));
}

test('what a transaction did stays, and its answer comes back', async () => {
  const before = await read('a');
  const answer = await database.inCreditor(ALPHA, async (tx) => {
    await add(tx, 'a', 5);
    return cents(5);
  });
  expect(answer).toBe(5);
  expect(await read('a')).toBe(before + 5);
});

test('prepared statements answer as the others do, on every connection, again and again', async () => {
  const before = await read('a');
  const work = async (tx: Tx) => {
    await add(tx, 'a', 1);
    const { rows } = await sql<{
      one: number;
    }>`select ${1}::int as one where ${'a'} = any(${['a', 'b']}::text[])`.execute(tx);
    return rows.length;
  };
  for (let turn = 0; turn < 3; turn += 1) {
    const many = Array.from(
      { length: 4 },
      async () => await database.inCreditor(ALPHA, work, { prepared: true }),
    );
    expect(await Promise.all(many)).toEqual([1, 1, 1, 1]);
  }
  expect(await read('a')).toBe(before + 12);
});

test('a refused act changes nothing', async () => {
  const before = await read('a');
  const answer = await database.inCreditor(ALPHA, async (tx) => {
    await add(tx, 'a', 100);
    return refuse('amount_invalid', 'Ce montant ne se lit pas.');
  });
  expect(isRefusal(answer) && answer.refused).toBe('amount_invalid');
  expect(await read('a')).toBe(before);
});

test('an act that throws changes nothing, and its error comes out as it was', async () => {
  const before = await read('a');
  const broken = new Error('a broken promise');
  const work = database.inCreditor(ALPHA, async (tx) => {
    await add(tx, 'a', 100);
    throw broken;
  });
  await expect(work).rejects.toBe(broken);
  expect(await read('a')).toBe(before);
});

test('an act that hides an error of the database does not pass for done', async () => {
  const work = database.inCreditor(ALPHA, async (tx) => {
    await add(tx, 'a', 100);
    await sql`select 1 / 0`.execute(tx).catch(() => undefined);
    return 'done';
  });
  await expect(work).rejects.toThrow();
});

test('two acts that deadlock both end done: one is undone by PostgreSQL and runs again', async () => {
  const before = [await read('a'), await read('b')];
  let runs = 0;
  let holding = 0;
  const met = Promise.withResolvers<void>();
  const cross = async (first: string, second: string) =>
    await database.inCreditor(ALPHA, async (tx) => {
      runs += 1;
      await add(tx, first, 1);
      holding += 1;
      if (holding === 2) met.resolve();
      await met.promise;
      await add(tx, second, 1);
    });
  await Promise.all([cross('a', 'b'), cross('b', 'a')]);
  // On a busy machine the one undone may be back before the other has woken, and they cross again.
  expect(runs).toBeGreaterThanOrEqual(3);
  expect([await read('a'), await read('b')]).toEqual(before.map((value) => value + 2));
});

test('a serialization failure is tried three times more, then told', async () => {
  let runs = 0;
  const failing = database.inCreditor(ALPHA, async (tx) => {
    runs += 1;
    await CROSS.execute(tx);
  });
  await expect(failing).rejects.toMatchObject({ code: '40001' });
  expect(runs).toBe(4);
  const passing = await database.inCreditor(ALPHA, async (tx) => {
    runs += 1;
    if (runs < 7) {
      await CROSS.execute(tx);
    }
    return runs;
  });
  expect(passing).toBe(7);
});

test('values come back as ours', async () => {
  const row = await database.inCreditor(ALPHA, async (tx) => {
    const { rows } = await sql<Record<string, unknown>>`
      select date '2026-09-30' as day, 9007199254740991::bigint as large, 12345::int as small,
        timestamptz '2026-11-22 09:01:00.1+01' as instant, timestamptz '2026-11-22 08:01:00Z' as round,
        '\\x00ff'::bytea as bytes, '{"a":[1]}'::jsonb as json, 1.50::numeric as decimal,
        array[date '1969-12-31', null] as days, array[1, 2]::bigint[] as integers`.execute(tx);
    return rows[0];
  });
  expect(row).toEqual({
    day: iso('2026-09-30'),
    large: 9_007_199_254_740_991,
    small: 12_345,
    instant: '2026-11-22T08:01:00.100Z',
    round: '2026-11-22T08:01:00.000Z',
    bytes: Buffer.from([0, 255]),
    json: { a: [1] },
    decimal: '1.50',
    days: [iso('1969-12-31'), null],
    integers: [1, 2],
  });
});

test('an integer that JavaScript cannot hold, or a time without zone, stops the program', async () => {
  const select = async (expression: string) =>
    await database.asOwner(async (tx) => await sql.raw(`select ${expression}`).execute(tx));
  await expect(select('9007199254740992::bigint')).rejects.toThrow('integer too large');
  await expect(select("timestamp '2026-11-22 09:00'")).rejects.toThrow('without time zone');
  await expect(select("date 'infinity'")).rejects.toThrow('not a civil date');
});

test('a day is a parameter of SQL text by sqlDate; sent bare, it is refused and never misread', async () => {
  const on = iso('2026-11-22');
  const { rows } = await database.asOwner(
    async (tx) => await sql<{ day: number }>`select ${sqlDate(on)} + 1 as day`.execute(tx),
  );
  expect(rows[0]?.day).toBe(on + 1);
  // PostgreSQL 15 has no pg_input_is_valid.
  const { rows: misread } = await database.asOwner(async (tx) => {
    await sql`create function pg_temp.is_date(text) returns boolean language plpgsql as $$
      begin perform $1::date; return true;
      exception when data_exception then return false; end $$`.execute(tx);
    return await sql`select n from generate_series(10000, 47000) n where pg_temp.is_date(n::text)`.execute(
      tx,
    );
  });
  expect(misread).toEqual([]);
});

test('the creditor of a transaction is an id, never text of somebody', async () => {
  const forged = `${ALPHA}', true); drop table counters; --`;
  await expect(database.inCreditor(forged, async () => 'done')).rejects.toThrow('not the id of a creditor');
});
