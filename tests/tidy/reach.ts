import { posix } from 'node:path';
import type { Export, Module } from './module.ts';
import { type Breach, isTest, type Tree } from './tree.ts';

/** Where the program begins: nobody imports these, Node, vitest or a person starts them. */
const ENTRY = /^(bin\/|bench\/|src\/(server|worker)\.ts$|vitest\.config\.ts$)/;
const HARNESS = /^tests\/(harness|tidy)\//;
const STARTED_BY_PATH = /[\w-]+\.(ts|mjs)$/;

const isUnitOrStory = (path: string) => path.endsWith('.test.ts');

/**
 * Files that nothing reaches and exports that nobody uses. A test is no user: what only tests call is dead
 * code with an alibi. But a step of living code may be exported for its test; and the harness is a user, for
 * it stands where a door stands, as tests are the users of the harness. What the package publishes as a
 * library has users that we do not see: there a test stands for them.
 */
export function reachBreaches(tree: Tree, modules: readonly Module[]): Breach[] {
  const published = publishedBy(tree);
  const known = new Map(modules.map((module) => [module.path, module]));
  const byProgram = new Map<string, Set<string>>();
  const byTests = new Map<string, Set<string>>();
  const reached = new Set<string>();
  for (const module of modules) {
    for (const { target, names } of module.imports) {
      if (target === null) continue;
      const isUser = !isUnitOrStory(module.path) || isTest(target) || published(target);
      if (isUser) reached.add(target);
      const taken = isUser ? byProgram : byTests;
      taken.set(target, new Set([...(taken.get(target) ?? []), ...names]));
    }
    for (const path of startedBy(module, known)) reached.add(path);
  }
  return modules.flatMap((module) => {
    const { path } = module;
    if (ENTRY.test(path) || isUnitOrStory(path)) return [];
    if (!reached.has(path)) return [`${path}:1 nothing imports it`];
    return unused(module, byProgram.get(path) ?? new Set(), byTests.get(path) ?? new Set());
  });
}

/** Whether a source file is one that `exports` of package.json offers to others. */
function publishedBy(tree: Tree): (path: string) => boolean {
  const { exports = {} } = JSON.parse(tree.get('package.json') ?? '{}') as {
    readonly exports?: Readonly<Record<string, string | { readonly default: string }>>;
  };
  const patterns = Object.values(exports)
    .map((target) => (typeof target === 'string' ? target : target.default))
    .filter((target) => target.startsWith('./dist/'))
    .map((target) => target.replace('./dist/', 'src/').replace(/\.js$/, '.ts').split('*'));
  return (path) => patterns.some(([start, end = '']) => path.startsWith(start!) && path.endsWith(end));
}

function unused(module: Module, taken: ReadonlySet<string>, tested: ReadonlySet<string>): Breach[] {
  if (taken.has('*')) return [];
  const acting = module.statements.filter(({ name }) => name === '').flatMap(({ mentions }) => [...mentions]);
  const known = signaturesOf(module.exports);
  const used = closure(taken, (name) => known.get(name) ?? []);
  const living = closure([...taken, ...acting], (name) =>
    module.statements.filter((one) => one.name === name).flatMap(({ mentions }) => [...mentions]),
  );
  return module.exports
    .filter(({ name }) => !used.has(name) && !(living.has(name) && tested.has(name)) && name !== 'default')
    .map(({ name, line }) => `${module.path}:${line} nobody uses ${name}`);
}

/** Scripts named by a string: child processes, threads, what vitest runs around the tests. */
function startedBy(module: Module, known: ReadonlyMap<string, Module>): string[] {
  return module.literals
    .filter(({ value }) => STARTED_BY_PATH.test(value))
    .flatMap(({ value }) => [value, posix.join(posix.dirname(module.path), value)])
    .filter((path) => known.has(path) && (HARNESS.test(path) || !isUnitOrStory(module.path)));
}

/** Who uses a function speaks of the types of its parameters and of its result. */
function signaturesOf(exports: readonly Export[]): ReadonlyMap<string, readonly string[]> {
  return new Map(exports.map(({ name, signature }) => [name, [...signature]]));
}

function closure(from: Iterable<string>, next: (name: string) => readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const visit = (name: string) => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const one of next(name)) visit(one);
  };
  for (const name of from) visit(name);
  return seen;
}

type Packages = Readonly<Record<string, string>>;

/** Packages that the program needs, those that only its tests need, and those that nobody takes any more. */
export function dependencyBreaches(tree: Tree, modules: readonly Module[]): Breach[] {
  const { dependencies = {}, devDependencies = {} } = JSON.parse(tree.get('package.json') ?? '{}') as {
    readonly dependencies?: Packages;
    readonly devDependencies?: Packages;
  };
  const imports = modules.flatMap(({ path, imports: all }) => all.map((one) => ({ path, ...one })));
  const taken = imports.filter(({ target, specifier }) => target === null && !specifier.startsWith('node:'));
  const byProgram = new Set(
    taken.filter(({ path }) => !isDevelopment(path)).map(({ specifier }) => packageOf(specifier)),
  );
  const byAnyone = new Set(taken.map(({ specifier }) => packageOf(specifier)));
  const tools = `${tree.get('bin/check.mjs')}${tree.get('package.json')?.replace(/"\w*[dD]ependencies"[^}]*}/g, '')}`;
  const isTool = (name: string) => tools.includes(`${name}/`) || tools.includes(`${name}@`);
  const types = (name: string) => /^@types\/(.+)/.exec(name)?.[1];
  const undeclared = taken.filter(({ path, specifier }) => {
    const name = packageOf(specifier);
    const known = Object.hasOwn(dependencies, name);
    return !(known || (isDevelopment(path) && Object.hasOwn(devDependencies, name)));
  });
  return [
    ...undeclared.map(({ path, line, specifier }) => `${path}:${line} ${specifier} is not declared for it`),
    ...Object.keys(dependencies)
      .filter((name) => !byProgram.has(name))
      .map((name) => `package.json:1 the program does not use ${name}`),
    ...Object.keys(devDependencies)
      .filter((name) => !byAnyone.has(types(name) ?? name) && !isTool(name) && name !== '@types/node')
      .map((name) => `package.json:1 no test uses ${name}`),
  ];
}

/** What no user of the program runs: it may take packages that the program does not need. */
function isDevelopment(path: string): boolean {
  return isTest(path) || path.startsWith('bench/') || path === 'vitest.config.ts';
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
