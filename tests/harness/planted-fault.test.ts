import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type PlantedFault, plantedIn } from './planted-fault.ts';

const MODULE = join(import.meta.dirname, '..', '..', 'src', 'courier', 'attempt.ts');
const LEASE: PlantedFault = {
  source: 'src/courier/attempt.ts',
  find: 'LEASE_SECONDS = 1800',
  replace: 'LEASE_SECONDS = 7',
};

function leaseIn(environment: Readonly<Record<string, string>>): string {
  const script = `import(${JSON.stringify(MODULE)}).then((it) => console.log(it.LEASE_SECONDS))`;
  const env = { ...process.env, ...environment };
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], { env, encoding: 'utf8' });
  return stdout.trim() || stderr;
}

describe('a planted fault', () => {
  test('is in the child that gets it, and in no other', () => {
    expect(leaseIn(plantedIn(LEASE))).toBe('7');
    expect(leaseIn(plantedIn())).toBe('1800');
  });

  test('that has no place, or two, is refused by the test and by the child', () => {
    const lost = { ...LEASE, find: 'LEASE_SECONDS = 1801' };
    expect(() => plantedIn(lost)).toThrow('wants once');
    expect(() => plantedIn({ ...LEASE, find: 'export' })).toThrow('wants once');
    const planted = plantedIn(LEASE);
    expect(leaseIn({ ...planted, RELANCE_PLANTED_FAULT: JSON.stringify([lost]) })).toContain('wants once');
  });
});
