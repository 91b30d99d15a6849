import type { FastifyInstance } from 'fastify';
import { isRefusal } from '../platform/refusal.ts';
import { debtorLines, readDebtorFile } from './debtor-file.db.ts';
import { debtorPage, debtorsPage } from './pages/debtor-pages.ts';
import { whyPage } from './pages/why-page.ts';
import { workPage } from './pages/work-page.ts';
import { notFound, show } from './show-page.ts';
import type { Look } from './view.ts';
import { whyInvoice } from './why-invoice.db.ts';
import { readWorklist } from './worklist.db.ts';

const DEBTORS_A_PAGE = 200;

/** The read-only pages: the day's work, the debtors, and why for each invoice. */
export function worklistRoutes(app: FastifyInstance, look: Look): void {
  app.get('/', async (_request, reply) => {
    return await show(reply, look, 'work', async (view) => {
      const list = await readWorklist(view);
      return { title: 'À faire', body: workPage(list, view) };
    });
  });
  app.get<{ Querystring: { apres?: string } }>('/clients', async ({ query }, reply) => {
    const after = textOf(query.apres);
    return await show(reply, look, 'debtors', async (view) => {
      const lines = await debtorLines(view, view.on, after, DEBTORS_A_PAGE);
      const next = lines.length < DEBTORS_A_PAGE ? null : lines.at(-1)!.key;
      return { title: 'Clients', body: debtorsPage(lines, next) };
    });
  });
  app.get<{ Querystring: { cle?: string } }>('/clients/fiche', async ({ query }, reply) => {
    return await show(reply, look, 'debtors', async (view) => {
      const file = await readDebtorFile(view, textOf(query.cle) ?? '', view.on);
      if (!file) return notFound('Aucun client de ce code.');
      return { title: file.debtor.name, body: debtorPage(file, view.on) };
    });
  });
  app.get<{ Querystring: { client?: string; numero?: string } }>(
    '/factures/pourquoi',
    async ({ query }, reply) => {
      return await show(reply, look, 'debtors', async ({ tx, on }) => {
        const number = textOf(query.numero) ?? '';
        const whys = await whyInvoice(tx, number, textOf(query.client), on);
        if (isRefusal(whys)) return notFound(whys.message);
        return { title: `Facture ${number}`, body: whyPage(whys) };
      });
    },
  );
}

/** A parameter given once; twice (`?cle=a&cle=b`) is none. */
function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
