import { addDays, toIso } from '../../src/calendar/day.ts';
import { isBusinessDay } from '../../src/calendar/holidays.ts';
import type { DayPlan } from '../../src/desk/plan.ts';
import type { DayAnswer } from '../../src/desk/report-day.db.ts';
import { importInvoices, releaseDue } from './events/billing.ts';
import { agree } from './events/holds.ts';
import { correctMoney, payWhatIsMeant } from './events/money.ts';
import { goToThePost, lookAround, settleDoubts, workOff } from './events/people.ts';
import { change, decide } from './events/persons.ts';
import { follow } from './follow.ts';
import { checkGapAndCap, checkSteps, contactsOf } from './invariants/contact-order.ts';
import { checkMails } from './invariants/mails.ts';
import { checkPlanIsRun } from './invariants/plan-is-run.ts';
import { checkNothingSilent } from './invariants/silence.ts';
import { runUnder, TROUBLES, type Trouble } from './machine.ts';
import { creditsOn } from './oracle/balance.ts';
import { day } from './oracle/calendar.ts';
import { type House, must, type World } from './world.ts';

/** Nights on which the clock of the creditor's zone is put forward or back. */
const CLOCK_NIGHTS: ReadonlySet<string> = new Set(['2024-10-27', '2025-03-30', '2025-10-26', '2026-03-29']);

const WEEK = 7;

/** One civil day of every house. */
export async function liveDay(world: World): Promise<void> {
  const { dice, clerk } = world;
  const night = CLOCK_NIGHTS.has(toIso(world.day));
  const hour = night ? 2 : dice.chance(90) ? dice.between(7, 9) : dice.between(0, 6);
  clerk.wake(world.day, `${String(hour).padStart(2, '0')}:${String(dice.roll(60)).padStart(2, '0')}`);
  for (const house of world.houses) await liveHouse(world, house, night);
  world.day = addDays(world.day, 1);
}

async function liveHouse(world: World, house: House, night: boolean): Promise<void> {
  const { dice } = world;
  if (house.awayUntil !== null && world.day <= house.awayUntil) return;
  house.awayUntil = null;
  const works = night || isBusinessDay(world.day) || dice.chance(15);
  if (!works) return;
  if (dice.chance(1)) house.awayUntil = addDays(world.day, dice.pick([2, 5, 21]));
  await morning(world, house);
  const chance = dice.chance(12) ? dice.pick(TROUBLES) : 'calm';
  await look(world, house, world.trouble ?? chance);
  if (dice.chance(35)) {
    await payWhatIsMeant(world, house);
    await agree(world, house);
    await look(world, house, 'calm');
  }
}

async function morning(world: World, house: House): Promise<void> {
  const { dice } = world;
  if (dice.chance(18)) await importInvoices(world, house, dice.between(1, 6), 0);
  await releaseDue(world, house);
  await goToThePost(world, house);
  await payWhatIsMeant(world, house);
  await correctMoney(world, house);
  await agree(world, house);
  await change(world, house);
  await decide(world, house);
  await lookAround(world, house);
  await follow(world, house);
}

/** Plan, run, compare; then people work off what it says. */
async function look(world: World, house: House, trouble: Trouble): Promise<void> {
  const planned = (await must(world, house, ['plan'])).data as DayPlan;
  const contacts = await contactsOf(world, house);
  // What a run left in the middle is concluded by the next one, and only told as in doubt by a plan.
  const cut = contacts.filter(({ state }) => state === 'sending').map(({ debtor }) => debtor);
  // A text that waits to be tried again is composed anew when the address changed: a plan does not see that.
  const moving = house.patrons.filter(({ movedOn }) => movedOn !== null && movedOn > world.day - WEEK);
  const mails = world.sink.messages.length;
  const { done, comparable, moved } = await runUnder(world, house, trouble);
  if (done !== null) count(world, done);
  if (done !== null && comparable) {
    checkPlanIsRun(house, planned, done, [
      ...moved,
      ...sharing(house, planned),
      ...cut,
      ...moving.map(({ key }) => key),
    ]);
    await checkNothingSilent(world, house, done, moved);
  }
  checkGapAndCap(house, contacts, await contactsOf(world, house));
  await checkSteps(world, house);
  await checkMails(world, house, mails, moved);
  await settleDoubts(world, house);
  if (done !== null) await workOff(world, house, done);
  await follow(world, house);
  if (done === null && trouble !== 'clock-back') await look(world, house, 'calm');
}

/** Debtors whose credit two texts of one day would deduct: the second is composed anew by the next run. */
function sharing(house: House, planned: DayPlan): readonly string[] {
  const keys = planned.actions.map(({ debtor, currency }) => `${debtor} ${currency}`);
  const twice = keys
    .filter((key, at) => keys.indexOf(key) < at)
    .map((key) => key.split(' ') as [string, string]);
  return twice
    .filter(([debtor, currency]) => creditsOn(house.books, debtor, currency, day(planned.on)).length > 0)
    .map(([debtor]) => debtor);
}

function count(world: World, done: DayAnswer): void {
  world.seen.add('runs');
  for (const { step, channel, outcome } of done.actions) world.seen.add(`${step} ${channel} ${outcome}`);
  for (const { code } of done.held) world.seen.add(`held ${code}`);
}
