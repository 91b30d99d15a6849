import { expect, test } from 'vitest';
import { breakdownOf, breakdownText, failureLine } from './breakdown.ts';

function coded(message: string, code: string, path?: string): Error {
  return Object.assign(new Error(message), { code }, path === undefined ? {} : { path });
}

test.each([
  ['a file that finds no room', coded('ENOSPC: no space left on device, write', 'ENOSPC'), 'disk_full'],
  ['a table that finds no room', coded('could not extend file "base/1/2"', '53100'), 'disk_full'],
  ['the lock file that finds no room', new Error('database or disk is full'), 'disk_full'],
  ['a limit on the size of files', coded('EFBIG: file too large, write', 'EFBIG'), 'file_too_large'],
  ['a disk that became read-only', coded('EROFS: read-only file system, open', 'EROFS'), 'disk_read_only'],
  ['a disk that fails', coded('EIO: i/o error, read', 'EIO'), 'disk_failing'],
  ['a database that stops', coded('terminating connection', '57P01'), 'database_lost'],
  ['a database killed', new Error('Connection terminated unexpectedly'), 'database_lost'],
  ['a page that does not match its sum', coded('invalid page in block 3', 'XX001'), 'database_damaged'],
  ['a list that no memory holds', new RangeError('Invalid array length'), 'memory_short'],
  ['a fault of ours', new TypeError('x is not a function'), 'unexpected'],
])('%s is told by its name', (_, error, broken) => {
  expect(breakdownOf(error, '/data').broken).toBe(broken);
});

test('the sentence names the place and the remedy, and the file where one is known', () => {
  const full = coded('ENOSPC: no space left on device, write', 'ENOSPC');
  expect(breakdownText(breakdownOf(full, '/home/eve/data'))).toBe(
    'Le disque est plein (/home/eve/data). Rien n’est enregistré à moitié\u00a0: ce qui était fini est gardé, ' +
      'le reste est à refaire. Faites de la place, puis retapez la commande.',
  );
  const elsewhere = coded('ENOSPC: no space left on device, mkdtemp', 'ENOSPC', '/tmp/relance-x');
  expect(breakdownOf(elsewhere, '/home/eve/data').what).toBe('Le disque est plein (/tmp/relance-x).');
});

test('of a log that tells of its end, the line that says why', () => {
  const log =
    'PostgreSQL does not start in /data/pg: 2026-11-22 14:44:56 UTC [1] LOG:  starting\n' +
    '2026-11-22 14:44:56 UTC [1] FATAL:  lock file "postmaster.pid" already exists\n' +
    '2026-11-22 14:44:56 UTC [1] LOG:  database system is shut down';
  expect(breakdownOf(new Error(log), '/data')).toMatchObject({
    broken: 'database_not_started',
    what: 'La base ne démarre pas (/data)\u00a0: lock file "postmaster.pid" already exists.',
  });
});

test('among others of a day, a failure is one line; a fault of ours keeps its own words', () => {
  expect(failureLine(coded('x\ny', '53100'))).toBe(
    'Le disque est plein. Faites de la place, puis retapez la commande.',
  );
  expect(failureLine(new Error('page\nnot drawn'))).toBe('not drawn');
});
