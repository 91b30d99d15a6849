// Plain JavaScript that any Node from 18 on can run: whatever Node starts us, the program runs on the one
// that the lock file names, with the packages that the lock file names.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { constants } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const binary = `node-${process.platform}-${process.arch}/bin/node`;
const own = join(root, 'node_modules', binary);
// Packages lie below a clone, but beside a package that npm installed.
const inner =
  !existsSync(own) && basename(dirname(root)) === 'node_modules' ? join(dirname(root), binary) : own;

// What Node leaves uncollected by itself on a large machine makes nothing faster here: an import of 200,000
// lines held 1 GB of it.
const flags = ['--max-semi-space-size=8', '--heap-growing-percent=25'];

// From this version on, Node runs TypeScript as it stands.
const OLDEST_ABLE = [22, 18];

/**
 * Returns on a Node that runs the program, everything installed; on any other, becomes that Node with
 * `entry`. Only an entry that says `dev` waits for the packages of tests and builds.
 */
export async function onInnerNode(entry, { dev = false } = {}) {
  if (isInner()) return;
  installMissing(dev);
  if (existsSync(inner)) {
    await become([...flags, entry, ...process.argv.slice(2)]);
  } else if (!isAble(process.versions.node)) {
    fail(
      `Node ${process.versions.node} ne convient pas ici : il faut Node ${OLDEST_ABLE.join('.')} ou plus récent`,
    );
  }
}

function isInner() {
  return existsSync(inner) && process.execPath === realpathSync(inner);
}

function isAble(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > OLDEST_ABLE[0] || (major === OLDEST_ABLE[0] && minor >= OLDEST_ABLE[1]);
}

function fail(message) {
  process.stderr.write(`relance : ${message}\n`);
  process.exit(1);
}

function installMissing(dev) {
  const missing = missingPackages(dev);
  if (missing.length === 0) return;
  const fresh = !existsSync(join(root, 'node_modules'));
  const what = fresh
    ? 'première installation'
    : `${missing.length} paquet(s) à installer (${missing.slice(0, 3)}…)`;
  process.stderr.write(`relance : ${what}, une minute environ…\n`);
  const withoutInner = !existsSync(inner);
  let ended = npmInstall();
  // Under an old Node, npm leaves out optional packages that want a newer one: now there is one to ask again.
  if (ended.status === 0 && withoutInner && existsSync(inner) && missingPackages(dev).length > 0) {
    ended = npmInstall();
  }
  if (ended.status === 0) return;
  const failure = `l’installation a échoué (${ended.error?.message ?? `npm ${ended.status}`})`;
  if (missing.some((path) => !isOptional(path))) fail(`${failure} ; vérifiez le réseau`);
  process.stderr.write(`relance : ${failure} ; on continue sans\n`);
}

function npmInstall() {
  // Not `npm ci`: it first empties the folder, so a machine without network would lose what it has, and it
  // refuses a lock file that leaves out other machines' packages. No package of ours needs its install
  // script. Waits are short: with those of npm, a start without network takes ten minutes to fail.
  const args = [
    'install',
    '--no-save',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--include=dev',
    '--fetch-retry-mintimeout=500',
    '--fetch-retry-maxtimeout=2000',
    '--loglevel=error',
  ];
  const [node, first] = existsSync(inner) ? [inner, dirname(inner) + delimiter] : [process.execPath, ''];
  const npm = process.env.npm_execpath?.endsWith('.js')
    ? [node, [process.env.npm_execpath, ...args]]
    : ['npm', args];
  const env = { ...process.env, PATH: `${first}${process.env.PATH}` };
  // What npm says goes to stderr: stdout may be read by a machine.
  return spawnSync(npm[0], npm[1], { cwd: root, stdio: ['ignore', 2, 2], env });
}

/**
 * Paths of the lock file's packages that are not installed, or in another version; none where npm installed
 * us.
 */
function missingPackages(withDev) {
  const wanted = packagesOf(join(root, 'package-lock.json'));
  if (wanted === null) return [];
  const present = packagesOf(join(root, 'node_modules/.package-lock.json')) ?? {};
  return Object.keys(wanted).filter((path) => {
    const { version, dev, optional, devOptional, os, cpu, libc } = wanted[path];
    if (path === '' || (dev && !withDev) || present[path]?.version === version) return false;
    if (!(optional || devOptional)) return true;
    // npm leaves out what is meant for another machine, and all that only hangs from it.
    if (os === undefined || !fits(os, process.platform) || !fits(cpu, process.arch)) return false;
    return libc === undefined || (fits(libc, 'glibc') && usesGlibc());
  });
}

function isOptional(path) {
  const { optional, devOptional } = packagesOf(join(root, 'package-lock.json'))[path];
  return Boolean(optional || devOptional);
}

function fits(list, own) {
  return list === undefined || [].concat(list).includes(own);
}

function usesGlibc() {
  return process.report.getReport().header.glibcVersionRuntime !== undefined;
}

function packagesOf(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : null;
}

/** Gives this process to the inner Node; where that cannot be, runs it as a child that gets our signals. */
async function become(args) {
  if (process.execve) {
    process.execve(inner, [inner, ...args], process.env);
  }
  // Listening before the child exists: a signal must not find us deaf while it starts.
  const forward = (signal) => {
    // The terminal sends Ctrl-C to both of us already.
    if (signal === 'SIGINT' && process.stdin.isTTY) return;
    child.kill(signal);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, forward);
  const child = spawn(inner, args, { stdio: 'inherit' });
  const [code, signal] = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (...ended) => resolve(ended));
  });
  process.exit(code ?? 128 + constants.signals[signal]);
}
