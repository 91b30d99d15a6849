import { addDays, addMonths, type Day, iso } from '../calendar/day.ts';
import { type CpcZone, type Deadline, proceduralDeadline } from './deadlines.ts';

/** Orders given from this day must be served within 3 months instead of 6 (decree 2026-96). */
const SHORT_SERVICE_SINCE = iso('2026-09-01');

/**
 * Last day to serve a payment order, else it is void (CPC art. 1411). The day of the order decides the
 * regime.
 */
export function paymentOrderService(orderedOn: Day): Deadline {
  return proceduralDeadline(orderedOn, { months: orderedOn >= SHORT_SERVICE_SINCE ? 3 : 6 });
}

/**
 * Last day of the debtor's opposition after service to the person (CPC art. 1416), by where the debtor lives.
 */
export function paymentOrderOpposition(servedOn: Day, zone: CpcZone = 'metropole'): Deadline {
  return proceduralDeadline(servedOn, { months: 1 }, zone);
}

/** Last day on which a notice of opposition bars enforcement (CPC art. 1422): enforce after it. */
export function paymentOrderEnforcementBar(servedOn: Day): Deadline {
  return proceduralDeadline(servedOn, { months: 2 });
}

/**
 * Last day to advance the registry's fees before a commercial court, else the request lapses (CPC art. 1425).
 */
export function courtFeesAdvance(filedOn: Day): Deadline {
  return proceduralDeadline(filedOn, { days: 15 });
}

/**
 * Last day to declare a claim after the BODACC notice (C. com. art. R622-24): 2 months, and 2 more for a
 * creditor who does not live in the territory of the court (metropolitan France, or that very overseas
 * territory).
 */
export function claimDeclaration(publishedOn: Day, creditorInCourtTerritory = true): Deadline {
  return proceduralDeadline(publishedOn, { months: creditorInCourtTerritory ? 2 : 4 });
}

/** Last day to ask to be relieved of a missed declaration (C. com. art. L622-26). */
export function foreclosureRelief(publishedOn: Day): Deadline {
  return proceduralDeadline(publishedOn, { months: 6 });
}

/** Last day to claim goods sold under reservation of title (C. com. art. L624-9). */
export function titleRetentionClaim(publishedOn: Day): Deadline {
  return proceduralDeadline(publishedOn, { months: 3 });
}

/** Last day to oppose the price of a business that was sold (C. com. art. L141-14). */
export function businessSaleOpposition(publishedOn: Day): Deadline {
  return proceduralDeadline(publishedOn, { days: 10 });
}

/**
 * Last day for a debtor to agree in the small-claims procedure of the commissaire de justice (CPCE art.
 * R125-2).
 */
export function smallClaimAnswer(sentOn: Day): Deadline {
  return proceduralDeadline(sentOn, { months: 1 });
}

/**
 * Undisputed claim between traders (CPCE art. L126-1 to L126-5, law 2026-307): last day to pay or contest,
 * and first day of the record of non-contestation, 8 days later. Whether CPC 642 carries them is unsettled:
 * they are not.
 */
export function undisputedClaimDates(servedOn: Day): { readonly contestBy: Day; readonly recordFrom: Day } {
  const contestBy = addMonths(servedOn, 1);
  return { contestBy, recordFrom: addDays(contestBy, 8) };
}

/**
 * Last day to accept an electronic registered letter: 15 days from the day after its notice (Code des postes
 * art. R53-3).
 */
export function electronicLetterLastDay(noticeOn: Day): Day {
  return addDays(noticeOn, 15);
}

/** Last day of a « mémoire en réclamation » after a public buyer's refusal or dispute, not carried (CCAG). */
export function publicDisputeMemo(disputedOn: Day): Day {
  return addMonths(disputedOn, 2);
}
