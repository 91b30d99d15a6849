import { describe, expect, test } from 'vitest';
import { iso, toIso } from '../calendar/day.ts';
import { isRefusal } from '../platform/refusal.ts';
import { type Limitation, type LimitationInput, limitationOf } from './limitation.ts';

type Given = Omit<Partial<LimitationInput>, 'start' | 'regime'>;

function limited(start: string, regime: LimitationInput['regime'], given: Given = {}): Limitation {
  const found = limitationOf({ start: iso(start), regime, ...given });
  if (isRefusal(found)) throw new Error(found.message);
  return found;
}

const last = (...args: Parameters<typeof limited>) => toIso(limited(...args).lastDay);
const event = (
  on: string,
  kind: 'acknowledgment' | 'reminder' | 'formal-notice' | 'claim' | 'enforcement',
) => ({
  on: iso(on),
  kind,
});
const mediation = (on: string, to: string) => ({ on: iso(on), to: iso(to), kind: 'mediation' as const });

describe('durations', () => {
  test('by regime, without carry, the month ending early when it must', () => {
    expect(last('2024-02-29', 'b2b')).toBe('2029-02-28');
    expect(last('2024-02-29', 'b2c')).toBe('2026-02-28');
    expect(last('2021-11-30', 'nonpro')).toBe('2026-11-30');
  });

  test('by type of claim, with a warning where the duration was not read in a source', () => {
    const types = ['transport', 'rent', 'cheque', 'telecom', 'insurance', 'lcr'] as const;
    expect(types.map((type) => limited('2025-01-10', 'b2b', { type }).years)).toEqual([1, 3, 1, 1, 2, 3]);
    expect(limited('2025-01-10', 'b2b', { type: 'transport' }).warnings).toEqual([]);
    expect(limited('2025-01-10', 'b2b', { type: 'cheque' }).warnings[0]!.code).toBe('duration_to_verify');
  });

  test('a public debtor: 31 December of the fourth year after, whatever the day', () => {
    expect(last('2022-01-01', 'public')).toBe('2026-12-31');
    expect(last('2022-12-31', 'public')).toBe('2026-12-31');
    const transport = limited('2022-03-01', 'public', { type: 'transport' });
    expect([transport.years, transport.warnings[0]!.code]).toEqual([4, 'type_ignored']);
  });
});

describe('events', () => {
  test('a reminder or a formal notice moves nothing, but restarts the four years of a public debtor', () => {
    const events = [event('2023-05-01', 'reminder'), event('2024-02-01', 'formal-notice')];
    const firm = limited('2022-03-10', 'b2b', { events });
    expect([toIso(firm.lastDay), firm.events.map(({ effect }) => effect)]).toEqual([
      '2027-03-10',
      ['none', 'none'],
    ]);
    const town = limited('2022-03-10', 'public', { events });
    expect([toIso(town.lastDay), town.events.map(({ effect }) => effect)]).toEqual([
      '2028-12-31',
      ['restarts', 'restarts'],
    ]);
  });

  test('an act restarts the whole duration, on the last day too, not the day after', () => {
    expect(last('2022-03-10', 'b2b', { events: [event('2025-09-05', 'acknowledgment')] })).toBe('2030-09-05');
    expect(last('2022-03-10', 'b2b', { events: [event('2027-03-10', 'claim')] })).toBe('2032-03-10');
    const late = limited('2022-03-10', 'b2b', { events: [event('2027-03-11', 'claim')] });
    expect([toIso(late.lastDay), late.events[0]!.effect, late.warnings[0]!.code]).toEqual([
      '2027-03-10',
      'none',
      'event_after_limitation',
    ]);
  });

  test('the order in which events are given does not matter, one before the start is without effect', () => {
    const events = [event('2026-01-01', 'acknowledgment'), event('2023-01-01', 'enforcement')];
    expect(last('2022-03-10', 'b2b', { events })).toBe(
      last('2022-03-10', 'b2b', { events: events.toReversed() }),
    );
    const early = limited('2022-03-10', 'b2b', { events: [event('2022-03-09', 'claim')] });
    expect([early.events[0]!.effect, early.warnings[0]!.code]).toEqual(['none', 'event_before_start']);
  });

  test('a mediation suspends, leaves at least six months, and two that overlap are counted once', () => {
    expect(last('2022-01-20', 'b2b', { events: [mediation('2026-10-01', '2026-12-15')] })).toBe('2027-06-15');
    expect(last('2022-01-20', 'b2b', { events: [mediation('2023-01-01', '2023-01-31')] })).toBe('2027-02-19');
    const twice = [mediation('2023-01-01', '2023-01-31'), mediation('2023-01-11', '2023-01-31')];
    expect(last('2022-01-20', 'b2b', { events: twice })).toBe('2027-02-19');
  });

  test('a mediation without end or that ends before it begins is refused', () => {
    const open = { on: iso('2023-01-01'), kind: 'mediation' as const };
    for (const events of [[open], [mediation('2023-01-02', '2023-01-01')]]) {
      const found = limitationOf({ start: iso('2022-01-20'), regime: 'b2b', events });
      expect(isRefusal(found) && found.refused).toBe('date_order');
    }
  });

  test('beyond twenty years the long stop is to be checked', () => {
    const events = ['2010-01-01', '2015-01-01', '2020-01-01', '2025-01-01'].map((on) =>
      event(on, 'acknowledgment'),
    );
    expect(limited('2005-01-01', 'b2b', { events }).warnings.map(({ code }) => code)).toEqual(['long_stop']);
  });
});
