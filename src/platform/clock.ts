import { Temporal } from 'temporal-polyfill';
import { type Day, dayOf } from '../calendar/day.ts';

/** The one source of time: the instant is evidence, the civil day of a zone decides. */
export interface Clock {
  /** ISO 8601 instant in UTC, to the millisecond: `2026-11-22T08:01:00.123Z`. */
  readonly now: () => string;
  /** The civil day it is now in `timeZone` (IANA name): the creditor's, never the server's. */
  readonly today: (timeZone: string) => Day;
}

function clockReading(milliseconds: () => number): Clock {
  const instant = () => Temporal.Instant.fromEpochMilliseconds(milliseconds());
  return {
    now: () => instant().toString({ fractionalSecondDigits: 3 }),
    today: (timeZone) => {
      const date = instant().toZonedDateTimeISO(timeZone);
      return dayOf(date.year, date.month, date.day);
    },
  };
}

export const systemClock: Clock = clockReading(() => Date.now());

/**
 * A clock that stands at `instant` (ISO 8601 with `Z` or an offset): tests, and rehearsals by
 * RELANCE_CLOCK.
 */
export function fixedClock(instant: string): Clock {
  const { epochMilliseconds } = Temporal.Instant.from(instant);
  return clockReading(() => epochMilliseconds);
}

/** The machine's clock, unless a rehearsal fixed one. */
export function clockFor(fixedAt: string | null): Clock {
  return fixedAt === null ? systemClock : fixedClock(fixedAt);
}

/** Whether `text` names a time zone that this machine knows. */
export function isTimeZone(text: string): boolean {
  try {
    fixedClock('2026-01-01T00:00:00Z').today(text);
    return /^[A-Za-z]/.test(text);
  } catch {
    return false;
  }
}
