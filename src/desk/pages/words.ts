import { type Day, dayOf, iso, toIso } from '../../calendar/day.ts';
import { formatDay, formatLongDay, formatShortDay } from '../../calendar/french.ts';
import { ZERO } from '../../money/cents.ts';
import { formatMoney, parseDecimal } from '../../money/format.ts';
import { stepName } from '../../reminders/reasons.ts';
import { STEPS, type StepKey } from '../../scenarios/steps.ts';
import { counted } from '../counted.ts';
import { html, type Markup } from './markup.ts';

const CHANNELS: Readonly<Record<string, string>> = {
  email: 'e-mail',
  call: 'appel',
  letter: 'courrier',
  registered: 'recommandé',
  task: 'tâche',
};

const TEXT_KINDS: Readonly<Record<string, string>> = {
  email: 'e-mail conservé',
  letter: 'courrier',
  registered: 'recommandé',
  statement: 'relevé de compte',
  promise: 'confirmation de promesse',
  receipt: 'reçu',
};

export function channelName(channel: string): string {
  return CHANNELS[channel] ?? channel;
}

/** What a frozen text is called on its link. */
export function textKindName(kind: string): string {
  return TEXT_KINDS[kind] ?? kind;
}

/** « Mise en demeure »; a step of nobody's scenario keeps its key. */
export function stepTitle(step: string): string {
  const known = STEPS.find((key) => key === step);
  return capital(known ? stepName(known as StepKey) : step);
}

/** What announced a date of a payment plan is called, which is at no step of the scenario. */
export function planDateTitle(dueOn: Day): string {
  return `Échéancier, annonce de la date du ${formatShortDay(dueOn)}`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A decimal amount of the contract as people read it. */
export function money(amount: string, currency: string): string {
  return formatMoney(parseDecimal(amount) ?? ZERO, currency);
}

/** « échue depuis 8 jours », « échéance dans 5 jours ». */
export function ageText(daysLate: number): string {
  if (daysLate === 0) return 'échéance ce jour';
  if (daysLate < 0) return `échéance dans ${counted(-daysLate, 'jour', 'jours')}`;
  return `échue depuis ${counted(daysLate, 'jour', 'jours')}`;
}

export function dayMarkup(day: Day, long = false): Markup {
  return html`<time datetime="${toIso(day)}">${long ? formatLongDay(day) : formatDay(day)}</time>`;
}

export function isoDayMarkup(day: string): Markup {
  return dayMarkup(iso(day));
}

export function debtorAddress(key: string): string {
  return `/clients/fiche?cle=${encodeURIComponent(key)}`;
}

export function invoiceAddress(debtor: string, number: string): string {
  return `/factures/pourquoi?client=${encodeURIComponent(debtor)}&numero=${encodeURIComponent(number)}`;
}

/** `+33472000000` as it is dialled here; a number of another country as it stands. */
export function phoneText(phone: string): string {
  const local = /^\+33(\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(phone);
  return local ? [`0${local[1]}`, ...local.slice(2)].join('\u00a0') : phone;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The Date header of a message in French, in the hour of its zone; as it stands when not of that form. */
export function mailDateText(header: string): string {
  const found = /^(?:\w{3}, )?(\d{1,2}) (\w{3}) (\d{4}) (\d{2}):(\d{2})/.exec(header);
  const month = MONTHS.indexOf(found?.[2] ?? '') + 1;
  if (!found || month === 0) return header;
  const day = dayOf(Number(found[3]), month, Number(found[1]));
  return `${formatLongDay(day)}, ${Number(found[4])}\u00a0h\u00a0${found[5]}`;
}
