import { expect, test } from 'vitest';
import { refuseOldServer } from './server-version.ts';

test('a server of the user’s own is PostgreSQL 15 or later', () => {
  expect(refuseOldServer(14)).toMatchObject({ refused: 'database_too_old', details: { major: 14 } });
  expect([15, 16, 18].map(refuseOldServer)).toEqual([null, null, null]);
});
