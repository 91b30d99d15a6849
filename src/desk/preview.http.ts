import type { FastifyInstance } from 'fastify';
import { previewTexts } from '../letters/preview-texts.db.ts';
import { isRefusal } from '../platform/refusal.ts';
import { proposalsNamed } from '../reminders/proposals.db.ts';
import { sendFile } from './send-file.ts';
import { notFound, show } from './show-page.ts';
import type { Look, View } from './view.ts';

const KINDS: ReadonlySet<string> = new Set(['email', 'letter', 'registered']);

interface Asked {
  readonly Params: { readonly id: string; readonly kind: string };
}

/** The texts of a contact that waits for a person, drawn as they would be frozen if it were approved now. */
export function previewRoutes(app: FastifyInstance, look: Look): void {
  app.get<Asked>('/apercus/:id/:kind.pdf', async ({ params }, reply) => {
    const found = await look(async (view) => await preview(view, params.id, params.kind));
    if (found === null) return reply.callNotFound();
    if ('pdf' in found) return await sendFile(reply, `${params.id}-${params.kind}.pdf`, found.pdf);
    return await show(reply, look, 'work', async () => notFound(found.message));
  });
}

/** Null when nothing of that name waits; a sentence when its text cannot be made. */
async function preview(
  view: View,
  id: string,
  kind: string,
): Promise<{ readonly pdf: Uint8Array } | { readonly message: string } | null> {
  if (!/^rem-\w{8}$/.test(id) || !KINDS.has(kind)) return null;
  const [proposal, other] = await proposalsNamed(view.tx, id);
  if (!proposal || other || proposal.state !== 'proposed' || proposal.mode === 'manual') return null;
  const pages = await previewTexts(view, proposal);
  if (isRefusal(pages)) return { message: pages.message };
  const page = pages.find((one) => one.kind === kind);
  return page ? { pdf: page.pdf } : null;
}
