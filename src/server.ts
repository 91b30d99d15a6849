import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { type Day, toIso } from './calendar/day.ts';
import { useRates } from './cli/use-rates.ts';
import { readCreditor } from './creditors/creditors.db.ts';
import { assetRoutes } from './desk/assets.http.ts';
import { mailboxRoutes } from './desk/mailbox.http.ts';
import { messagePage } from './desk/pages/frame.ts';
import { previewRoutes } from './desk/preview.http.ts';
import { shelfRoutes } from './desk/shelf.http.ts';
import type { Look } from './desk/view.ts';
import { lastWorkedDay } from './desk/worklist.db.ts';
import { worklistRoutes } from './desk/worklist.http.ts';
import type { Clock } from './platform/clock.ts';
import type { Database } from './platform/db.ts';
import { isCopy } from './platform/instance.ts';

/** What the server stands on; nothing here writes. */
export interface ServerOptions {
  readonly database: Database;
  readonly dataFolder: string;
  /** The creditor shown, or null while there is none; asked at each request, for one may come. */
  readonly creditorId: () => Promise<string | null>;
  /** The day shown; null: today in the creditor's zone, or the last worked day of a rehearsal. */
  readonly on: Day | null;
  readonly clock: Clock;
  readonly newId: () => string;
  /** How a person calls the program on this folder: `npm run relance -- --data ./data-sample`. */
  readonly prefix: string;
  /** Where a failure is told; never on the page. */
  readonly say: (line: string) => void;
}

/** Nothing but our own style sheet, fonts and pictures, and frames of our own: no script at all. */
const POLICY =
  "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; frame-src 'self'; base-uri 'none'; " +
  "form-action 'none'; frame-ancestors 'none'";

/**
 * What a browser on this machine may call us. Any other name is a page elsewhere that had its name point
 * here.
 */
const OWN_NAME = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

/** The read-only pages over a data folder. */
export function buildServer(options: ServerOptions): FastifyInstance {
  const app = Fastify({
    logger: false,
    bodyLimit: 1_024,
    routerOptions: { maxParamLength: 200 },
    // A browser opens connections ahead of need, and says nothing on them: waiting for those to end, a
    // Ctrl-C took minutes. The pages only read: nothing is lost with a page half sent.
    forceCloseConnections: true,
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'content-security-policy': POLICY,
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
    if (!OWN_NAME.test(request.headers.host ?? '')) {
      return await tell(reply, 421, 'Adresse inconnue', 'Cette page se lit sur http://localhost seulement.');
    }
  });
  app.setNotFoundHandler(async (_request, reply) => {
    return await tell(reply, 404, 'Introuvable', 'Il n’y a rien à cette adresse.');
  });
  app.setErrorHandler(async (error, request, reply) => {
    const status = statusOf(error);
    if (status < 500)
      return await tell(reply, status, 'Demande refusée', 'Cette adresse ne se lit pas ainsi.');
    options.say(`${request.url}\u00a0: ${error instanceof Error ? (error.stack ?? error.message) : error}`);
    return await tell(
      reply,
      500,
      'Panne',
      'La page n’a pas pu être faite\u00a0; la raison est dans le terminal.',
    );
  });
  const look = lookOver(options);
  assetRoutes(app);
  worklistRoutes(app, look);
  mailboxRoutes(app, look, options.dataFolder);
  shelfRoutes(app, look);
  previewRoutes(app, look);
  return app;
}

async function tell(reply: FastifyReply, status: number, title: string, message: string) {
  const written = messagePage({ chapter: null, title, creditor: null }, message, null);
  return await reply.status(status).type('text/html; charset=utf-8').send(written);
}

function statusOf(error: unknown): number {
  const given = error instanceof Error && 'statusCode' in error ? error.statusCode : null;
  return typeof given === 'number' && given >= 400 ? given : 500;
}

/** The machine looks in its own name; a page never writes. */
const READER = 'relance';

function lookOver(options: ServerOptions): Look {
  const { database, dataFolder, creditorId, on, clock, newId, prefix, say } = options;
  return async (read) => {
    const id = await creditorId();
    if (id === null) return null;
    // A person may have entered rates since the last page.
    const damaged = useRates(dataFolder);
    if (damaged) say(damaged.message);
    return await database.inCreditor(id, async (tx) => {
      const creditor = await readCreditor({ tx, creditorId: id });
      if (!creditor) return null;
      const today = clock.today(creditor.timeZone);
      const shown = on ?? (creditor.rehearsal ? await lastWorkedDay(tx) : null) ?? today;
      const isToday = shown === today;
      return await read({
        tx,
        creditorId: id,
        actor: READER,
        on: shown,
        at: clock.now(),
        rehearsal: creditor.rehearsal,
        dataFolder,
        newId,
        creditor,
        copied: await isCopy(tx),
        isToday,
        prefix: isToday ? prefix : `${prefix} --on ${toIso(shown)}`,
      });
    });
  };
}
