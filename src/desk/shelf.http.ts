import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { toIso } from '../calendar/day.ts';
import { isUuid } from '../platform/uuid.ts';
import { readDocument } from '../vault/documents.db.ts';
import { shelfPage } from './pages/shelf-page.ts';
import { sendFile } from './send-file.ts';
import { frozenPage, lettersOnPaper, printBatches } from './shelf.db.ts';
import { show } from './show-page.ts';
import type { Look } from './view.ts';

interface Named {
  readonly Params: { readonly id: string };
}

/** The letters: their list, the frozen page of each, the pages of a print batch. */
export function shelfRoutes(app: FastifyInstance, look: Look): void {
  app.get('/courriers', async (_request, reply) => {
    return await show(reply, look, 'letters', async ({ tx }) => {
      return { title: 'Courriers', body: shelfPage(await lettersOnPaper(tx), await printBatches(tx)) };
    });
  });
  app.get<Named>('/courriers/:id.pdf', async ({ params }, reply) => {
    const found = await look(async (view) => {
      const frozen = isUuid(params.id) ? await frozenPage(view.tx, params.id) : null;
      return frozen && { name: frozen.name, bytes: await readDocument(view, frozen.sha256) };
    });
    return found ? await sendFile(reply, found.name, found.bytes) : reply.callNotFound();
  });
  app.get<Named>('/courriers/lots/:id.pdf', async ({ params }, reply) => {
    const found = await look(async ({ tx, dataFolder }) => {
      const batch = (await printBatches(tx)).find(({ id }) => id === params.id);
      return batch ? join(dataFolder, 'print', toIso(batch.madeOn), basename(batch.fileName)) : null;
    });
    // A batch of erased debtors only has no file any more.
    const pages = found === null ? null : await readFile(found).catch(() => null);
    if (found === null || pages === null) return reply.callNotFound();
    return await sendFile(reply, basename(found), pages);
  });
}
