import { describe, expect, test } from 'vitest';
import { iso } from '../calendar/day.ts';
import {
  type CreditorHealth,
  checkCreditor,
  checkDisk,
  checkRights,
  checksText,
  fault,
  ok,
  warning,
} from './doctor.ts';

const ON = iso('2026-11-23');

const WELL: CreditorHealth = {
  key: '732829320',
  email: 'compta@lefevre.example',
  iban: 'FR7630006000011234567890189',
  smtp: 'reached',
  armed: true,
  rehearsal: false,
  journalAhead: null,
  freshUntil: iso('2026-11-20'),
  bankFreshnessDays: 3,
  overdueItems: 12,
  doubtful: 0,
  failed: 0,
  unposted: null,
  undeposited: null,
  quarantined: 0,
  lastRun: { on: iso('2026-11-20'), errors: 0 },
};

const unwell = (over: Partial<CreditorHealth>) =>
  checkCreditor({ ...WELL, ...over }, ON)
    .filter(({ state }) => state !== 'ok')
    .map(({ name, state }) => `${name} ${state}`);

describe('the checks of a creditor', () => {
  test('say nothing of what stands well, but name it', () => {
    expect(unwell({})).toEqual([]);
    const names = checkCreditor(WELL, ON).map(({ name, creditor }) => [name, creditor]);
    expect(names).toContainEqual(['bank', '732829320']);
    expect(checkCreditor(WELL, ON).every(({ remedy }) => remedy === null)).toBe(true);
  });

  test.each<[string, Partial<CreditorHealth>, readonly string[]]>([
    ['a clock behind the journal', { journalAhead: '2026-11-24T08:00:00.000Z' }, ['clock fault']],
    ['no reply address', { email: null }, ['sender fault']],
    ['no IBAN', { iban: null }, ['sender fault']],
    ['a server that does not answer', { smtp: { failed: 'mail.example:587, ECONNREFUSED' } }, ['smtp fault']],
    ['a password of another folder', { smtp: 'sealed_elsewhere' }, ['smtp fault']],
    [
      'a rehearsal with a server elsewhere',
      { smtp: 'not_loopback', rehearsal: true },
      ['smtp fault', 'arming warning'],
    ],
    ['armed without a server', { smtp: 'none' }, ['smtp warning']],
    ['disarmed, without a server', { smtp: 'none', armed: false }, ['arming warning']],
    ['a bank too old', { freshUntil: iso('2026-11-17') }, ['bank warning']],
    ['a bank never confirmed', { freshUntil: null }, ['bank warning']],
    ['a bank nobody waits for', { freshUntil: null, bankFreshnessDays: null }, []],
    ['a doubtful message', { doubtful: 1, failed: 2 }, ['messages warning']],
    ['a message refused', { failed: 2 }, ['messages warning']],
    ['letters of the day', { unposted: { letters: 3, since: ON } }, []],
    ['letters forgotten', { unposted: { letters: 3, since: iso('2026-11-19') } }, ['letters warning']],
    [
      'a notice not deposited',
      { undeposited: { letters: 1, since: iso('2026-11-18') } },
      ['letters warning'],
    ],
    ['an import in quarantine', { quarantined: 1 }, ['imports warning']],
    ['a run with failures', { lastRun: { on: ON, errors: 2 } }, ['runs warning']],
    ['a run long ago', { lastRun: { on: iso('2026-11-10'), errors: 0 } }, ['runs warning']],
    ['no run yet', { lastRun: null }, ['runs warning']],
  ])('tell %s', (_, over, expected) => {
    expect(unwell(over)).toEqual(expected);
    const found = checkCreditor({ ...WELL, ...over }, ON).filter(({ state }) => state !== 'ok');
    expect(found.every(({ remedy }) => remedy !== null && remedy.length > 10)).toBe(true);
  });
});

test('the disk is full, nearly full, or roomy', () => {
  expect(checkDisk(100_000_000).state).toBe('fault');
  expect(checkDisk(1_500_000_000).state).toBe('warning');
  expect(checkDisk(80_000_000_000).state).toBe('ok');
});

test('the data folder is its owner’s alone', () => {
  const there = { openToOthers: false, missing: null };
  expect(checkRights('./data', false, there).state).toBe('fault');
  expect(checkRights('./data', true, { ...there, openToOthers: true })).toMatchObject({
    ...{ state: 'warning', remedy: 'chmod 700 ./data' },
  });
  expect(checkRights('./data', true, there).state).toBe('ok');
  const absent = checkRights('/tmp', true, { ...there, missing: '/tmp/data' });
  expect(absent).toMatchObject({
    state: 'fault',
    message: expect.stringContaining('/tmp/data n’existe pas'),
  });
});

test('a person reads marks, remedies and a last line', () => {
  expect(checksText([ok('disk', 'De la place.')])).toMatch(/^ok .*De la place\.\n\nTout va bien\.$/);
  const text = checksText([
    warning('bank', 'Trop ancien.', 'Confirmez.'),
    fault('smtp', 'Muet.', 'Vérifiez.'),
  ]);
  expect(text).toContain('à voir    bank        Trop ancien.');
  expect(text).toContain('→ Vérifiez.');
  expect(text).toMatch(/1\u00a0panne, 1\u00a0point à voir\.$/);
});
