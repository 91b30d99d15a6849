import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { freshDatabase } from '../harness/database.ts';

test('a fresh database has the schema and no row', async () => {
  const started = performance.now();
  const database = await freshDatabase();
  const creditor = '018f0000-0000-7000-8000-000000000001';
  const seen = await database.inCreditor(creditor, async (tx) => {
    const { rows } = await sql<{ creditor: string; role: string }>`
      select current_setting('app.creditor') as creditor, current_user::text as role`.execute(tx);
    return rows[0];
  });
  expect(seen).toEqual({ creditor, role: 'relance_app' });
  console.log('first', performance.now() - started);
  const again = performance.now();
  const other = await freshDatabase();
  console.log('second', performance.now() - again);
  await database.close();
  await other.close();
});
