import { posix } from 'node:path';
import { lineCount } from './form.ts';
import type { Module } from './module.ts';
import { type Breach, isTest, type Tree } from './tree.ts';

const REFUSALS = 'docs/refusals.md';
const LIMITS: Readonly<Record<string, number>> = { 'README.md': 120, 'ARCHITECTURE.md': 250 };

/** One title, links that lead somewhere, and the two pages that everybody reads kept short. */
export function pageBreaches(tree: Tree): Breach[] {
  return [...tree].flatMap(([path, text]) => {
    if (!path.endsWith('.md')) return [];
    const prose = withoutCode(text);
    const titles = prose.split('\n').filter((line) => line.startsWith('# ')).length;
    const limit = LIMITS[path] ?? Number.POSITIVE_INFINITY;
    return [
      ...(titles === 1 ? [] : [`${path}:1 has ${titles} titles`]),
      ...(lineCount(text) > limit ? [`${path}:1 has ${lineCount(text)} lines, ${limit} at most`] : []),
      ...deadLinks(tree, path, prose),
    ];
  });
}

function withoutCode(text: string): string {
  return text
    .replace(/^(```|~~~).*?^\1/gms, (block) => block.replace(/[^\n]/g, ''))
    .replace(/`[^`\n]*`/g, '');
}

function deadLinks(tree: Tree, path: string, prose: string): Breach[] {
  return prose.split('\n').flatMap((line, index) =>
    [...line.matchAll(/\]\(<?([^)\s>]+)>?[^)]*\)/g)]
      .map((match) => match[1]!)
      .filter((link) => !/^[a-z]+:/i.test(link) && !leadsSomewhere(tree, path, link))
      .map((link) => `${path}:${index + 1} leads nowhere: ${link}`),
  );
}

function leadsSomewhere(tree: Tree, path: string, link: string): boolean {
  const [file, anchor] = link.split('#') as [string, string?];
  const target = file === '' ? path : posix.join(posix.dirname(path), file).replace(/\/$/, '');
  const folder = [...tree.keys()].some((one) => one.startsWith(`${target}/`));
  if (anchor === undefined) return folder || tree.has(target);
  return headings(tree.get(target) ?? '').includes(anchor);
}

