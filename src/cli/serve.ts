import { resolve } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { listCreditors } from '../creditors/creditor-names.db.ts';
import { config } from '../platform/config.ts';
import { errorCode } from '../platform/postgres.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { buildServer } from '../server.ts';
import type { Answer } from './command.ts';
import type { CommandContext, DeskCommand } from './context.ts';
import { text } from './options.ts';
import { readArguments } from './positionals.ts';
import { typedPath } from './typed-path.ts';
import { chooseCreditor } from './with-creditor.ts';

const PORT = 3000;
const LAST_PORT = 65_535;
/** Ports tried after one that is taken. */
const TRIED = 20;
/** Nobody but this machine: the pages ask for no password. */
const LOCAL = '127.0.0.1';

export const serve: DeskCommand = {
  name: 'serve',
  usage: `relance serve [--port ${PORT}] [--on AAAA-MM-JJ]`,
  async run(args, context) {
    const read = readArguments(args, [], { port: { type: 'string' } });
    if (isRefusal(read)) return read;
    const port = portOf(text(read.values, 'port'));
    return isRefusal(port) ? port : await servePages(context, port, []);
  },
};

export function portOf(said: string | undefined): number | Refusal {
  if (said === undefined) return PORT;
  if (/^\d{1,5}$/.test(said) && Number(said) <= LAST_PORT) return Number(said);
  return refuse('number_invalid', `--port attend un nombre de 0 à ${LAST_PORT}.`, {
    option: 'port',
    value: said,
  });
}

/**
 * Serves the pages until a signal ends it; `story` is said once they can be seen.
 * Refusals: `already_served`, and those of the choice of a creditor.
 */
export async function servePages(
  context: CommandContext,
  port: number,
  story: readonly string[],
): Promise<Answer | Refusal> {
  const database = await context.database();
  const chosen = await chosenCreditor(context);
  if (isRefusal(chosen)) return chosen;
  if (!(await database.claimService())) {
    return refuse(
      'already_served',
      `Le dossier ${context.dataFolder} est déjà servi par un autre processus\u00a0: ouvrez sa page, ou arrêtez-le.`,
      { dataFolder: context.dataFolder },
    );
  }
  const app = buildServer({
    database,
    dataFolder: context.dataFolder,
    creditorId: async () => {
      const found = await chosenCreditor(context);
      return isRefusal(found) ? null : found;
    },
    on: context.on,
    clock: context.clock,
    newId: context.newId,
    prefix: prefixOf(context),
    say: context.say,
  });
  const stopped = untilSignal();
  try {
    const taken = await listen(app, port, context);
    if (isRefusal(taken)) return taken;
    const address = `http://localhost:${taken}`;
    const lines = [...story, `Page ouverte sur ${address} (Ctrl-C pour arrêter)`];
    for (const line of lines) tell(context, line);
    await stopped;
    return { data: { done: 'stopped', url: address }, text: 'Page fermée.' };
  } finally {
    await app.close();
  }
}

/** How a person calls the program on this folder. */
function prefixOf({ dataFolder, creditor }: CommandContext): string {
  const usual = dataFolder === resolve(config().dataFolder);
  const folder = usual ? '' : ` --data ${typedPath(dataFolder)}`;
  return `npm run relance --${folder}${creditor === null ? '' : ` --creditor "${creditor}"`}`;
}

/** Null while there is none yet. */
async function chosenCreditor(context: CommandContext): Promise<string | null | Refusal> {
  const creditors = await listCreditors(await context.database());
  if (creditors.length === 0 && context.creditor === null) return null;
  const chosen = chooseCreditor(creditors, context.creditor);
  return isRefusal(chosen) ? chosen : chosen.id;
}

/** A person reads stdout; a machine gets one document there, at the end, so that its news goes to stderr. */
function tell(context: CommandContext, line: string): void {
  if (context.json) context.say(line);
  else process.stdout.write(`${line}\n`);
}

/** Listens on the port or, where it is taken, on the next free one; answers which. */
async function listen(
  app: FastifyInstance,
  port: number,
  context: CommandContext,
): Promise<number | Refusal> {
  for (let tried = port; ; tried += 1) {
    try {
      await app.listen({ host: LOCAL, port: tried });
      const address = app.server.address();
      return typeof address === 'object' && address !== null ? address.port : tried;
    } catch (error) {
      if (errorCode(error) === 'EACCES') {
        const message = `Le port ${tried} est réservé au système : prenez-en un au-dessus de 1024 (--port).`;
        return refuse('number_invalid', message, { option: 'port', value: tried });
      }
      if (errorCode(error) !== 'EADDRINUSE') throw error;
      if (tried >= Math.min(port + TRIED, LAST_PORT)) {
        const message = `Les ports ${port} à ${tried} sont tous pris\u00a0: donnez-en un autre (--port).`;
        return refuse('number_invalid', message, { option: 'port', value: port });
      }
      context.say(`Le port ${tried} est pris par un autre programme\u00a0: essai du ${tried + 1}.`);
    }
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Our own listener keeps the database from stopping under the server: it is closed after it, by the door. */
async function untilSignal(): Promise<void> {
  await new Promise<void>((resolve) => {
    const end = () => {
      for (const signal of SIGNALS) process.off(signal, end);
      resolve();
    };
    for (const signal of SIGNALS) process.on(signal, end);
  });
}
