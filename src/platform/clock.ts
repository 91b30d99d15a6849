import { type Day, dayOf } from '../calendar/day.ts';

/** The one source of time: the instant is evidence, the civil day of a zone decides. */
export interface Clock {
  /** ISO 8601 instant in UTC, to the millisecond: `2026-11-22T08:01:00.123Z`. */
  readonly now: () => string;
  /** The civil day it is now in `timeZone` (IANA name): the creditor's, never the server's. */
  readonly today: (timeZone: string) => Day;
}

function clockReading(milliseconds: () => number): Clock {
  return {
    now: () => new Date(milliseconds()).toISOString(),
    today: (timeZone) => dayIn(timeZone, milliseconds()),
  };
}

function dayIn(timeZone: string, milliseconds: number): Day {
  const asked = { timeZone, calendar: 'gregory', year: 'numeric', month: 'numeric', day: 'numeric' } as const;
  const parts = new Intl.DateTimeFormat('en', asked).formatToParts(milliseconds);
  const part = (name: string) => Number(parts.find(({ type }) => type === name)?.value);
  return dayOf(part('year'), part('month'), part('day'));
}

export const systemClock: Clock = clockReading(() => Date.now());

/**
 * A clock that stands at `instant` (ISO 8601 with `Z` or an offset): tests, and rehearsals by
 * RELANCE_CLOCK.
 */
export function fixedClock(instant: string): Clock {
  const milliseconds = Date.parse(instant);
  if (Number.isNaN(milliseconds)) throw new RangeError(`not an instant: ${instant}`);
  return clockReading(() => milliseconds);
}

/** The machine's clock, unless a rehearsal fixed one. */
export function clockFor(fixedAt: string | null): Clock {
  return fixedAt === null ? systemClock : fixedClock(fixedAt);
}