function headings(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map((match) =>
    match[1]!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** A release cannot be cut from a changelog that nobody keeps. */
export function changelogBreaches(tree: Tree): Breach[] {
  const text = tree.get('CHANGELOG.md') ?? '';
  return /^## Pending$/m.test(text) ? [] : ['CHANGELOG.md:1 has no section « Pending »'];
}

/** Each refusal has its line in the manual with its status, is given somewhere, and is asserted by a test. */
export function refusalBreaches(
  tree: Tree,
  modules: readonly Module[],
  codes: Readonly<Record<string, number>>,
): Breach[] {
  const lines = rows(tree).filter(({ second }) => /^\d{3}$/.test(second));
  const documented = new Map(lines.map(({ code, second }) => [code, Number(second)]));
  const given = literalsOf(modules, (path) => !isTest(path) && path !== 'src/platform/refusal.ts');
  const asserted = literalsOf(modules, (path) => isTest(path) && !path.startsWith('tests/tidy'));
  const twice = lines.filter(({ code }, index) => lines.findIndex((one) => one.code === code) !== index);
  return [
    ...Object.entries(codes).flatMap(([code, status]) => [
      ...(documented.has(code) ? [] : [`${REFUSALS}:1 ${code} is missing`]),
      ...(documented.has(code) && documented.get(code) !== status
        ? [`${REFUSALS}:1 ${code} is ${status}`]
        : []),
      ...(given.has(code) ? [] : [`src/platform/refusal.ts:1 nothing refuses with ${code}`]),
      ...(asserted.has(code) ? [] : [`src/platform/refusal.ts:1 no test asserts ${code}`]),
    ]),
    ...lines
      .filter(({ code }) => !Object.hasOwn(codes, code))
      .map(({ code, line }) => `${REFUSALS}:${line} no code says ${code}`),
    ...twice.map(({ code, line }) => `${REFUSALS}:${line} ${code} stands twice`),
  ];
}

/** The reasons of the decision, each with its meaning and what ends it. */
export function reasonBreaches(tree: Tree, section: string, codes: readonly string[]): Breach[] {
  const lines = rows(tree).filter((row) => row.section === section && !/^\d{3}$/.test(row.second));
  return [
    ...codes
      .filter((code) => !lines.some((row) => row.code === code))
      .map((code) => `${REFUSALS}:1 « ${section} » lacks ${code}`),
    ...lines
      .filter(({ code }) => !codes.includes(code))
      .map(({ code, line }) => `${REFUSALS}:${line} no code says ${code}`),
  ];
}

/** Rows of the manual's tables: ``| `code` | second cell | …``. */
function rows(tree: Tree) {
  let section = '';
  return (tree.get(REFUSALS) ?? '').split('\n').flatMap((text, index) => {
    section = /^## (.+)$/.exec(text)?.[1] ?? section;
    const match = /^\|\s*`(\w+)`\s*\|\s*([^|]*?)\s*\|/.exec(text);
    return match ? [{ section, line: index + 1, code: match[1]!, second: match[2]! }] : [];
  });
}

function literalsOf(modules: readonly Module[], from: (path: string) => boolean): ReadonlySet<string> {
  return new Set(
    modules.filter(({ path }) => from(path)).flatMap(({ literals }) => literals.map(({ value }) => value)),
  );
}

const RULE = /^[A-Z][A-Z\d]{1,4}-\d{2,3}$/;
const PAPER = /\bdocs\/[\w./-]*\w/g;

/** Each rule that a computation names has its page in docs/law, and each paper that the code names exists. */
export function namedPaperBreaches(tree: Tree, modules: readonly Module[]): Breach[] {
  return modules.flatMap(({ path, text, literals }) => {
    if (path.startsWith('tests/tidy')) return [];
    const rules = isTest(path) ? [] : literals.filter(({ value }) => RULE.test(value));
    const papers = text.split('\n').flatMap((line, index) =>
      [...line.matchAll(PAPER)]
        .map(([paper]) => paper)
        .filter((paper) => !leadsSomewhere(tree, 'x', paper) && !tree.has(`${paper}.md`))
        .map((paper) => `${path}:${index + 1} names ${paper}, which is not there`),
    );
    return [
      ...rules
        .filter(({ value }) => !tree.has(`docs/law/${value}.md`))
        .map(({ value, line }) => `${path}:${line} ${value} has no page in docs/law`),
      ...papers,
    ];
  });
}

// Spelt apart, so that this file does not hold what it looks for.
const MACHINE = new RegExp(
  `(?<![\\w./-])/(${'wo' + 'rk'}|tmp/${'n' + '24'})(?![\\w-])|\\.${'lib' + 'rary'}/`,
);
const REGISTRY = new RegExp(
  `registry\\.${'npm' + 'js'}|${'npm' + 'js'}\\.(org|com)|${'verda' + 'ccio'}`,
  'i',
);

/** Papers of the founders that no clone has. */
const FOUNDERS = new RegExp(
  `\\b(${'RUL' + 'INGS?'}|${'CORREC' + 'TIONS'})\\b|\\(D\\d{1,2}(, ?D\\d{1,2})*\\)`,
);

/** A fresh clone on another machine has neither our folders nor our papers nor our network. */
export function machineBreaches(tree: Tree): Breach[] {
  return [...tree].flatMap(([path, text]) =>
    text
      .split('\n')
      .flatMap((line, index) => [
        ...(MACHINE.test(line) ? [`${path}:${index + 1} names a folder of one machine`] : []),
        ...(FOUNDERS.test(line) ? [`${path}:${index + 1} cites a paper that no clone has`] : []),
        ...(REGISTRY.test(line) ? [`${path}:${index + 1} names a registry`] : []),
        ...(path === 'package-lock.json' && /"resolved": "http/.test(line)
          ? [`${path}:${index + 1} says where to download from`]
          : []),
      ]),
  );
}
