import { creditorFile, openDesk } from '../../harness/desk.ts';
import { itemKey } from './books.ts';
import { day, isBusinessDay, text } from './calendar.ts';
import { claimOf, openBooks } from './claim.ts';
import { bringIn, type Clerk, happen, keyOf, note } from './clerk.ts';
import {
  type Action,
  type Answer,
  accountDifferences,
  actionDifferences,
  mailDifferences,
  newMails,
  noteContact,
  quietItems,
  textOf,
  toldBy,
} from './compare.ts';
import { dayFaults } from './due.ts';
import { type DebtorStory, FIRST_DAY, LENGTH } from './story.ts';

/** What a book was found to hold, besides what differed. */
export interface Lived {
  readonly differences: readonly string[];
  readonly seen: Readonly<Record<string, number>>;
}

/**
 * Lives a book of debtors through the commands of the product, on every fourth business day, and compares
 * each sum that the product tells with the facts.
 */
export async function liveBook(stories: readonly DebtorStory[]): Promise<Lived> {
  const desk = await openDesk(FIRST_DAY);
  const clerk: Clerk = { desk, books: openBooks(), log: [], seen: new Map() };
  const differences: string[] = [];
  try {
    await desk.done(`creditor set ${desk.file('creditor.json', creditorFile())}`);
    await bringIn(clerk, FIRST_DAY, stories);
    const read = new Set<string>();
    for (let after = 1, worked = 0; after < LENGTH; after += 1) {
      const on = text(day(FIRST_DAY) + after);
      desk.on(on);
      for (const [index, { events }] of stories.entries()) {
        for (const event of events) {
          if (event.after === after) await happen(clerk, on, keyOf(index), event);
        }
      }
      if (!isBusinessDay(day(on))) continue;
      worked += 1;
      if (worked % 4 === 0) differences.push(...(await workDay(clerk, on, read)));
    }
    for (const index of stories.keys()) {
      differences.push(...(await accountDifferences(clerk, text(day(FIRST_DAY) + LENGTH - 1), keyOf(index))));
    }
    return { differences, seen: Object.fromEntries(clerk.seen) };
  } finally {
    await desk.database.close();
  }
}

async function workDay(clerk: Clerk, on: string, read: Set<string>): Promise<string[]> {
  const { desk } = clerk;
  const differences: string[] = [];
  const planned: Answer = await desk.done('plan');
  const told = toldBy(clerk, on, planned);
  const quiet = quietItems(clerk, on, planned, told);
  const silent = new Set(quiet.map(itemKey));
  differences.push(...dayFaults(clerk.books, day(on), told, silent).map((fault) => `${on} ${fault}`));
  for (const { code } of planned.held) count(clerk, `held ${code}`);
  const ran: readonly Action[] = (await desk.done('run')).actions;
  const mails = await newMails(clerk, read);
  for (const action of ran) {
    count(clerk, `run ${action.channel} ${action.outcome}`);
    if (action.step === 'route' || action.planDate !== null) continue;
    count(clerk, action.step);
    differences.push(...actionDifferences(clerk, on, action));
    const claim = claimOf(clerk.books, textOf(action, on));
    if (action.outcome === 'withdrawn') differences.push(`${on} ${action.debtor} ${action.step} withdrawn`);
    if (action.outcome === 'sent') {
      const own = mails.filter(({ to }) => to.startsWith(`compta@${action.debtor.toLowerCase()}.`));
      // A word before the due date may leave the same day as a reminder.
      const mail = own.find((one) => action.invoices.every(({ number }) => one.text.includes(number)));
      differences.push(...mailDifferences(on, action, mail?.text ?? '', claim));
      noteContact(clerk, on, action, claim);
    }
    if (action.channel === 'call') {
      await desk.done(`done ${action.id} --outcome reached`);
      noteContact(clerk, on, action, claim);
    }
  }
  if (quiet.length > 0) note(clerk, { kind: 'skipped', on, step: 'pre-due', items: quiet });
  return differences;
}

function count({ seen }: Clerk, what: string): void {
  seen.set(what, (seen.get(what) ?? 0) + 1);
}
