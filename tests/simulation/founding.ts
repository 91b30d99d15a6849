import { addDays, toIso } from '../../src/calendar/day.ts';
import { openBooks } from './oracle/claim.ts';
import { type House, must, type Patron, type Settings, tell, type World } from './world.ts';

const IBANS = [
  'FR7630006000011234567890189',
  'FR1420041010050500013M02606',
  'FR7630001007941234567890185',
  'FR7630004000031234567890143',
] as const;
const REGIMES = ['b2b', 'b2b', 'b2b', 'b2c', 'nonpro', 'public'] as const;
/** Days after the due date at which a debtor pays. */
const HABITS = [-3, 0, 2, 5, 9, 12, 20, 33, 47, 60, null, null] as const;

/** The houses of a seed, before anything was typed; `found` types them. */
export function draw(world: Omit<World, 'houses'>, count: number): House[] {
  return Array.from({ length: count }, (_, index) => house(world, index));
}

function house({ dice, day }: Omit<World, 'houses'>, index: number): House {
  const letter = String.fromCharCode(65 + index);
  const name = `Maison ${['Aubert', 'Brossard', 'Chenu', 'Delmas', 'Esnault', 'Ferrand'][index % 6]} ${letter}`;
  const managers = ['Aline Martin', 'Basile Petit', 'Colette Roux'].slice(0, dice.roll(3));
  const patrons = Array.from({ length: dice.between(6, 10) }, (_, at) => patron(dice, letter, at));
  return {
    key: siren(73_282_900 + index * 17),
    name,
    email: `compta@maison-${letter.toLowerCase()}.example`,
    managers,
    patrons,
    bills: [],
    monies: [],
    holds: [],
    facts: [],
    books: openBooks(),
    told: new Map(),
    quarantines: [],
    post: [],
    intents: [],
    barred: new Set(),
    wrong: null,
    settings: settingsOf(dice),
    numbered: 0,
    awayUntil: dice.chance(20) ? addDays(day, 2) : null,
  };
}

function settingsOf(dice: World['dice']): Settings {
  return {
    approvals: dice.pick(['none', 'none', 'default', 'all'] as const),
    minimumGapDays: dice.pick([5, 5, 3, 6, 10]),
    bankFreshnessDays: dice.pick([null, 3, 3, 5]),
    mailboxCheck: dice.pick(['off', 'required'] as const),
    lateStart: dice.pick(['at-age', 'at-age', 'from-start', 'ask'] as const),
    armed: true,
  };
}

function patron(dice: World['dice'], letter: string, index: number): Patron {
  const key = `${letter}${String(index + 1).padStart(3, '0')}`;
  const regime = dice.pick(REGIMES);
  const emails = dice.chance(80) ? [`compta@${key.toLowerCase()}.example`] : [];
  if (emails.length > 0 && dice.chance(20)) emails.push(`direction@${key.toLowerCase()}.example`);
  return {
    key,
    name: `${regime === 'b2c' ? 'Madame' : 'Société'} Client${key}`,
    regime,
    emails,
    bounced: [],
    movedOn: null,
    phone: dice.chance(40) ? `+3347200${String(1000 + index)}` : null,
    postal: emails.length === 0 || dice.chance(85),
    toneCeiling: dice.chance(10) ? dice.pick(['contact', 'reminder-1', 'reminder-2']) : null,
    strategic: dice.chance(10),
    scenario: null,
    customerSince: dice.chance(30) ? '2015-03-02' : null,
    insolventOn: null,
    overIndebtedOn: null,
    deceasedOn: null,
    pays: dice.pick(HABITS),
  };
}

/** A SIREN whose key is right. */
function siren(root: number): string {
  const digits = String(root).padStart(8, '0');
  for (let key = 0; key < 10; key += 1) {
    const sum = [...`${digits}${key}`].reduce((total, digit, at) => {
      const doubled = Number(digit) * (at % 2 === 1 ? 2 : 1);
      return total + (doubled > 9 ? doubled - 9 : doubled);
    }, 0);
    if (sum % 10 === 0) return `${digits}${key}`;
  }
  throw new Error('a key exists for every root');
}

/** What a house types first: who it is, who works there, its debtors. */
export async function found(world: World, one: House, index: number): Promise<void> {
  const { clerk, sink } = world;
  const smtp = { host: sink.host, port: sink.port, secure: false, user: null, password: null };
  const document = {
    name: one.name,
    legalForm: 'SAS',
    capital: '50000.00',
    siren: one.key,
    rcs: 'Lyon',
    address: { lines: ['12 rue de l’Église'], postcode: '69003', city: 'Lyon', country: 'FR' },
    email: one.email,
    phone: '+33472000000',
    iban: IBANS[index % IBANS.length],
    accountHolder: one.name.toUpperCase(),
    signatory: { name: 'Claire Lefèvre', role: 'Gérante' },
    smtp,
  };
  await clerk.say('', ['creditor', 'set', clerk.file(`${one.key}.json`, JSON.stringify(document))]);
  await setSettings(world, one, one.settings);
  for (const manager of one.managers) await must(world, one, ['user', 'add', manager, '--role', 'manager']);
  for (const each of one.patrons) await enterPatron(world, one, each);
}

export async function setSettings(world: World, one: House, settings: Settings): Promise<void> {
  const file = world.clerk.file(`${one.key}-settings.json`, JSON.stringify(settings));
  await must(world, one, ['creditor', 'set', file]);
  one.settings = settings;
  tell(one, { kind: 'creditor', on: toIso(world.clerk.today()), ...settings });
}

async function enterPatron(world: World, one: House, patron: Patron): Promise<void> {
  const words = ['debtor', 'set', patron.key, '--name', patron.name, '--regime', patron.regime ?? 'b2b'];
  if (patron.emails.length > 0) words.push('--email', patron.emails.join(','));
  if (patron.phone !== null) words.push('--phone', patron.phone);
  if (patron.postal)
    words.push('--address', '3 rue des Acacias', '--postcode', '06000', '--city', 'Nice', '--country', 'FR');
  if (patron.toneCeiling !== null) words.push('--tone-ceiling', patron.toneCeiling);
  if (patron.strategic) words.push('--strategic', 'yes');
  if (patron.customerSince !== null) words.push('--customer-since', patron.customerSince);
  await must(world, one, words);
  tellPatron(world, one, patron);
}

/** The debtor, whole, in the log of facts. */
export function tellPatron(world: World, one: House, patron: Patron): void {
  const day = (value: Patron['insolventOn']) => (value === null ? null : toIso(value));
  tell(one, {
    kind: 'debtor',
    on: toIso(world.clerk.today()),
    debtor: patron.key,
    regime: patron.regime,
    emails: patron.emails
      .filter((address) => !patron.bounced.includes(address))
      .map((address) => ({ address, role: 'accounts' })),
    phone: patron.phone,
    postal: patron.postal,
    customerSince: patron.customerSince,
    toneCeiling: patron.toneCeiling as never,
    strategic: patron.strategic,
    scenario: patron.scenario,
    insolventOn: day(patron.insolventOn),
    overIndebtedOn: day(patron.overIndebtedOn),
    deceasedOn: day(patron.deceasedOn),
  });
}
