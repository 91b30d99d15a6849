import type { FastifyInstance } from 'fastify';
import { safeFileName } from '../courier/file-name.ts';
import { listMailbox, type MailShown, readMailbox } from '../courier/test-mailbox.ts';
import { mailPage, mailsPage } from './pages/mail-pages.ts';
import { sendFile } from './send-file.ts';
import { notFound, show } from './show-page.ts';
import type { Look } from './view.ts';

const SHOWN = 200;

/**
 * What the frame of a message may do: nothing. Its own styles are inline, as mail clients want them; the
 * sandbox gives it an origin of nowhere, without script, form or link out.
 */
const FRAMED =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox";

interface Named {
  readonly Params: { readonly file: string };
}

/** The messages of the test mailbox: list, text, attachments, and their HTML in a frame. */
export function mailboxRoutes(app: FastifyInstance, look: Look, dataFolder: string): void {
  app.get('/courriels', async (_request, reply) => {
    const mails = await listMailbox(dataFolder, SHOWN);
    return await show(reply, look, 'mails', async () => ({
      title: 'Courriels',
      body: mailsPage(mails, SHOWN),
    }));
  });
  app.get<Named>('/courriels/:file', async ({ params }, reply) => {
    const mail = await findMail(dataFolder, params.file);
    return await show(reply, look, 'mails', async () =>
      mail ? { title: mail.subject, body: mailPage(mail) } : notFound('Aucun message de ce nom.'),
    );
  });
  app.get<Named>('/courriels/:file/page', async ({ params }, reply) => {
    const mail = await findMail(dataFolder, params.file);
    if (mail?.html == null) return reply.callNotFound();
    return await reply
      .header('content-security-policy', FRAMED)
      .header('x-frame-options', 'SAMEORIGIN')
      .type('text/html; charset=utf-8')
      .send(mail.html);
  });
  app.get<{ Params: { readonly file: string; readonly index: string } }>(
    '/courriels/:file/piece/:index',
    async ({ params }, reply) => {
      const mail = await findMail(dataFolder, params.file);
      const piece = /^\d{1,3}$/.test(params.index) ? mail?.files[Number(params.index)] : undefined;
      if (!piece) return reply.callNotFound();
      return await sendFile(reply, safeFileName(piece.name), piece.content);
    },
  );
}

/** By the name of its file, or by the end of it, which is the short form of the message's id. */
async function findMail(dataFolder: string, name: string): Promise<MailShown | null> {
  const whole = await readMailbox(dataFolder, name);
  if (whole || !/^[0-9A-Z]{8}$/.test(name)) return whole;
  const found = (await listMailbox(dataFolder)).find(({ file }) => file.endsWith(`-${name}.eml`));
  return found ? await readMailbox(dataFolder, found.file) : null;
}
