import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chownSync,
  cpSync,
  existsSync,
  lchownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

/**
 * PostgreSQL refuses to run as root. The ways out, best first: `plain` (we are not root), `nobody` (that
 * account can reach binaries and data), `userns` (root shown to PostgreSQL as another user: works inside a
 * 0700 folder, copies nothing), `staged` (binaries and data elsewhere, owned by nobody).
 */
export const WAYS = ['plain', 'nobody', 'userns', 'staged'] as const;
export type Way = (typeof WAYS)[number];

export const placementSchema = z.object({
  way: z.enum(WAYS),
  /** The folder of `bin`, `lib`, `share` that is run. */
  binaries: z.string(),
  /** The folder above the versions' data folders. */
  home: z.string(),
  /** The data folder in it; 18 is what every file meant that does not say it. */
  cluster: z.string().default('18'),
});
export type Placement = z.infer<typeof placementSchema>;

export interface Command {
  readonly file: string;
  readonly args: string[];
  readonly uid?: number;
  readonly gid?: number;
}

interface Account {
  readonly uid: number;
  readonly gid: number;
}

/**
 * The account of a uid or a name in /etc/passwd. initdb fails for a uid without a line there: none is
 * invented.
 */
function account(matches: (name: string, uid: number) => boolean): Account | null {
  if (!existsSync('/etc/passwd')) return null;
  for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
    const [name, , uid, gid] = line.split(':');
    if (name && uid && matches(name, Number(uid))) return { uid: Number(uid), gid: Number(gid) };
  }
  return null;
}

/**
 * Who runs PostgreSQL when we are root: whoever already owns the data (a `sudo` must not take them away),
 * else nobody.
 */
function unprivileged(home: string): Account | null {
  const owner = existsSync(home) ? statSync(home).uid : 0;
  return (owner === 0 ? null : account((_, uid) => uid === owner)) ?? account((name) => name === 'nobody');
}

/** How to run a program the way that was chosen. */
export function commandFor(placement: Placement, file: string, args: readonly string[]): Command {
  if (placement.way === 'plain') return { file, args: [...args] };
  const who = unprivileged(placement.home);
  if (who === null) throw new Error('no account named nobody in /etc/passwd: start Relance as another user');
  if (placement.way === 'userns') {
    return { file: 'unshare', args: ['--user', `--map-user=${who.uid}`, file, ...args] };
  }
  return { file, args: [...args], ...who };
}

/** Who must own the data folder and the socket folder; null when it is whoever runs us. */
export function ownerFor(placement: Placement): Account | null {
  if (placement.way === 'plain') return null;
  return placement.way === 'userns' ? { uid: 0, gid: 0 } : unprivileged(placement.home);
}

/**
 * Chooses the first way that works here, for binaries in `binaries` and data in `dataFolder`/pg; the way of
 * the last time comes first, so that the files of a database do not change owner at each start.
 */
export function choosePlacement(
  { binaries, cluster }: Pick<Placement, 'binaries' | 'cluster'>,
  dataFolder: string,
  lastWay: Way | null,
): Placement {
  const home = join(dataFolder, 'pg');
  mkdirSync(home, { recursive: true, mode: 0o700 });
  if (process.getuid?.() !== 0) return { way: 'plain', binaries, home, cluster };
  for (const way of lastWay === 'userns'
    ? (['userns', 'nobody'] as const)
    : (['nobody', 'userns'] as const)) {
    const placement = { way, binaries, home, cluster };
    if (works(placement)) return placement;
  }
  const hash = createHash('sha256').update(dataFolder).digest('hex').slice(0, 12);
  return stage(binaries, join('/var/lib/relance', hash), cluster);
}

function works(placement: Placement): boolean {
  const owner = ownerFor(placement);
  if (owner === null) return false;
  const reaches = (folder: string, test: string) =>
    run(commandFor(placement, '/bin/sh', ['-c', `cd "$1" && test ${test} .`, 'sh', folder]));
  if (!run(commandFor(placement, join(placement.binaries, 'bin/postgres'), ['--version']))) return false;
  if (!reaches(dirname(placement.home), '-x')) return false;
  giveTo(placement.home, owner);
  return reaches(placement.home, '-w');
}

function run(command: Command): boolean {
  const { file, args, ...who } = command;
  return spawnSync(file, args, { ...who, cwd: '/', stdio: 'ignore' }).status === 0;
}

/** Copies the binaries to `root` (60 MB, a tenth of a second) and puts the data beside them. */
export function stage(source: string, root: string, cluster: string): Placement {
  const placement: Placement = {
    way: 'staged',
    binaries: join(root, 'native'),
    home: join(root, 'pg'),
    cluster,
  };
  mkdirSync(placement.home, { recursive: true, mode: 0o711 });
  rmSync(placement.binaries, { recursive: true, force: true });
  cpSync(source, placement.binaries, { recursive: true, verbatimSymlinks: true });
  giveTo(placement.home, ownerFor(placement));
  if (!works(placement)) {
    throw new Error(
      `PostgreSQL cannot run as root here, not even from ${root}: start Relance as another user`,
    );
  }
  process.stderr.write(
    `relance: the database stands in ${root}, where an unprivileged account can reach it\n`,
  );
  return placement;
}

/**
 * Hands a folder and all in it to its new owner, when the folder has another one: only root can be in that
 * case.
 */
export function giveTo(folder: string, owner: Account | null): void {
  if (owner === null || statSync(folder).uid === owner.uid) return;
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    lchownSync(join(folder, entry), owner.uid, owner.gid);
  }
  chownSync(folder, owner.uid, owner.gid);
}

/**
 * Gives a file that root made in somebody's folder to that somebody, who must be able to go on without
 * root.
 */
export function giveToOwnerOf(folder: string, file: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(folder);
  if (uid !== 0) chownSync(file, uid, gid);
}
