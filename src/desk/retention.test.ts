import { describe, expect, test } from 'vitest';
import { iso, toIso } from '../calendar/day.ts';
import { keepReasons, type RetentionFacts, refuseErasure } from './retention.ts';

const SETTLED: RetentionFacts = {
  regime: 'b2b',
  openItems: 0,
  openCredits: 0,
  claims: [{ dueOn: iso('2026-09-30'), events: [] }],
  lastRecordOn: iso('2026-10-07'),
};

function told(over: Partial<RetentionFacts>, on: string): readonly string[] {
  return keepReasons({ ...SETTLED, ...over }, iso(on)).map(({ code, until }) =>
    until === null ? code : `${code} ${toIso(until)}`,
  );
}

describe('what keeps a debtor from being erased', () => {
  test('its accounts for ten years, the last day included', () => {
    expect(told({}, '2031-10-01')).toEqual(['accounts_kept 2036-10-07']);
    expect(told({}, '2036-10-07')).toEqual(['accounts_kept 2036-10-07']);
    expect(told({}, '2036-10-08')).toEqual([]);
  });

  test('limitation, which an act restarts: it may outlive the accounts', () => {
    expect(told({ regime: 'b2c' }, '2028-09-30')).toContain('limitation_running 2028-09-30');
    const claims = [
      {
        dueOn: iso('2026-09-30'),
        events: [
          { on: iso('2031-09-01'), kind: 'claim' as const },
          { on: iso('2036-08-01'), kind: 'enforcement' as const },
        ],
      },
    ];
    expect(told({ claims }, '2037-01-01')).toEqual(['limitation_running 2041-08-01']);
  });

  test('a customer of unknown kind is kept as long as the longest', () => {
    expect(told({ regime: null, lastRecordOn: null }, '2031-09-30')).toEqual([
      'limitation_running 2031-09-30',
    ]);
    expect(told({ regime: null, lastRecordOn: null }, '2031-10-01')).toEqual([]);
  });

  test('open money, without a day; a customer never invoiced is free at once', () => {
    expect(told({ openItems: 1, openCredits: 1 }, '2040-01-01')).toEqual(['balance_open', 'credit_open']);
    expect(told({ claims: [], lastRecordOn: null }, '2026-10-08')).toEqual([]);
  });

  test('the refusal gives the day after the latest of them, or none while money is open', () => {
    const on = iso('2031-09-30');
    const closed = refuseErasure('X', keepReasons(SETTLED, on));
    expect([closed.refused, closed.details.from]).toEqual(['erasure_refused', '2036-10-08']);
    expect(refuseErasure('X', keepReasons({ ...SETTLED, openItems: 2 }, on)).details.from).toBeNull();
  });
});
