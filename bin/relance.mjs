#!/usr/bin/env node
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
module.enableCompileCache(join(dirname(dirname(entry)), 'node_modules/.cache/relance'));
const { main } = await import('../src/cli/main.ts');
process.exitCode = await main(process.argv.slice(2));
