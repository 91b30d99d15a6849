import { iso } from '../../../src/calendar/day.ts';
import { STEPS } from '../../../src/scenarios/steps.ts';
import { Violation } from '../violation.ts';
import type { House, World } from '../world.ts';

export interface Contact {
  readonly id: string;
  readonly debtor: string;
  readonly regime: string;
  readonly currency: string;
  readonly on: string;
  readonly step: string | null;
  readonly channel: string;
  readonly counts: boolean;
  readonly written: boolean;
  readonly reached: boolean;
  readonly state: string;
}

/** Every contact of the house that was not undone, in the order in which they were made. */
export async function contactsOf(world: World, house: House): Promise<readonly Contact[]> {
  const rows = await world.place.ask(
    `select c.id, d.key as debtor, d.regime, c.currency, c.on_day as "on", c.step, c.channel, c.counts,
       c.written, c.reached, c.state
     from contacts c join debtors d on d.creditor_id = c.creditor_id and d.id = c.debtor_id
     join creditors h on h.creditor_id = c.creditor_id
     where h.key = $1 and c.state <> 'undelivered' order by c.on_day, c.id`,
    [house.key],
  );
  return rows as unknown as Contact[];
}

const CAP_DAYS = 7;
const CONSUMER_GAP = 7;

/**
 * Each contact that a run has made since `before`, against all those made before it: one a day in a currency,
 * two in seven days, the gap. What persons do by telephone or at the post office is theirs.
 */
export function checkGapAndCap(house: House, before: readonly Contact[], after: readonly Contact[]): void {
  const known = new Set(before.map(({ id }) => id));
  // A call outside the steps delays no contact that was proposed before it.
  const counted = (one: Contact) => one.counts && one.reached && one.step !== null;
  for (const made of after.filter((one) => !known.has(one.id) && counted(one))) {
    const others = after.filter(
      (one) =>
        one.id < made.id && counted(one) && one.debtor === made.debtor && one.currency === made.currency,
    );
    const days = others.map(({ on }) => iso(on));
    const today = iso(made.on);
    const wrong = (what: string) =>
      new Violation(
        'one-contact-gap-and-order',
        house.key,
        made.debtor,
        `${what}: ${JSON.stringify([...others.slice(-3), made])}`,
      );
    if (days.includes(today)) throw wrong('two contacts in one day');
    if (days.filter((day) => day > today - CAP_DAYS).length >= 2) throw wrong('three contacts in seven days');
    const gap = gapOf(house, made);
    const binding = isPrivate(made) ? others.filter(({ written }) => written).map(({ on }) => iso(on)) : days;
    const last = Math.max(...binding, 0);
    if (today - last < gap) throw wrong(`${today - last} days after the last contact, ${gap} wanted`);
  }
}

function isPrivate({ regime }: Contact): boolean {
  return regime === 'b2c' || regime === 'nonpro';
}

function gapOf(house: House, contact: Contact): number {
  return isPrivate(contact) ? CONSUMER_GAP : house.settings.minimumGapDays;
}

/** Of each item: no step twice, and never one before another that was done. */
export async function checkSteps(world: World, house: House): Promise<void> {
  const rows = (await world.place.ask(
    `select d.key as debtor, i.instalment_id as item, i.step, i.cycle, c.on_day as "on", c.id
     from contact_items i join contacts c on c.creditor_id = i.creditor_id and c.id = i.contact_id
     join debtors d on d.creditor_id = c.creditor_id and d.id = c.debtor_id
     join creditors h on h.creditor_id = c.creditor_id
     where h.key = $1 and c.state <> 'undelivered' order by c.on_day, c.id`,
    [house.key],
  )) as unknown as { debtor: string; item: string; step: string; on: string }[];
  const last = new Map<string, number>();
  for (const row of rows) {
    const rank = STEPS.indexOf(row.step as never);
    const before = last.get(row.item) ?? -1;
    if (rank <= before) {
      const seen = `${row.step} on ${row.on} after ${STEPS[before]}, item ${row.item}`;
      throw new Violation('one-contact-gap-and-order', house.key, row.debtor, seen);
    }
    last.set(row.item, rank);
  }
}
