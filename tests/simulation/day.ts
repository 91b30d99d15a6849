import { addDays, toIso } from '../../src/calendar/day.ts';
import { isBusinessDay } from '../../src/calendar/holidays.ts';
import type { DayPlan } from '../../src/desk/plan.ts';
import type { DayAnswer } from '../../src/desk/report-day.db.ts';
import { importInvoices, releaseDue } from './events/billing.ts';
import { correctMoney, payWhatIsMeant } from './events/money.ts';
import { goToThePost, lookAround, workOff } from './events/people.ts';
import { checkGapAndCap, checkSteps, contactsOf } from './invariants/contact-order.ts';
import { checkPlanIsRun } from './invariants/plan-is-run.ts';
import { checkNothingSilent } from './invariants/silence.ts';
import { act, type House, must, type World } from './world.ts';

/** One civil day of every house. */
export async function liveDay(world: World): Promise<void> {
  const { dice, clerk } = world;
  const hour = dice.chance(90) ? dice.between(7, 9) : dice.between(0, 6);
  clerk.wake(world.day, `${String(hour).padStart(2, '0')}:${String(dice.roll(60)).padStart(2, '0')}`);
  for (const house of world.houses) await liveHouse(world, house);
  world.day = addDays(world.day, 1);
}

async function liveHouse(world: World, house: House): Promise<void> {
  const { dice } = world;
  if (house.awayUntil !== null && world.day <= house.awayUntil) return;
  house.awayUntil = null;
  const works = isBusinessDay(world.day) || dice.chance(15);
  if (!works) return;
  if (dice.chance(1)) house.awayUntil = addDays(world.day, dice.pick([2, 5, 21]));
  await morning(world, house);
  await look(world, house);
  if (dice.chance(40)) {
    await payWhatIsMeant(world, house);
    await look(world, house);
  }
}

async function morning(world: World, house: House): Promise<void> {
  const { dice } = world;
  if (dice.chance(18)) await importInvoices(world, house, dice.between(1, 6), 0);
  await releaseDue(world, house);
  await goToThePost(world, house);
  await payWhatIsMeant(world, house);
  await correctMoney(world, house);
  await lookAround(world, house);
}

/** Plan, run, compare; then people work off what it says. */
async function look(world: World, house: House): Promise<void> {
  const planned = (await must(world, house, ['plan'])).data as DayPlan;
  const before = await contactsOf(world, house);
  const said = await act(world, house, ['run']);
  if (said === null) return;
  const done = said.data as DayAnswer;
  count(world, done);
  checkPlanIsRun(house, planned, done);
  checkGapAndCap(house, before, await contactsOf(world, house));
  await checkSteps(world, house);
  await checkNothingSilent(world, house, done);
  await workOff(world, house, done);
}

function count(world: World, done: DayAnswer): void {
  world.seen.add('runs');
  for (const { step, channel, outcome } of done.actions) world.seen.add(`${step} ${channel} ${outcome}`);
  for (const { code } of done.held) world.seen.add(`held ${code}`);
}

export function dayText(world: World): string {
  return toIso(world.day);
}
