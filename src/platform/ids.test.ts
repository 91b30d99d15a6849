import { expect, test } from 'vitest';
import { idsNamed, newId, parseIdReference, seededIds, shortId } from './ids.ts';
import { idGenerator, isUuid } from './uuid.ts';

test('an id is a UUID of version 7', () => {
  const id = newId();
  expect(isUuid(id)).toBe(true);
  expect(id[14]).toBe('7');
  expect('89ab').toContain(id[19]);
});

test('ids of one generator differ and sort in the order they were made', () => {
  const ids = Array.from({ length: 10_000 }, newId);
  expect(new Set(ids).size).toBe(ids.length);
  expect([...ids].sort()).toEqual(ids);
});

test('ids keep their order when the clock goes back', () => {
  const times = [1000, 1001, 900, 900, 1002];
  const generate = idGenerator(
    () => times.shift() ?? 0,
    (bytes) => bytes.fill(7),
  );
  const ids = Array.from({ length: 5 }, generate);
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(5);
});

test('a seed gives the same ids at each run, and another seed others', () => {
  const three = (seed: number) => Array.from({ length: 3 }, seededIds(seed));
  expect(three(7)).toEqual(three(7));
  expect(three(7)).not.toEqual(three(8));
  expect(three(0).every(isUuid)).toBe(true);
});

test('people see a kind and eight characters that nobody misreads', () => {
  expect(shortId('rem', '01890000-0000-7000-8000-00000000001f')).toBe('rem-0000000Z');
  expect(shortId('rem', '01890000-0000-7000-8000-ffffffffffff')).toBe('rem-ZZZZZZZZ');
  expect(shortId('deb', seededIds(1)())).toMatch(/^deb-[0-9A-HJKMNP-TV-Z]{8}$/);
});

test('a reference is read as people type it', () => {
  expect(parseIdReference(' REM-7k2m ')).toEqual({ kind: 'rem', prefix: '7K2M' });
  expect(parseIdReference('7k2mo')).toEqual({ kind: null, prefix: '7K2M0' });
  expect(parseIdReference('rem-IL')).toEqual({ kind: 'rem', prefix: '11' });
  const id = seededIds(3)();
  expect(parseIdReference(id.toUpperCase())).toEqual({ kind: null, prefix: id });
  expect(['', 'rem-', 'rem-U', 'F-2026-014', 'rem-123456789'].map(parseIdReference)).toEqual(
    Array.from({ length: 5 }, () => null),
  );
});

test('a prefix names the one id it begins, or all the candidates', () => {
  const ids = ['01890000-0000-7000-8000-000000000001', '01890000-0000-7000-8000-000000000002'];
  const named = (text: string) => idsNamed(parseIdReference(text)!, 'rem', ids);
  expect(named('rem-00000001')).toEqual([ids[0]]);
  expect(named('rem-0')).toEqual(ids);
  expect(named(ids[1]!)).toEqual([ids[1]]);
  expect(named('deb-0')).toEqual([]);
  expect(named('9')).toEqual([]);
});
