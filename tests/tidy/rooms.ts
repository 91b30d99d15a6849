import type { Import, Module } from './module.ts';
import { type Breach, isTest } from './tree.ts';

/** The staircase: a file imports its own room, rooms to its left, and the platform. */
const ROOMS = [
  ...['money', 'calendar', 'law', 'formats'],
  ...['journal', 'vault', 'courier', 'links'],
  ...['creditors', 'debtors', 'solvency', 'invoices', 'proofs', 'payments', 'holds', 'penalties'],
  ...['scenarios', 'reminders', 'letters', 'delivery', 'intake', 'portal', 'dossier', 'court', 'insight'],
  'desk',
] as const;

const PLATFORM = 'platform';
/** Rooms of plain values that the platform may speak of: a day, an amount. */
const KNOWN_TO_PLATFORM = ['money', 'calendar'];
const DOOR = /^src\/(cli\/|server\.ts$|worker\.ts$)/;

const OUTSIDE =
  /^node:(fs|net|tls|http|https|http2|dns|dgram|child_process|worker_threads|os|readline)(\/|$)/;
/**
 * Rooms whose very subject lies outside, and what of it their plain files may touch. They hold no rule and no
 * SQL.
 */
const HANDS: Readonly<Record<string, RegExp>> = {
  // The wire.
  courier: OUTSIDE,
  // The disk.
  vault: OUTSIDE,
  // Wording and fonts that the package ships are as good as imported.
  letters: /^node:fs$/,
};
const DATABASE = /^(pg|kysely)(\/|$)/;
const WIRE = /^(nodemailer|imapflow|smtp-server|node:(net|tls|http|https|http2|dns|dgram))(\/|$)/;

export type Kind = 'pure' | 'db' | 'act' | 'http' | 'job';

/** The kind of a file of a room, told by its suffix. */
export function kindOf(path: string): Kind {
  return (/\.(db|act|http|job)\.ts$/.exec(path)?.[1] ?? 'pure') as Kind;
}

export function roomOf(path: string): string | null {
  return /^src\/([^/]+)\//.exec(path)?.[1] ?? null;
}

function isDoor(path: string): boolean {
  return DOOR.test(path);
}

/** Staircase, doors and transports. */
export function wallBreaches(module: Module): Breach[] {
  if (!module.path.startsWith('src/') || isTest(module.path)) return [];
  const known = isDoor(module.path) || roomRank(roomOf(module.path)) !== null;
  const unknown = known ? [] : [`${module.path}:1 stands in no room of the staircase`];
  const crossed = module.imports.flatMap((one) =>
    [wallBetween(module.path, one), packageWall(module.path, one)]
      .filter((wall) => wall !== null)
      .map((wall) => `${module.path}:${one.line} ${wall} (${one.specifier})`),
  );
  return [...unknown, ...crossed];
}

/** Its place on the staircase: the platform under all, null for no room. */
export function roomRank(room: string | null): number | null {
  if (room === PLATFORM) return -1;
  const rank = (ROOMS as readonly (string | null)[]).indexOf(room);
  return rank < 0 ? null : rank;
}

function wallBetween(path: string, { target, typeOnly }: Import): string | null {
  if (target === null) return null;
  if (target === 'migrations/schema.d.ts') {
    return typeOnly && (roomOf(path) === PLATFORM || kindOf(path) === 'db')
      ? null
      : 'the schema is for .db.ts files';
  }
  if (!target.startsWith('src/')) return 'imports from outside src';
  if (isTest(target)) return 'imports a test';
  if (isDoor(target)) return isDoor(path) ? null : 'imports a door';
  if (isDoor(path)) return null;
  const own = roomOf(path);
  const other = roomOf(target);
  if (own === other || other === PLATFORM) return null;
  if (own === PLATFORM) {
    return KNOWN_TO_PLATFORM.includes(other ?? '') ? null : `platform imports the room ${other}`;
  }
  return (roomRank(other) ?? Number.POSITIVE_INFINITY) < (roomRank(own) ?? -1)
    ? null
    : `${other} is to the right of ${own}`;
}

function packageWall(path: string, { specifier, target }: Import): string | null {
  if (target !== null || !WIRE.test(specifier)) return null;
  const room = roomOf(path);
  if (room === 'courier') return null;
  // The platform opens sockets to PostgreSQL, and the doors listen.
  const listens = specifier.startsWith('node:') && (room === PLATFORM || isDoor(path));
  return listens ? null : 'only courier has transports';
}

/** What each suffix promises. */
export function kindBreaches(module: Module): Breach[] {
  const room = roomOf(module.path);
  if (!module.path.startsWith('src/') || room === PLATFORM || isTest(module.path)) return [];
  const kind = isDoor(module.path) ? 'door' : kindOf(module.path);
  const imports = module.imports.flatMap((one) => {
    const wrong = importOfKind(kind, room ?? '', one);
    return wrong === null ? [] : [`${module.path}:${one.line} ${wrong} (${one.specifier})`];
  });
  const queries = kind === 'db' ? [] : module.uses.filter(({ what }) => QUERY.test(what));
  return [
    ...imports,
    ...queries.map(({ line, what }) => `${module.path}:${line} ${what}…) outside a .db.ts file`),
    ...(kind === 'act' ? actBreaches(module) : []),
  ];
}

const QUERY = /^\.(selectFrom|insertInto|updateTable|deleteFrom|mergeInto|executeQuery)\($/;

function importOfKind(
  kind: Kind | 'door',
  room: string,
  { specifier, target, typeOnly }: Import,
): string | null {
  if (target === null) {
    if (kind !== 'db' && DATABASE.test(specifier)) return 'a database driver outside a .db.ts file';
    const outside = kind === 'pure' && OUTSIDE.test(specifier);
    return outside && !HANDS[room]?.test(specifier) ? 'a pure file touches the outside' : null;
  }
  if (kind === 'pure' && roomOf(target) === PLATFORM) {
    const allowed = typeOnly || HANDS[room] === OUTSIDE || target === 'src/platform/refusal.ts';
    return allowed ? null : 'a pure file takes only platform/refusal.ts of the platform';
  }
  if (kind === 'door') return null;
  const other = kindOf(target);
  return MAY_TAKE[kind].includes(other) ? null : `a ${kind} file imports a .${other}.ts file`;
}

const MAY_TAKE: Readonly<Record<Kind, readonly Kind[]>> = {
  pure: ['pure'],
  db: ['pure', 'db'],
  act: ['pure', 'db', 'act'],
  job: ['pure', 'db', 'act', 'job'],
  http: ['pure', 'db', 'act'],
};

/** One use case per file: it exports the function its name says, and no other. */
function actBreaches({ path, exports }: Module): Breach[] {
  const act = /([^/]+)\.act\.ts$/.exec(path)![1]!.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
  const functions = exports.filter(({ kind }) => kind === 'function');
  const main = functions.some(({ name }) => name === act) ? [] : [`${path}:1 does not export ${act}()`];
  const others = functions.filter(({ name }) => name !== act);
  return [...main, ...others.map(({ line, name }) => `${path}:${line} a second act or function, ${name}()`)];
}
