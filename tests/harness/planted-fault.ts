import { readFileSync } from 'node:fs';
import { type LoadFnOutput, registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * A fault that a test puts into a child process, to show that it would be seen: one place of one source file
 * is replaced while the file is loaded; nothing is written.
 */
export interface PlantedFault {
  /** From the root of the clone: `src/courier/attempt.ts`. */
  readonly source: string;
  /** Stands exactly once in the file: a test that plants it has to follow the code. */
  readonly find: string;
  readonly replace: string;
}

const VARIABLE = 'RELANCE_PLANTED_FAULT';
const ROOT = join(import.meta.dirname, '..', '..');

/**
 * What the environment of a child must hold for the fault to be in it; of none, nothing. Throws when the
 * code has moved on and the fault has no place any more.
 */
export function plantedIn(...faults: readonly PlantedFault[]): Readonly<Record<string, string>> {
  if (faults.length === 0) return {};
  for (const fault of faults) planted(sourceOf(fault), fault);
  return { NODE_OPTIONS: `--import=${import.meta.filename}`, [VARIABLE]: JSON.stringify(faults) };
}

function sourceOf({ source }: PlantedFault): string {
  return readFileSync(join(ROOT, source), 'utf8');
}

function planted(text: string, { source, find, replace }: PlantedFault): string {
  const [before, after, ...more] = text.split(find);
  if (after === undefined || more.length > 0) {
    throw new Error(`the planted fault wants once in ${source}: ${find}`);
  }
  return `${before}${replace}${after}`;
}

/** Loaded first in the child (`--import`); in the test that imports this file the variable is not set. */
const wanted = process.env[VARIABLE];
if (wanted !== undefined) {
  const faults: readonly PlantedFault[] = JSON.parse(wanted);
  const urls = faults.map(({ source }) => pathToFileURL(join(ROOT, source)).href);
  for (const fault of faults) planted(sourceOf(fault), fault);
  registerHooks({
    load: (url, context, nextLoad): LoadFnOutput => {
      const loaded = nextLoad(url, context);
      const here = faults.filter((_, index) => urls[index] === url);
      if (here.length === 0) return loaded;
      return { ...loaded, source: here.reduce(planted, String(loaded.source)) };
    },
  });
}
