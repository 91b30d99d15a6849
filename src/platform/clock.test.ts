import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { toIso } from '../calendar/day.ts';
import { clockFor, fixedClock, systemClock } from './clock.ts';

const PARIS = 'Europe/Paris';

function todayAt(instant: string, zone = PARIS): string {
  return toIso(fixedClock(instant).today(zone));
}

test('R32: a minute before and after midnight in Paris are two days, whatever the day in UTC', () => {
  expect(todayAt('2026-11-22T22:59:00Z')).toBe('2026-11-22');
  expect(todayAt('2026-11-22T23:01:00Z')).toBe('2026-11-23');
  expect(todayAt('2026-07-14T21:59:00Z')).toBe('2026-07-14');
  expect(todayAt('2026-07-14T22:01:00Z')).toBe('2026-07-15');
});

test('R32: the night that summer time begins has one hour less and the same two days', () => {
  expect(todayAt('2026-03-28T22:59:00Z')).toBe('2026-03-28');
  expect(todayAt('2026-03-28T23:01:00Z')).toBe('2026-03-29');
  expect(todayAt('2026-03-29T01:01:00Z')).toBe('2026-03-29');
  expect(todayAt('2026-03-29T21:59:00Z')).toBe('2026-03-29');
  expect(todayAt('2026-03-29T22:01:00Z')).toBe('2026-03-30');
});

test('R32: the night that summer time ends has one hour more and the same two days', () => {
  expect(todayAt('2026-10-24T21:59:00Z')).toBe('2026-10-24');
  expect(todayAt('2026-10-24T22:01:00Z')).toBe('2026-10-25');
  expect(todayAt('2026-10-25T00:30:00Z')).toBe('2026-10-25');
  expect(todayAt('2026-10-25T01:30:00Z')).toBe('2026-10-25');
  expect(todayAt('2026-10-25T22:59:00Z')).toBe('2026-10-25');
  expect(todayAt('2026-10-25T23:01:00Z')).toBe('2026-10-26');
});

test('R33: today is the day of the creditor: overseas it may be another one', () => {
  const instant = '2026-11-22T23:30:00Z';
  expect(todayAt(instant, 'Europe/Paris')).toBe('2026-11-23');
  expect(todayAt(instant, 'America/Martinique')).toBe('2026-11-22');
  expect(todayAt(instant, 'Pacific/Noumea')).toBe('2026-11-23');
  expect(todayAt(instant, 'Pacific/Tahiti')).toBe('2026-11-22');
});

test('R33: whatever the instant and the zone, the day is that of an independent library', () => {
  const zones = ['Europe/Paris', 'Indian/Reunion', 'America/Cayenne', 'Pacific/Wallis', 'UTC'] as const;
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4e12 }), fc.constantFrom(...zones), (milliseconds, zone) => {
      const instant = Temporal.Instant.fromEpochMilliseconds(milliseconds);
      const known = instant.toZonedDateTimeISO(zone).toPlainDate().toString();
      expect(todayAt(instant.toString(), zone)).toBe(known);
    }),
  );
});

test('an instant is written in UTC to the millisecond, so that the journal hashes one spelling', () => {
  expect(fixedClock('2026-11-22T09:00:00+01:00').now()).toBe('2026-11-22T08:00:00.000Z');
  expect(systemClock.now()).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
});

test('the clock stands still only where a rehearsal fixed it', () => {
  expect(clockFor(null)).toBe(systemClock);
  expect(clockFor('2026-11-22T23:30:00+01:00').now()).toBe('2026-11-22T22:30:00.000Z');
});
