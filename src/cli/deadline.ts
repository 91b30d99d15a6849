import { toIso } from '../calendar/day.ts';
import { formatLongDay } from '../calendar/french.ts';
import type { CarryReason, HolidayZone } from '../calendar/holidays.ts';
import {
  CPC_ZONES,
  type CpcZone,
  type Deadline,
  type Duration,
  proceduralDeadline,
} from '../law/deadlines.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { calculator, type Given } from './calculator.ts';
import { unlessRefused } from './options.ts';

const HOLIDAY_ZONES: readonly HolidayZone[] = ['metropole', 'alsace-moselle'];

/** A deadline, and the zone that lengthened it. */
interface Found extends Deadline {
  readonly zone: CpcZone;
}

export const deadline = calculator<Found>({
  name: 'deadline',
  usage: `relance deadline --from 2026-10-01 --months 3 | --days 15 [--zone metropole|overseas|abroad]
  [--holidays metropole|alsace-moselle]`,
  takes: ['from', 'months', 'days', 'zone', 'holidays'],
  find(given) {
    const read = unlessRefused({
      from: given.day('from'),
      duration: readDuration(given),
      zone: given.choiceIfAny('zone', CPC_ZONES),
      holidays: given.choiceIfAny('holidays', HOLIDAY_ZONES),
    });
    if (isRefusal(read)) return read;
    const zone = read.zone ?? 'metropole';
    return { ...proceduralDeadline(read.from, read.duration, zone, read.holidays ?? 'metropole'), zone };
  },
  document: documentOf,
  words: textOf,
});

function readDuration(options: Given): Duration | Refusal {
  const months = options.text('months');
  const days = options.text('days');
  if (months !== undefined && days !== undefined) {
    return refuse('option_conflict', 'Donnez --months ou --days, pas les deux.', { option: 'days' });
  }
  const given = months ?? days;
  const option = months === undefined ? 'days' : 'months';
  if (given === undefined)
    return refuse('option_missing', 'Il manque --months ou --days.', { option: 'months' });
  const count = /^\d{1,4}$/.test(given) ? Number(given) : 0;
  if (count < 1) {
    const message = `«\u00a0${given}\u00a0» n’est pas un nombre entier d’au moins 1 (--${option}).`;
    return refuse('number_invalid', message, { option, value: given });
  }
  return months === undefined ? { days: count } : { months: count };
}

function documentOf(found: Deadline): unknown {
  return {
    from: toIso(found.from),
    deadline: toIso(found.deadline),
    raw: toIso(found.raw),
    carried: found.carried,
    because: found.because,
    rule: found.rule,
  };
}

const REASONS: Readonly<Record<CarryReason, string>> = {
  saturday: 'samedi',
  sunday: 'dimanche',
  holiday: 'jour férié',
};
const EXTENSIONS: Readonly<Record<CpcZone, string>> = {
  metropole: '',
  overseas: '\nAugmenté d’un mois, outre-mer (CPC art. 643).',
  abroad: '\nAugmenté de deux mois, étranger (CPC art. 643).',
};

function textOf(found: Found): string {
  const carried = found.carried
    ? `\nReporté du ${formatLongDay(found.raw)} (${found.because.map((why) => REASONS[why]).join(', ')}), ` +
      'CPC art. 642.'
    : '';
  return `Dernier jour\u00a0: ${formatLongDay(found.deadline)}, avant minuit.${carried}${EXTENSIONS[found.zone]}`;
}
