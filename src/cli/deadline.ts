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
import type { Command } from './command.ts';
import {
  type OptionValues,
  optionalChoice,
  readOptions,
  requiredDay,
  text,
  unlessRefused,
} from './options.ts';

const OPTIONS = {
  from: { type: 'string' },
  months: { type: 'string' },
  days: { type: 'string' },
  zone: { type: 'string' },
  holidays: { type: 'string' },
} as const;
const HOLIDAY_ZONES: readonly HolidayZone[] = ['metropole', 'alsace-moselle'];

export const deadline: Command = {
  name: 'deadline',
  usage: `relance deadline --from 2026-10-01 --months 3 | --days 15 [--zone metropole|overseas|abroad]
  [--holidays metropole|alsace-moselle]`,
  run(args) {
    const values = readOptions(args, OPTIONS);
    if (isRefusal(values)) return values;
    const read = unlessRefused({
      from: requiredDay(values, 'from'),
      duration: readDuration(values),
      zone: optionalChoice(values, 'zone', CPC_ZONES),
      holidays: optionalChoice(values, 'holidays', HOLIDAY_ZONES),
    });
    if (isRefusal(read)) return read;
    const zone = read.zone ?? 'metropole';
    const found = proceduralDeadline(read.from, read.duration, zone, read.holidays ?? 'metropole');
    return { data: documentOf(found), text: textOf(found, zone) };
  },
};

function readDuration(values: OptionValues): Duration | Refusal {
  const months = text(values, 'months');
  const days = text(values, 'days');
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

function textOf(found: Deadline, zone: CpcZone): string {
  const carried = found.carried
    ? `\nReporté du ${formatLongDay(found.raw)} (${found.because.map((why) => REASONS[why]).join(', ')}), ` +
      'CPC art. 642.'
    : '';
  return `Dernier jour\u00a0: ${formatLongDay(found.deadline)}, avant minuit.${carried}${EXTENSIONS[zone]}`;
}
