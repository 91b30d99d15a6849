import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { refuse } from './refusal.ts';
import { RefusedError } from './refused-error.ts';

/** The major versions whose data lie in `home`, in their order. */
export function majorsIn(home: string): readonly number[] {
  return namesIn(home)
    .filter((name) => /^\d+$/.test(name) && existsSync(join(home, name, 'PG_VERSION')))
    .map(Number)
    .sort((one, other) => one - other);
}

/** None of a place that cannot be read: who opens it says so. */
function namesIn(home: string): readonly string[] {
  try {
    return readdirSync(home);
  } catch {
    return [];
  }
}

/**
 * Beside data of another major version, a new empty cluster would look like all was lost. Throws a
 * RefusedError `schema_newer` for data of a later PostgreSQL; a broken promise for an older one, which is
 * upgraded before anything opens it.
 */
export function refuseOtherCluster(home: string, major: number): void {
  const majors = majorsIn(home);
  if (majors.length === 0 || majors.includes(major)) return;
  const newest = majors.at(-1)!;
  if (newest < major) throw new Error(`the data of PostgreSQL ${newest} in ${home} were not upgraded`);
  throw new RefusedError(
    refuse(
      'schema_newer',
      `Une version plus récente de Relance a mis cette base à niveau (PostgreSQL ${newest})\u00a0:` +
        ' installez cette version ou une suivante.',
      { postgres: newest },
    ),
  );
}
