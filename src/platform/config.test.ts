import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageFolder } from './config.ts';
import { readConfig } from './environment.ts';

test('an empty environment means the embedded database in ./data and the machine’s clock', () => {
  expect(readConfig({})).toMatchObject({ databaseUrl: null, dataFolder: './data', clock: null });
  expect(readConfig({ DATABASE_URL: '', RELANCE_CLOCK: '' })).toMatchObject({
    databaseUrl: null,
    clock: null,
  });
});

test('what the environment says is taken over', () => {
  const clock = '2026-11-22T23:59:00+01:00';
  const read = readConfig({
    DATABASE_URL: 'postgres://u@h/d',
    RELANCE_DATA: '/srv/relance',
    RELANCE_CLOCK: clock,
  });
  expect(read).toMatchObject({ databaseUrl: 'postgres://u@h/d', dataFolder: '/srv/relance', clock });
});

test('a variable that cannot be understood is refused by its name, without its value', () => {
  for (const clock of ['demain', '2026-11-22', '2026-11-22T08:00:00', '2026-13-22T08:00:00Z']) {
    expect(() => readConfig({ RELANCE_CLOCK: clock })).toThrow('RELANCE_CLOCK');
  }
  let told = '';
  try {
    readConfig({ DATABASE_URL: 'mysql://paul:secret@x' });
  } catch (error) {
    expect(error).toMatchObject({ refusal: { refused: 'environment_invalid' } });
    told = String(error);
  }
  expect(told).toContain('DATABASE_URL');
  expect(told).not.toContain('secret');
});

test('name servers are addresses with their ports', () => {
  expect(readConfig({}).dns).toBeNull();
  expect(readConfig({ RELANCE_DNS: '127.0.0.1:5353, [::1]:53,192.0.2.1' }).dns).toEqual([
    '127.0.0.1:5353',
    '[::1]:53',
    '192.0.2.1',
  ]);
  for (const dns of ['dns.example', '127.0.0.1:70000', '1.2.3', '::1', '127.0.0.1,', '[127.0.0.1]x']) {
    expect(() => readConfig({ RELANCE_DNS: dns }), dns).toThrow('RELANCE_DNS');
  }
});

test('the folder of the package holds the migrations', () => {
  expect(existsSync(join(packageFolder(), 'migrations/0001_platform.sql'))).toBe(true);
});
