import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Config, readConfig } from './environment.ts';

let current: Config | undefined;

/** The configuration of this process, read once. */
export function config(): Config {
  current ??= readConfig(process.env);
  return current;
}

/** The folder of the package: where migrations, fonts and binaries stand beside the code. */
export function packageFolder(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) {
    const above = dirname(folder);
    if (above === folder) throw new Error(`no package.json above ${import.meta.dirname}`);
    folder = above;
  }
  return folder;
}
