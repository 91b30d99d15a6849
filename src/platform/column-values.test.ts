import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import { expect, test } from 'vitest';
import { type Day, iso } from '../calendar/day.ts';
import { columnValues } from './column-values.ts';
import { sqlDate } from './sql-values.ts';

interface Tables {
  bills: { number: string; due_on: Day; paid_on: Day | null; lines: NonNullable<unknown>; age: number };
}

const db = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (kysely) => new PostgresIntrospector(kysely),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
  plugins: [columnValues({ dates: new Set(['due_on', 'paid_on']), json: new Set(['lines']) })],
});

const due = iso('2026-09-30');

test('days and objects of an insert go as the database writes them', () => {
  const one = { number: 'F-1', due_on: due, paid_on: null, lines: [{ label: 'Pose' }], age: 53 };
  const { parameters } = db.insertInto('bills').values(one).compile();
  expect(parameters).toEqual(['F-1', '2026-09-30', null, '[{"label":"Pose"}]', 53]);
});

test('rows of one insert, and their update on conflict, are converted alike', () => {
  const row = { number: 'F-1', due_on: due, paid_on: null, lines: '{"ready":true}', age: due };
  const { parameters } = db
    .insertInto('bills')
    .values([row, { ...row, paid_on: iso('2026-10-02') }])
    .onConflict((conflict) => conflict.column('number').doUpdateSet({ due_on: due, age: 1 }))
    .compile();
  const sent = ['F-1', '2026-09-30', null, '{"ready":true}', due];
  expect(parameters).toEqual([...sent, ...sent.with(2, '2026-10-02'), '2026-09-30', 1]);
});

test('an expression among the values of an insert keeps its place', () => {
  const { parameters } = db
    .insertInto('bills')
    .values({ number: 'F-1', due_on: sqlDate(due), paid_on: due, lines: {}, age: 1 })
    .compile();
  expect(parameters).toEqual(['F-1', '2026-09-30', '2026-09-30', '{}', 1]);
});

test('a day compared with a date column is converted, one compared with a number is not', () => {
  const { parameters } = db
    .selectFrom('bills as b')
    .select('b.number')
    .where('b.due_on', '<=', due)
    .where('b.due_on', 'in', [due, iso('2026-10-01')])
    .where((eb) => eb.between('b.due_on', due, iso('2026-10-31')))
    .where((eb) => eb.or([eb('b.paid_on', '>', due), eb('b.paid_on', 'is', null)]))
    .where('b.age', '>', due)
    .compile();
  expect(parameters).toEqual([
    '2026-09-30',
    '2026-09-30',
    '2026-10-01',
    '2026-09-30',
    '2026-10-31',
    '2026-09-30',
    due,
  ]);
});

test('an update converts what it sets and what it looks for', () => {
  const { parameters } = db
    .updateTable('bills')
    .set({ paid_on: due, lines: { total: 3 }, age: 2 })
    .where('due_on', '=', due)
    .compile();
  expect(parameters).toEqual(['2026-09-30', '{"total":3}', 2, '2026-09-30']);
});

test('bytes stay bytes where another table has JSON of that name', () => {
  const lines = Buffer.from('%PDF');
  const { parameters } = db.updateTable('bills').set({ lines }).compile();
  expect(parameters).toEqual([lines]);
});
