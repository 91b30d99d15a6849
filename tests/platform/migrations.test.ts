import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageFolder } from '../../src/platform/config.ts';
import { connected, session } from '../../src/platform/connection.ts';
import { type Migration, migrate, readMigrations } from '../../src/platform/migrate.ts';
import { RefusedError } from '../../src/platform/refused-error.ts';
import { OWNER } from '../../src/platform/roles.ts';
import { describeSchema, dumpSchema } from '../../src/platform/schema.ts';
import { type FreshDatabase, freshDatabase } from '../harness/database.ts';

const AT = '2026-11-22T08:00:00.000Z';
const folder = join(packageFolder(), 'migrations');
const released = readMigrations(folder);
const nextNumber = released.at(-1)!.number + 1;

let database: FreshDatabase;
let owner: pg.Client;

beforeAll(async () => {
  database = await freshDatabase();
  owner = await connected(session(database.direct, OWNER));
});

afterAll(async () => {
  await owner.end();
  await database.close();
});

function next(offset: number, sql: string): Migration {
  const number = nextNumber + offset;
  return { number, name: `${number}_later.sql`, sql, breaking: sql.includes('-- breaking') };
}

test('schema.sql and schema.d.ts are what the migrations make (else: npm run schema)', async () => {
  expect(await dumpSchema(owner)).toBe(readFileSync(join(folder, 'schema.sql'), 'utf8'));
  expect(await describeSchema(owner)).toBe(readFileSync(join(folder, 'schema.d.ts'), 'utf8'));
});

test('a name is a date everywhere or nowhere, and JSON nowhere an array', async () => {
  const { rows } = await owner.query(
    `select attname from pg_attribute a join pg_class c on c.oid = attrelid join pg_type t on t.oid = atttypid
     where relnamespace = 'public'::regnamespace and relkind = 'r' and attnum > 0 and not attisdropped
     group by attname
     having count(distinct atttypid) > 1 and (bool_or(atttypid = 'date'::regtype)
       or bool_or(atttypid = 'jsonb'::regtype) and bool_or(t.typcategory = 'A'))`,
  );
  expect(rows).toEqual([]);
});

test('the program decides what time it is: nothing in the schema asks the database', () => {
  const asking = released.filter(({ sql }) =>
    /\b(now\(\)|current_date|current_timestamp|clock_timestamp)/i.test(sql),
  );
  expect(asking.map((migration) => migration.name)).toEqual([]);
});

test('a migration runs once, and a second program finds nothing to do', async () => {
  const steps = [...released, next(0, 'create table once (id integer)')];
  await migrate(owner, steps, AT);
  await migrate(owner, steps, AT);
  const { rows } = await owner.query('select applied_at from schema_migrations where number = $1', [
    nextNumber,
  ]);
  expect(rows).toEqual([{ applied_at: AT }]);
});

test('two programs that start at once migrate once', async () => {
  const other = await connected(session(database.direct, OWNER));
  const steps = [...released, next(0, ''), next(1, 'select pg_sleep(0.2); create table twice (id integer)')];
  try {
    await Promise.all([migrate(owner, steps, AT), migrate(other, steps, AT)]);
  } finally {
    await other.end();
  }
  expect(
    (await owner.query('select from schema_migrations where number = $1', [nextNumber + 1])).rowCount,
  ).toBe(1);
});

test('a migration that fails leaves nothing of itself and names itself', async () => {
  const failing = next(2, 'create table half (id integer); select 1 / 0');
  await expect(migrate(owner, [...released, failing], AT)).rejects.toThrow(
    `${failing.name} failed: division by zero`,
  );
  expect((await owner.query("select to_regclass('half') as half")).rows).toEqual([{ half: null }]);
  expect(
    (await owner.query('select from schema_migrations where number = $1', [failing.number])).rowCount,
  ).toBe(0);
});

test('an older program works on a newer schema, but not past a breaking migration', async () => {
  await migrate(owner, [...released, next(3, 'create table harmless (id integer)')], AT);
  await expect(migrate(owner, released, AT)).resolves.toBeUndefined();
  await migrate(owner, [...released, next(3, ''), next(4, '-- breaking: renamed\nselect 1')], AT);
  const older = migrate(owner, released, AT);
  await expect(older).rejects.toBeInstanceOf(RefusedError);
  await expect(older).rejects.toMatchObject({ refusal: { refused: 'schema_newer' } });
});

test('two files of one number are a mistake that is told', () => {
  const wrong = mkdtempSync(join(tmpdir(), 'relance-migrations-'));
  try {
    for (const name of ['0001_one.sql', '0001_two.sql', 'notes.txt']) writeFileSync(join(wrong, name), '');
    expect(() => readMigrations(wrong)).toThrow('two migrations bear the number 0001');
  } finally {
    rmSync(wrong, { recursive: true, force: true });
  }
});
