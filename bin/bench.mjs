// `npm run bench`: our speed beside that of the bare libraries, in the same run.
import { fileURLToPath } from 'node:url';
import { onInnerNode } from './inner-node.mjs';

await onInnerNode(fileURLToPath(import.meta.url), { dev: true });
await import('../bench/run.ts');
