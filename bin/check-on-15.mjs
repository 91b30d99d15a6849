// `npm run test:15`: as `npm test`, on the oldest PostgreSQL that the program runs on.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onInnerNode } from './inner-node.mjs';

const entry = fileURLToPath(import.meta.url);
await onInnerNode(entry, { dev: true });

const { openOlderServer } = await import('../tests/harness/older-server.ts');
const server = await openOlderServer(15, process.env.RELANCE_OLD_POSTGRES ?? null);
// Ctrl-C reaches the tests too: they end, and then the server.
process.on('SIGINT', () => undefined);
const env = { ...process.env, RELANCE_TEST_DATABASE_URL: server.url };
const args = [join(dirname(entry), 'check.mjs'), ...process.argv.slice(2)];
const check = spawn(process.execPath, args, { stdio: 'inherit', env });
const [status] = await once(check, 'exit');
await server.close();
process.exitCode = status ?? 1;
