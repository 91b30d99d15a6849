import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RefusedError } from '../../src/platform/refused-error.ts';
import { makeSocketFolder } from '../../src/platform/socket-folder.ts';

let place: string;

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'place-'));
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

test('a socket goes where its path is short and a folder can be made, for its owner alone', () => {
  const long = join(place, 'x'.repeat(100));
  mkdirSync(long);
  const folder = makeSocketFolder([join(place, 'absent'), long, place]);
  expect(dirname(folder)).toBe(place);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(readdirSync(long)).toEqual([]);
});

test('where there is no such place, the refusal names those that were tried', () => {
  const absent = join(place, 'absent');
  try {
    makeSocketFolder([absent]);
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(RefusedError);
    expect((error as RefusedError).refusal).toMatchObject({
      refused: 'socket_folder_missing',
      message: expect.stringContaining('TMPDIR'),
      details: { tried: [absent] },
    });
  }
});
