import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeDataFolder } from './data-folder.ts';
import { RefusedError } from './refused-error.ts';

const around = mkdtempSync(join(tmpdir(), 'relance-folder-'));
afterAll(() => rmSync(around, { recursive: true, force: true }));

function refusedBy(folder: string): unknown {
  try {
    return makeDataFolder(folder);
  } catch (error) {
    return error instanceof RefusedError ? error.refusal : error;
  }
}

test('a data folder is made for its owner alone', () => {
  const folder = join(around, 'a', 'b');
  makeDataFolder(folder);
  makeDataFolder(folder);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(readdirSync(folder)).toEqual([]);
});

test('a file in the place of the data folder is refused in words, not by a stack', () => {
  const file = join(around, 'factures.csv');
  writeFileSync(file, 'facture');
  for (const folder of [file, join(file, 'data')]) {
    expect(refusedBy(folder)).toMatchObject({ refused: 'data_folder_unusable', details: { folder } });
    expect(() => makeDataFolder(folder)).toThrow(/ne peut pas servir\u00a0: .*--data\.$/);
  }
});

/** Node's recursive mkdir asks /proc for the folder and its parent in turn, for ever. */
test.runIf(existsSync('/proc/self'))('a place that takes no folder is refused at once', () => {
  for (const folder of ['/proc/x', '/proc/x/data', '/proc', '/proc/self']) {
    expect(refusedBy(folder)).toMatchObject({ refused: 'data_folder_unusable', details: { folder } });
  }
});
