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
  process.stderr.write(
    `La commande est allée au bout, mais sa réponse ne peut pas être écrite : ${error.message}.\n`,
  );
  process.exit(1);
});
// Nobody reads the news (`2>&1 | head`): the work goes on without them.
process.stderr.on('error', () => undefined);
const root = dirname(dirname(entry));
module.enableCompileCache(join(root, 'node_modules/.cache/relance'));
// A clone runs its sources; the published package has only what was compiled from them.
const cloned = existsSync(join(root, 'src'));
const { main } = await (cloned ? import('../src/cli/main.ts') : import('../dist/cli/main.js'));
process.exitCode = await main(process.argv.slice(2));
