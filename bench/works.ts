import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Work } from './work.ts';

const FOLDER = join(import.meta.dirname, 'works');

/** Each file of `works` exports one `work` under its own name. */
export function workNames(): readonly string[] {
  return readdirSync(FOLDER)
    .map((file) => file.replace(/\.ts$/, ''))
    .sort();
}

export async function workNamed(name: string): Promise<Work> {
  if (!workNames().includes(name)) throw new Error(`no work « ${name} »: ${workNames().join(', ')}`);
  const { work } = (await import(join(FOLDER, `${name}.ts`))) as { readonly work: Work };
  return work;
}
