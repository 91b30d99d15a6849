import type { Module } from './module.ts';
import { kindOf, roomOf, roomRank } from './rooms.ts';
import { type Breach, isTest, type Tree } from './tree.ts';

const MIGRATION = /^migrations\/\d{4}_\w+\.sql$/;
/** What the platform's own migration is about has no room. */
const GROUND = 'migrations/0001_platform.sql';

const CLOCK =
  /\b(now\s*\(\s*\)|current_(date|time|timestamp)\b|local(time|timestamp)\b|(clock|statement|transaction)_timestamp\s*\()/i;
const WRITE =
  /\b(?:insert\s+into|delete\s+from|merge\s+into|update|truncate(?:\s+table)?)\s+(?:only\s+)?([a-z_]+)/gi;
const READ = /\b(?:from|join|using)\s+(?:only\s+)?([a-z_]+)/gi;
const WRITING_CALL = /^(\.(insertInto|updateTable|deleteFrom|mergeInto)|insertRows|updateRows)$/;
const READING_CALL =
  /^\.(selectFrom|innerJoin|leftJoin|rightJoin|fullJoin|innerJoinLateral|leftJoinLateral)$/;

/** The room that each table belongs to, as the first line of its migration says. */
function ownersOf(tree: Tree): ReadonlyMap<string, string> {
  const owners = new Map<string, string>();
  for (const [path, text] of tree) {
    if (!MIGRATION.test(path)) continue;
    for (const [, table] of text.matchAll(/^create table (?:if not exists )?([a-z_]+)/gim)) {
      owners.set(table!, roomOfMigration(path, text) ?? '');
    }
  }
  return owners;
}

function roomOfMigration(path: string, text: string): string | null {
  if (path === GROUND) return 'platform';
  return /^-- room: ([a-z]+)\n/.exec(text)?.[1] ?? null;
}

/** Each migration is of one room; its keys point to the left, and it changes its own tables only. */
export function migrationBreaches(tree: Tree): Breach[] {
  const owners = ownersOf(tree);
  return [...tree].flatMap(([path, text]) => {
    if (!MIGRATION.test(path)) return [];
    const room = roomOfMigration(path, text);
    if (room === null || roomRank(room) === null) return [`${path}:1 does not begin with « -- room: x »`];
    return text.split('\n').flatMap((line, index) => {
      const at = `${path}:${index + 1}`;
      const right = named(line, /\breferences ([a-z_]+)/gi).filter((table) => isRight(owners, table, room));
      const foreign = named(line, /^alter table (?:only )?([a-z_]+)/gi).filter(
        (table) => owners.get(table) !== room,
      );
      return [
        ...right.map((table) => `${at} points right, to ${table} of ${owners.get(table)}`),
        ...foreign.map((table) => `${at} changes ${table} of ${owners.get(table)}`),
        ...(CLOCK.test(line.replace(/--.*/, '')) ? [`${at} asks the server for the time`] : []),
      ];
    });
  });
}

/** A table is written by the .db.ts files of its room, and read by rooms to its right. */
export function tableBreaches(tree: Tree, modules: readonly Module[]): Breach[] {
  const owners = ownersOf(tree);
  return modules
    .filter(({ path }) => path.startsWith('src/') && !isTest(path))
    .flatMap((module) => moduleBreaches(module, owners));
}

function moduleBreaches({ path, literals }: Module, owners: ReadonlyMap<string, string>): Breach[] {
  const room = roomOf(path) ?? '';
  return literals.flatMap(({ line, value, argumentOf }) => {
    const at = `${path}:${line}`;
    const called = value.split(' ')[0]!;
    const given = (calls: RegExp) => (calls.test(argumentOf ?? '') && owners.has(called) ? [called] : []);
    const written = [...given(WRITING_CALL), ...named(value, WRITE).filter((table) => owners.has(table))];
    const read = [...given(READING_CALL), ...named(value, READ).filter((table) => owners.has(table))];
    const foreign = written.filter((table) => owners.get(table) !== room);
    const outside = written.length > 0 && room !== 'platform' && kindOf(path) !== 'db';
    return [
      ...foreign.map((table) => `${at} writes ${table} of ${owners.get(table)}`),
      ...(outside ? [`${at} writes ${written.join(', ')} outside a .db.ts file`] : []),
      ...read
        .filter((table) => isRight(owners, table, room))
        .map((table) => `${at} reads ${table} of ${owners.get(table)}, to its right`),
      ...(CLOCK.test(value) ? [`${at} asks the server for the time`] : []),
    ];
  });
}

function named(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1]!.toLowerCase());
}

function isRight(owners: ReadonlyMap<string, string>, table: string, room: string): boolean {
  const owner = owners.get(table);
  return owner !== undefined && (roomRank(owner) ?? 0) > (roomRank(room) ?? Number.POSITIVE_INFINITY);
}
