import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Every file of the project, by its path from the root; bytes that are no text come as an empty string. */
export type Tree = ReadonlyMap<string, string>;

/** What a rule found, as people read it: `path:line what is wrong`. */
export type Breach = string;

const BINARY = /\.(ttf|otf|woff2?|png|jpe?g|ico|pdf|xlsx|zip|gz|tar)$/;
const OURS = /^(src|tests|bench|bin)\//;

/**
 * Reads the project as it lies, without git: the tests also run from an archive, and git refuses a clone of
 * another user. `.gitignore` is held to two forms so that reading it takes three lines.
 */
export function readTree(root: string): Tree {
  const ignored = readIgnored(root);
  const tree = new Map<string, string>();
  const visit = (folder: string) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (entry.name !== '.git' && !ignored.folders.has(entry.name)) visit(path);
      } else if (entry.isFile() && !ignored.endings.some((ending) => entry.name.endsWith(ending))) {
        tree.set(path, BINARY.test(path) ? '' : readFileSync(join(root, path), 'utf8'));
      }
    }
  };
  visit('');
  return tree;
}

function readIgnored(root: string) {
  const folders = new Set<string>();
  const endings: string[] = [];
  for (const line of readFileSync(join(root, '.gitignore'), 'utf8').split('\n')) {
    if (line === '') continue;
    const match = /^(?:([\w.-]+)\/|\*(\.\w+))$/.exec(line);
    if (match === null)
      throw new Error(`.gitignore: only « folder/ » and « *.ending » are read, not ${line}`);
    if (match[1] === undefined) endings.push(match[2]!);
    else folders.add(match[1]);
  }
  return { folders, endings };
}

/** The paths of our own program text, TypeScript and the plain JavaScript of the entry. */
export function isCode(path: string): boolean {
  return (OURS.test(path) || !path.includes('/')) && /\.(ts|mjs)$/.test(path) && !path.endsWith('.d.ts');
}

export function isTest(path: string): boolean {
  return path.startsWith('tests/') || path.endsWith('.test.ts');
}
