import { addDays, type Day, toIso } from '../../../src/calendar/day.ts';
import { setSettings, tellPatron } from '../founding.ts';
import { act, type House, type Patron, tell, type World } from '../world.ts';

/** What changes about the debtors: addresses, ceilings, proceedings, deaths; and calls that they make. */
export async function change(world: World, house: House): Promise<void> {
  const { dice } = world;
  const patron = dice.pick(house.patrons);
  if (dice.chance(4)) await newAddress(world, house, patron);
  if (dice.chance(2)) await ceiling(world, house, patron);
  if (dice.chance(1) && dice.chance(60)) await misfortune(world, house, patron);
  if (dice.chance(5)) await called(world, house, patron);
  if (dice.chance(3)) await act(world, house, ['statement', patron.key, '--send']);
}

async function newAddress(world: World, house: House, patron: Patron): Promise<void> {
  const { dice } = world;
  const number = dice.between(2, 99);
  const emails = dice.chance(15) ? [] : [`facturation${number}@${patron.key.toLowerCase()}.example`];
  const said = await act(world, house, ['debtor', 'set', patron.key, '--email', emails.join(',') || 'none']);
  if (said === null) return;
  patron.emails = emails;
  patron.bounced = [];
  patron.movedOn = world.clerk.today();
  tellPatron(world, house, patron);
}

async function ceiling(world: World, house: House, patron: Patron): Promise<void> {
  const step = world.dice.pick(['none', 'none', 'contact', 'reminder-2', 'reminder-3']);
  const said = await act(world, house, ['debtor', 'set', patron.key, '--tone-ceiling', step]);
  if (said === null) return;
  patron.toneCeiling = step === 'none' ? null : step;
  tellPatron(world, house, patron);
}

async function misfortune(world: World, house: House, patron: Patron): Promise<void> {
  const { dice, clerk } = world;
  const today = clerk.today();
  const since = addDays(today, -dice.roll(10)) as Day;
  const [option, fact] =
    patron.regime === 'b2c'
      ? dice.pick([
          ['--death', 'deceasedOn'],
          ['--over-indebted', 'overIndebtedOn'],
        ] as const)
      : (['--insolvency', 'insolventOn'] as const);
  const said = await act(world, house, ['debtor', 'set', patron.key, option, toIso(since)]);
  if (said === null) return;
  patron[fact] = since;
  tellPatron(world, house, patron);
}

async function called(world: World, house: House, patron: Patron): Promise<void> {
  const outcome = world.dice.pick(['reached', 'voicemail', 'paying']);
  await act(world, house, ['call', patron.key, '--outcome', outcome, '--with', 'Madame Martin']);
}

/** What the house decides about itself: its settings, whether it sends at all, its procedure. */
export async function decide(world: World, house: House): Promise<void> {
  const { dice } = world;
  if (!house.settings.armed) {
    if (dice.chance(50)) await setSettings(world, house, { ...house.settings, armed: true });
    return;
  }
  if (dice.chance(2)) return await setSettings(world, house, { ...house.settings, armed: false });
  if (dice.chance(2))
    await setSettings(world, house, {
      ...house.settings,
      approvals: dice.pick(['none', 'default', 'all']),
      minimumGapDays: dice.pick([3, 5, 6]),
    });
  if (dice.chance(2)) await publish(world, house);
}

const NONE = { b2b: 'none', b2c: 'none', nonpro: 'none', public: 'none' } as const;
const CLAIM = { ...NONE, b2b: 'claim', public: 'claim' } as const;

/** A procedure of one's own, or a new version of it; some debtors then follow it. */
async function publish(world: World, house: House): Promise<void> {
  const { dice, clerk } = world;
  const later = dice.between(0, 6);
  const key = 'maison';
  const steps = [
    { key: 'contact', offset: 2 + later, channel: 'email', approval: 'automatic', penalties: NONE },
    {
      key: 'reminder-1',
      offset: 9 + later,
      channel: 'email',
      approval: 'automatic',
      answerDays: 7,
      penalties: NONE,
    },
    {
      key: 'reminder-2',
      offset: 20 + later,
      channel: 'letter',
      approval: 'owner',
      answerDays: 8,
      penalties: CLAIM,
    },
    {
      key: 'formal-notice',
      offset: 40 + later,
      channel: 'registered',
      approval: 'second-person',
      spacing: 8,
      penalties: CLAIM,
    },
    { key: 'route', offset: 40 + later, channel: 'task', approval: 'manager', penalties: NONE },
  ] as const;
  const file = { key, steps: steps.map((step) => filed(step)) };
  const said = await act(world, house, [
    'scenario',
    'set',
    clerk.file(`${house.key}-scenario.json`, JSON.stringify(file)),
  ]);
  if (said === null) return;
  tell(house, { kind: 'scenario', on: toIso(clerk.today()), key, steps: steps.map((step) => ({ ...step })) });
  const patron = dice.pick(house.patrons);
  const chosen = await act(world, house, ['debtor', 'set', patron.key, '--scenario', key]);
  if (chosen === null) return;
  patron.scenario = key;
  tellPatron(world, house, patron);
}

/** As the file names the same things. */
function filed(step: object): Record<string, unknown> {
  const { answerDays, ...rest } = step as { readonly answerDays?: number };
  return answerDays === undefined ? rest : { ...rest, answerWithin: answerDays };
}
