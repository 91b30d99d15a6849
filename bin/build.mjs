// `npm pack` and `npm publish` run this first: Node strips no types under node_modules, so what is published
// is JavaScript, with the files that stand beside the code (templates, wordings) beside it again.
import { spawnSync } from 'node:child_process';
import { cpSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onInnerNode } from './inner-node.mjs';

const entry = fileURLToPath(import.meta.url);
await onInnerNode(entry, { dev: true });

const root = dirname(dirname(entry));
const dist = join(root, 'dist');
rmSync(dist, { recursive: true, force: true });
const compiler = join(root, 'node_modules/typescript/bin/tsc');
// What is said goes to stderr: `npm pack --json` answers on stdout.
const { status } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], {
  cwd: root,
  stdio: ['ignore', 2, 2],
});
if (status !== 0) process.exit(1);
cpSync(join(root, 'src'), dist, {
  recursive: true,
  filter: (path) => statSync(path).isDirectory() || !path.endsWith('.ts'),
});
