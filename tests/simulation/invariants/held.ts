import { type Day, toIso } from '../../../src/calendar/day.ts';
import { addBusinessDays } from '../../../src/calendar/holidays.ts';
import type { Sent, SentItem } from '../post-office.ts';
import { Violation } from '../violation.ts';
import type { Bill, House } from '../world.ts';

const TOLERANCE = 2;

/** No message asks for what people know to be settled, held, disputed whole or in quarantine. */
export function checkNothingHeld(
  house: House,
  sent: Sent,
  today: Day,
  settled: (item: SentItem) => boolean,
): void {
  // A copy of a formal notice follows the letter that was deposited.
  if (sent.channel !== 'email') return;
  for (const item of sent.items) {
    const bill = house.bills.find(({ number }) => number === item.number)!;
    const reason = settled(item) ? 'settled' : reasonOf(house, bill, item.instalment, today);
    if (reason === null) continue;
    const seen = `${sent.step} of ${toIso(today)} asks ${item.number}/${item.instalment}: ${reason}`;
    throw new Violation('nothing-for-what-is-held', house.key, sent.debtor, seen);
  }
}

function reasonOf(house: House, bill: Bill, instalment: number, today: Day): string | null {
  const { patron } = bill;
  if (bill.voidedOn !== null) return 'voided';
  if (bill.quarantine !== null && bill.releasedOn === null) return 'in quarantine';
  if (patron.insolventOn !== null) return 'insolvent';
  if (patron.deceasedOn !== null) return 'deceased';
  if (patron.overIndebtedOn !== null) return 'over-indebted';
  for (const hold of house.holds) {
    const { kind, items, until, amount } = hold;
    if (hold.endedOn !== null || hold.patron !== patron) continue;
    const about = items === null || items.some((one) => one.bill === bill && one.instalment === instalment);
    if (!about) continue;
    if (kind === 'dispute' && amount === null) return 'disputed whole';
    if (kind === 'promise' && addBusinessDays(until!, TOLERANCE) >= today) return `promised ${toIso(until!)}`;
    if (kind === 'pause' && until! >= today) return `paused until ${toIso(until!)}`;
  }
  return null;
}
