#!/usr/bin/env node
import { existsSync } from 'node:fs';
import module from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onInnerNode } from './inner-node.mjs';

const entry = fileURLToPath(import.meta.url);
await onInnerNode(entry);

// A reader that closes early (`relance rates | head`) is no failure.
process.stdout.on('error', (error) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
const root = dirname(dirname(entry));
module.enableCompileCache(join(root, 'node_modules/.cache/relance'));
// A clone runs its sources; the published package has only what was compiled from them.
const cloned = existsSync(join(root, 'src'));
const { main } = await (cloned ? import('../src/cli/main.ts') : import('../dist/cli/main.js'));
process.exitCode = await main(process.argv.slice(2));
