import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { iso } from '../../src/calendar/day.ts';
import { clearSample, markSample, sampleState } from '../../src/cli/sample-folder.ts';

describe('the folder of the sample', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'relance-sample-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('is empty, begun, whole, or somebody’s', () => {
    expect(sampleState(join(folder, 'absent'))).toEqual({ kind: 'empty' });
    expect(sampleState(folder)).toEqual({ kind: 'empty' });
    markSample(folder, iso('2026-11-23'), false);
    expect(sampleState(folder)).toEqual({ kind: 'begun', on: iso('2026-11-23') });
    markSample(folder, iso('2026-11-23'), true);
    expect(sampleState(folder)).toEqual({ kind: 'whole', on: iso('2026-11-23') });
    writeFileSync(join(folder, 'exemple.json'), '{"sample":"hier"}');
    expect(sampleState(folder)).toEqual({ kind: 'other' });
    writeFileSync(join(folder, 'exemple.json'), 'pas du JSON');
    expect(sampleState(folder)).toEqual({ kind: 'other' });
  });

  test('is emptied when it holds a sample, whole or cut short', async () => {
    markSample(folder, iso('2026-11-23'), false);
    writeFileSync(join(folder, 'factures.csv'), 'facture;client\n');
    expect(await clearSample(folder)).toBe(null);
    expect(sampleState(folder)).toEqual({ kind: 'empty' });
    expect(await clearSample(folder)).toBe(null);
  });

  test('is left alone when it holds anything else', async () => {
    writeFileSync(join(folder, 'factures.csv'), 'facture;client\n');
    expect(await clearSample(folder)).toMatchObject({ refused: 'not_a_sample' });
    expect(existsSync(join(folder, 'factures.csv'))).toBe(true);
  });
});
