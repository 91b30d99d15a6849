import type { FastifyReply } from 'fastify';
import { type Chapter, messagePage, page } from './pages/frame.ts';
import { html, type Markup } from './pages/markup.ts';
import type { Look, View } from './view.ts';

interface Shown {
  readonly title: string;
  readonly body: Markup;
  readonly status?: number;
}

export function notFound(message: string): Shown {
  const body = html`<h1>Introuvable</h1><p class="lead">${message}</p><p class="gap"><a href="/">À faire</a></p>`;
  return { title: 'Introuvable', body, status: 404 };
}

/** One page of the books; what to do first, when there is no creditor in the data folder. */
export async function show(
  reply: FastifyReply,
  look: Look,
  chapter: Chapter,
  read: (view: View) => Promise<Shown>,
): Promise<FastifyReply> {
  const shown = await look(async (view) => {
    const { title, body, status } = await read(view);
    const creditor = { ...view.creditor, copied: view.copied };
    return { written: page({ chapter, title, creditor }, body), status: status ?? 200 };
  });
  const written =
    shown?.written ?? messagePage({ chapter, title: 'Bienvenue', creditor: null }, FIRST, STEPS);
  return await reply
    .status(shown?.status ?? 200)
    .type('text/html; charset=utf-8')
    .send(written);
}

const FIRST = 'Ce dossier est vide. Trois commandes suffisent pour voir qui relancer et pourquoi.';

const STEPS = html`<ol class="cards">
<li class="card"><h3>Votre entreprise</h3><p class="why"><code>npm run relance -- creditor set creancier.json</code></p></li>
<li class="card"><h3>Vos factures</h3><p class="why"><code>npm run relance -- import factures.csv</code></p></li>
<li class="card"><h3>Qui relancer</h3><p class="why"><code>npm run relance -- plan</code></p></li></ol>
<p class="gap">Ou l’entreprise d’exemple\u00a0: <code>npm run relance -- sample</code></p>`;
