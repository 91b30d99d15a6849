import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const pages = readdirSync(join(root, 'docs/law')).filter((name) => name !== 'README.md');

function rulesNamedIn(folder: string): string[] {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .flatMap((name) => [
      ...readFileSync(join(root, folder, name), 'utf8').matchAll(/'([A-Z\d]{2,4}-\d{2,3})'/g),
    ])
    .map(([, rule = '']) => rule);
}

test('every rule that an answer may name has its page', () => {
  const named = new Set([...rulesNamedIn('src/law'), ...rulesNamedIn('src/cli')]);
  expect(named.size).toBeGreaterThan(15);
  expect([...named].filter((rule) => !pages.includes(`${rule}.md`))).toEqual([]);
});

test.each(pages)(
  '%s gives its basis, its confidence, a rule, a formula and an example, and is in the index',
  (page) => {
    const text = readFileSync(join(root, 'docs/law', page), 'utf8');
    for (const part of ['- Basis: ', '- Confidence: ', '**Rule.** ', '**Formula.** ', '**Example.** ']) {
      expect(text).toContain(part);
    }
    const [, confidence = ''] = /- Confidence: (.*)/.exec(text) ?? [];
    if (!confidence.startsWith('[V]')) expect(text).toContain('**À vérifier.** ');
    expect(readFileSync(join(root, 'docs/law/README.md'), 'utf8')).toContain(`](${page})`);
  },
);
