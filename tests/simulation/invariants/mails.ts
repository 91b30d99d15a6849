import { toIso } from '../../../src/calendar/day.ts';
import { follow } from '../follow.ts';
import { balanceOn } from '../oracle/balance.ts';
import { itemOf } from '../oracle/books.ts';
import { day } from '../oracle/calendar.ts';
import { readMail, type SentItem, sentBy } from '../post-office.ts';
import { Violation } from '../violation.ts';
import type { House, World } from '../world.ts';
import { checkAmounts } from './amounts.ts';
import { checkNothingHeld } from './held.ts';
import { checkRightPeople } from './right-people.ts';

const CLOSED = 100n;

/** Each mail that left since `from`, read as its receiver reads it. `moved`: debtors who paid meanwhile. */
export async function checkMails(
  world: World,
  house: House,
  from: number,
  moved: readonly string[],
): Promise<void> {
  const mails = await Promise.all(world.sink.messages.slice(from).map(readMail));
  const known = await sentBy(
    world,
    house,
    mails.map(({ messageId }) => messageId),
  );
  const today = world.clerk.today();
  for (const mail of mails) {
    const sent = known.get(mail.messageId);
    const wrong = (what: string) =>
      new Violation('one-mail-one-entry', house.key, sent?.debtor ?? null, `${what}: ${mail.messageId}`);
    if (sent === undefined) throw wrong('nobody wrote down');
    if (house.barred.has(mail.messageId))
      throw new Violation(
        'nothing-for-what-is-held',
        house.key,
        sent.debtor,
        `paid before its claim: ${mail.subject}`,
      );
    if (!house.settings.armed)
      throw new Violation('nothing-leaves-when-it-must-not', house.key, sent.debtor, 'disarmed');
    checkRightPeople(house, mail, sent);
    if (moved.includes(sent.debtor)) continue;
    const owed = ({ number, instalment }: SentItem) =>
      balanceOn(itemOf(house.books, { debtor: sent.debtor, invoice: number, instalment }), day(toIso(today)));
    checkNothingHeld(house, sent, today, (item) => owed(item) <= CLOSED);
    checkAmounts(house, mail, sent, toIso(today));
  }
  await follow(world, house);
  if (house.wrong !== null)
    throw new Violation('nothing-leaves-when-it-must-not', house.key, null, house.wrong);
}
