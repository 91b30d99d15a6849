// `npm run fixture -- PROGRAM NAME`: the clone of a release in PROGRAM plays a story, whose backup every
// later program must open (tests/fixtures/backups/README.md).
import { fileURLToPath } from 'node:url';
import { onInnerNode } from './inner-node.mjs';

await onInnerNode(fileURLToPath(import.meta.url), { dev: true });
await import('../tests/harness/make-backup.ts');
