import { posix } from 'node:path';
import type { Module } from './module.ts';
import type { Breach, Tree } from './tree.ts';

const PAGE = 'docs/reliability.md';
const CASE = /\bR\d{1,2}\b/g;

/**
 * The cases of reliability and the tests that bear their numbers: a case names tests that do, or says what it
 * waits for; a test bears no number that the page does not know.
 */
export function caseBreaches(tree: Tree, modules: readonly Module[]): Breach[] {
  const borne = new Map(modules.filter(isCaseTest).map((module) => [module.path, titled(module)]));
  const rows = (tree.get(PAGE) ?? '').split('\n').flatMap((text, index) => {
    const match = /^\| (R\d+) \|.*\| ([^|]+) \|$/.exec(text);
    return match ? [{ line: index + 1, number: match[1]!, tests: match[2]! }] : [];
  });
  const known = new Set(rows.map(({ number }) => number));
  return [
    ...rows.flatMap(({ line, number, tests }, index) => [
      ...(number === `R${index + 1}` ? [] : [`${PAGE}:${line} ${number} is out of its place`]),
      ...named(tests)
        .filter((path) => !borne.get(path)?.has(number))
        .map((path) => `${PAGE}:${line} ${path} has no test of ${number}`),
      ...(named(tests).length > 0 || tests === 'to come' ? [] : [`${PAGE}:${line} ${number} names no test`]),
    ]),
    ...[...borne].flatMap(([path, numbers]) =>
      [...numbers].filter((number) => !known.has(number)).map((number) => `${path}:1 ${number} is no case`),
    ),
  ];
}

function isCaseTest({ path }: Module): boolean {
  return path.endsWith('.test.ts') && !path.startsWith('tests/tidy');
}

function named(tests: string): readonly string[] {
  return [...tests.matchAll(/\]\(([^)]+)\)/g)].map((match) => posix.join('docs', match[1]!));
}

/** Numbers in titles, and in the rows of tables that become titles. */
function titled({ literals }: Module): ReadonlySet<string> {
  return new Set(literals.flatMap(({ value }) => value.match(CASE) ?? []));
}
