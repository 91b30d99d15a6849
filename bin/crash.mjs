// `npm run crash`: kills the program, its database or both in the middle of its work, 500 times.
import { fileURLToPath } from 'node:url';
import { onInnerNode } from './inner-node.mjs';

await onInnerNode(fileURLToPath(import.meta.url), { dev: true });
const { crash } = await import('../tests/crash/crash.ts');
process.exitCode = await crash(process.argv.slice(2));
