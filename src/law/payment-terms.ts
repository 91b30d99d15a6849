import { addDays, civil, type Day, dayOf, endOfMonth } from '../calendar/day.ts';

/**
 * Agreed terms. `eom: 'a'` adds the days, then goes to the end of the month; `'b'` goes to the end of the
 * month, then adds the days. Both are lawful readings of « 45 jours fin de mois »; the parties choose one
 * beforehand.
 */
export interface Terms {
  readonly days: number;
  readonly eom: 'a' | 'b' | null;
}

/** Sectors with a cap of their own (C. com. art. L441-11 II); the cap binds whatever the parties agree. */
export const SECTORS = {
  perishable: 'denrées périssables\u00a0: 30 jours après la livraison',
  'perishable-periodic':
    'denrées périssables, facture périodique\u00a0: 30 jours après la décade de livraison',
  cattle: 'bétail sur pied et viandes fraîches\u00a0: 20 jours après la livraison',
  alcohol: 'boissons alcooliques\u00a0: 30 jours après la fin du mois de livraison',
  wine: 'vins, raisins et moûts\u00a0: 45 jours fin de mois ou 60 jours',
  transport: 'transport routier, location de véhicules, commission\u00a0: 30 jours après la facture',
} as const;
export type Sector = keyof typeof SECTORS;

export interface DueDate {
  readonly dueOn: Day;
  /** Latest lawful due date under the method chosen. */
  readonly cap: Day;
  readonly lawful: boolean;
  readonly rule: string;
}

const CAP_DAYS = 60;
const CAP_EOM_DAYS = 45;
const DEFAULT_DAYS = 30;
const PERIODIC_CAP_DAYS = 45;

/** `30`, `45`, `60`, `45-eom-a`, `45-eom-b`, `30-eom` (the first reading); null for anything else. */
export function parseTerms(text: string): Terms | null {
  const match = /^(\d{1,3})(-eom(?:-([ab]))?)?$/.exec(text.trim());
  if (!match) return null;
  return { days: Number(match[1]), eom: match[2] ? ((match[3] as 'a' | 'b' | undefined) ?? 'a') : null };
}

/** The due date of an invoice under terms; no carry to a working day, nothing in L441-10 moves it. */
export function dueUnder(invoicedOn: Day, { days, eom }: Terms): Day {
  if (eom === 'a') return endOfMonth(addDays(invoicedOn, days));
  if (eom === 'b') return addDays(endOfMonth(invoicedOn), days);
  return addDays(invoicedOn, days);
}

/** Without any agreement: 30 days after receipt of the goods or completion of the service (L441-10 I). */
export function defaultDue(receivedOn: Day): DueDate {
  const dueOn = addDays(receivedOn, DEFAULT_DAYS);
  return { dueOn, cap: dueOn, lawful: true, rule: 'TERM-01' };
}

/** The agreed due date against the cap of its method, of periodic invoices or of its sector. */
export function agreedDue(input: {
  readonly invoicedOn: Day;
  readonly terms: Terms;
  /** Delivery; the sectors that count from it use the invoice date when it is not given. */
  readonly deliveredOn?: Day | null;
  readonly sector?: Sector | null;
  /** A summary invoice (CGI art. 289 I-3). */
  readonly periodic?: boolean;
}): DueDate {
  const { invoicedOn, terms, sector } = input;
  const dueOn = dueUnder(invoicedOn, terms);
  if (sector && sector !== 'wine') {
    const cap = sectorCap(sector, invoicedOn, input.deliveredOn ?? invoicedOn);
    return { dueOn, cap, lawful: dueOn <= cap, rule: 'TERM-05' };
  }
  if (input.periodic) {
    const cap = addDays(invoicedOn, PERIODIC_CAP_DAYS);
    return { dueOn, cap, lawful: dueOn <= cap, rule: 'TERM-03' };
  }
  const rule = sector === 'wine' ? 'TERM-05' : 'TERM-02';
  const cap = dueUnder(invoicedOn, { days: terms.eom ? CAP_EOM_DAYS : CAP_DAYS, eom: terms.eom });
  // « 60 jours fin de mois » is unlawful as a clause, even in a month where it gives the same day as 45.
  const clauseLawful = terms.eom === null || terms.days <= CAP_EOM_DAYS;
  return { dueOn, cap, lawful: clauseLawful && dueOn <= cap, rule };
}

/** Latest due date of a sector whose cap does not depend on the terms. */
export function sectorCap(sector: Exclude<Sector, 'wine'>, invoicedOn: Day, deliveredOn: Day): Day {
  switch (sector) {
    case 'perishable':
      return addDays(deliveredOn, 30);
    case 'perishable-periodic':
      return addDays(endOfDecade(deliveredOn), 30);
    case 'cattle':
      return addDays(deliveredOn, 20);
    case 'alcohol':
      return addDays(endOfMonth(deliveredOn), 30);
    case 'transport':
      return addDays(invoicedOn, 30);
  }
}

/** Decades of a month: to the 10th, to the 20th, to its end. */
export function endOfDecade(on: Day): Day {
  const { year, month, day } = civil(on);
  const last = Math.ceil(day / 10) * 10;
  return last > 20 ? endOfMonth(on) : dayOf(year, month, last);
}
