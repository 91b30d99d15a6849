import type { Day } from '../calendar/day.ts';
import type { Scope } from '../journal/scope.ts';
import { sha256 } from '../journal/sha256.ts';
import type { Tx } from '../platform/db.ts';
import type { WordingOverrides } from './wording.ts';
import type { WordingKey } from './wording-key.ts';

/** A text of the creditor's own, or its return to ours (`template` null). Versions never change. */
export interface StoredWording {
  readonly key: string;
  readonly version: number;
  readonly template: string | null;
  readonly changedOn: Day;
  readonly changedBy: string;
}

/** The wordings in force that the creditor changed, and which version of each. */
export interface Wordings {
  readonly overrides: WordingOverrides;
  readonly versions: ReadonlyMap<string, number>;
}

/** The newest version of every wording that was ever changed. */
export async function newestWordings(tx: Tx): Promise<readonly StoredWording[]> {
  const rows = await tx
    .selectFrom('wordings')
    .select(['name', 'language', 'version', 'template', 'changed_on', 'changed_by'])
    .distinctOn(['name', 'language'])
    .orderBy('name')
    .orderBy('language')
    .orderBy('version', 'desc')
    .execute();
  return rows.map((row) => ({
    key: `${row.language}/${row.name}`,
    version: row.version,
    template: row.template,
    changedOn: row.changed_on,
    changedBy: row.changed_by,
  }));
}

export async function loadWordings(tx: Tx): Promise<Wordings> {
  const own = (await newestWordings(tx)).flatMap(({ key, version, template }) =>
    template === null ? [] : [{ key, version, template }],
  );
  return {
    overrides: new Map(own.map(({ key, template }) => [key, template])),
    versions: new Map(own.map(({ key, version }) => [key, version])),
  };
}

/**
 * What a text was written with, among the keys it may use: `shipped`, or each changed wording and its
 * version, shortened to a hash when they are many.
 */
export function versionOf({ versions }: Wordings, keys: readonly string[]): string {
  const own = keys.filter((key) => versions.has(key)).map((key) => `${key}:${versions.get(key)}`);
  if (own.length === 0) return 'shipped';
  const named = own.join('+');
  return named.length <= LONGEST_NAME ? named : sha256(named).slice(0, 16);
}

/** As long as a token of the journal may be. */
const LONGEST_NAME = 128;

export async function insertWording(
  scope: Scope,
  { name, language }: WordingKey,
  version: number,
  template: string | null,
): Promise<void> {
  await scope.tx
    .insertInto('wordings')
    .values({
      creditor_id: scope.creditorId,
      name,
      language,
      version,
      template,
      changed_on: scope.on,
      changed_by: scope.actor,
    })
    .execute();
}
