import { addDays, toIso } from '../../../src/calendar/day.ts';
import type { PlannedAction } from '../../../src/desk/plan.ts';
import type { DayAnswer } from '../../../src/desk/report-day.db.ts';
import { tellPatron } from '../founding.ts';
import { act, type House, tell, type World } from '../world.ts';

/** What the people of the house do with the list of the morning. */
export async function workOff(world: World, house: House, done: DayAnswer): Promise<void> {
  for (const action of sorted(done.actions)) {
    if (action.outcome === 'sent' && action.channel === 'email') await comeBack(world, house, action);
    if (action.outcome === 'to_confirm') await confirm(world, house, action);
    if (action.outcome === 'to_do') await doTask(world, house, action);
    if (action.outcome === 'ready' && action.channel === 'registered') await deposit(world, house, action);
  }
  if (done.batch !== null) {
    const { id } = done.batch;
    const on = addDays(world.clerk.today(), world.dice.pick([0, 0, 1, 1, 2, 4, 8]));
    house.post.push({ on, act: async () => void (await act(world, house, ['posted', id])) });
  }
}

/** In an order that no id decides: the same seed tells the same story. */
function sorted(actions: readonly PlannedAction[]): readonly PlannedAction[] {
  const key = ({ debtor, step, currency, channel }: PlannedAction) =>
    `${debtor} ${step} ${currency} ${channel}`;
  return actions.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

async function confirm(world: World, house: House, action: PlannedAction): Promise<void> {
  const { dice } = world;
  const id = action.id!;
  if (dice.chance(4)) return void (await act(world, house, ['skip', id, '--reason', 'vu au téléphone']));
  if (dice.chance(20)) return;
  const said = await act(world, house, ['approve', id]);
  if (said?.data.done !== 'approved_first' || dice.chance(10)) return;
  await act(world, house, ['approve', id], house.managers[0]);
}

const CALLS = ['reached', 'paying', 'awaiting-approval', 'voicemail', 'unreachable'] as const;
const ROUTES = ['agency', 'lawyer', 'payment-order', 'given-up'] as const;

async function doTask(world: World, house: House, action: PlannedAction): Promise<void> {
  const { dice } = world;
  if (dice.chance(35)) return;
  const codes = action.reasons.map(({ code }) => code);
  if (codes.includes('presentation_unknown')) return;
  const outcome =
    action.channel === 'call'
      ? dice.pick(CALLS)
      : codes.includes('in_litigation')
        ? 'waiting'
        : action.step === 'route'
          ? dice.pick(ROUTES)
          : 'done';
  await act(world, house, ['done', action.id!, '--outcome', outcome]);
}

/** A registered letter goes to the post office on its day or later; its presentation is known days after. */
async function deposit(world: World, house: House, { id }: PlannedAction): Promise<void> {
  const { dice, clerk } = world;
  if (dice.chance(30)) return;
  const today = clerk.today();
  const tracking = `1A${String(dice.between(10_000_000, 99_999_999))}${house.key.slice(-2)}`;
  const said = await act(world, house, [
    'registered',
    id!,
    '--tracking',
    tracking,
    '--deposited',
    toIso(today),
  ]);
  if (said === null || dice.chance(15)) return;
  const presented = addDays(today, dice.between(1, 6));
  const outcome = dice.pick(['received', 'received', 'refused', 'unclaimed', 'unknown-address']);
  house.post.push({
    on: addDays(presented, dice.between(0, 12)),
    act: async () => {
      const words = ['registered', id!, '--presented', toIso(presented), '--outcome', outcome];
      await act(world, house, words);
    },
  });
}

/** The post that waited for its day. */
export async function goToThePost(world: World, house: House): Promise<void> {
  const due = house.post.filter(({ on }) => on <= world.clerk.today());
  for (const one of due) {
    house.post.splice(house.post.indexOf(one), 1);
    await one.act();
  }
}

/** How far the money and the replies are known. */
export async function lookAround(world: World, house: House): Promise<void> {
  const { dice } = world;
  const today = toIso(world.clerk.today());
  if (dice.chance(80)) {
    const said = await act(world, house, ['confirm', 'bank']);
    if (said !== null) tell(house, { kind: 'bank', on: today, until: said.data.coveredUntil });
  }
  if (dice.chance(70)) {
    const said = await act(world, house, ['confirm', 'mailbox']);
    if (said !== null) tell(house, { kind: 'mailbox', on: today, until: said.data.readUntil });
  }
}

/** Now and then a server took a message that nobody could read: it comes back days after. */
async function comeBack(world: World, house: House, { id, debtor }: PlannedAction): Promise<void> {
  const { dice, clerk } = world;
  if (!dice.chance(2)) return;
  house.post.push({
    on: addDays(clerk.today(), dice.between(0, 3)),
    act: async () => {
      const said = await act(world, house, ['bounced', id!]);
      const patron = house.patrons.find(({ key }) => key === debtor)!;
      if (said === null) return;
      patron.bounced = [...patron.bounced, ...said.data.addresses];
      tellPatron(world, house, patron);
    },
  });
}

/** Somebody looks into the mailbox of the far end, and says whether what is in doubt left. */
export async function settleDoubts(world: World, house: House): Promise<void> {
  const { dice, place, sink } = world;
  if (dice.chance(30)) return;
  const rows = await place.ask(
    `select m.id, m.message_id as name from messages m join creditors h on h.creditor_id = m.creditor_id
     where h.key = $1 and m.state = 'ambiguous' order by m.created_at, m.id`,
    [house.key],
  );
  for (const { id, name } of rows) {
    const held = sink.messages.some(({ raw }) =>
      raw.subarray(0, 4_000).toString('latin1').includes(`${name}`),
    );
    await act(world, house, ['resolve', `${id}`, '--as', held ? 'sent' : 'not-sent']);
  }
}
