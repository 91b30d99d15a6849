import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { packageFolder } from '../../src/platform/config.ts';
import { choosePlacement, commandFor, giveTo, ownerFor } from '../../src/platform/postgres-user.ts';
import { previousEdition } from '../../src/platform/previous-postgres.ts';
import { makeSocketFolder } from '../../src/platform/socket-folder.ts';
import { scratchFolder } from './scratch.ts';

const SUPERUSER = 'relance';
const ENVIRONMENT = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** A PostgreSQL of another major version, to throw away. */
export interface OlderServer {
  /** As RELANCE_TEST_DATABASE_URL takes it. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Brings the binaries once beside the packages (or takes those of `own`), and starts a new cluster. */
export async function openOlderServer(major: number, own: string | null): Promise<OlderServer> {
  const cache = join(packageFolder(), 'node_modules/.cache/relance', `postgres-${major}`);
  const binaries = previousEdition(major, cache, own).binaries();
  const folder = mkdtempSync(join(scratchFolder(), 'relance-older-'));
  const placement = choosePlacement({ binaries, cluster: String(major) }, folder, null);
  const data = join(placement.home, placement.cluster);
  const socket = makeSocketFolder();
  giveTo(socket, ownerFor(placement));
  const run = (name: string, args: readonly string[]) =>
    commandFor(placement, join(placement.binaries, 'bin', name), args);
  const init = run('initdb', [
    `--pgdata=${data}`,
    `--username=${SUPERUSER}`,
    ...['--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'],
  ]);
  const { file, args, ...who } = init;
  const made = spawnSync(file, args, { ...who, cwd: '/', env: ENVIRONMENT, encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`initdb ${major}: ${made.error?.message ?? made.stderr}`);
  const settings = [
    'listen_addresses=',
    `unix_socket_directories=${socket}`,
    'fsync=off',
    'max_connections=120',
  ];
  const start = run('postgres', ['-D', data, ...settings.flatMap((one) => ['-c', one])]);
  const server = spawn(start.file, start.args, {
    ...(start.uid === undefined ? {} : { uid: start.uid, gid: start.gid }),
    cwd: '/',
    env: ENVIRONMENT,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  server.stderr.on('data', (text) => {
    log = `${log}${text}`.slice(-2000);
  });
  while (!log.includes('ready to accept')) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL ${major} does not start: ${log}`);
    await sleep(20);
  }
  return {
    url: `postgres:///postgres?host=${socket}&user=${SUPERUSER}`,
    close: async () => {
      const ended = once(server, 'exit');
      server.kill('SIGINT');
      await ended;
      for (const one of [folder, socket]) rmSync(one, { recursive: true, force: true });
    },
  };
}
