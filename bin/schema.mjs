// `npm run schema`: writes migrations/schema.sql and schema.d.ts from the migrations.
import { fileURLToPath } from 'node:url';
import { onInnerNode } from './inner-node.mjs';

await onInnerNode(fileURLToPath(import.meta.url));
const { writeSchema } = await import('../src/platform/write-schema.ts');
await writeSchema();
