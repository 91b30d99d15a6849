import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { listCreditors } from '../creditors/creditor-names.db.ts';
import { OWN_FILE, summaryLines } from '../desk/sample-summary.ts';
import { config } from '../platform/config.ts';
import { isRefusal, type Refusal } from '../platform/refusal.ts';
import type { Answer } from './command.ts';
import type { CommandContext, DeskCommand } from './context.ts';
import { text } from './options.ts';
import { readArguments } from './positionals.ts';
import { ensureSample, inSample } from './sample.ts';
import { SAMPLE_FOLDER, sampleState } from './sample-folder.ts';
import { portOf, servePages } from './serve.ts';

export const start: DeskCommand = {
  name: 'start',
  usage: 'relance start [--port 3000]',
  async run(args, context) {
    const read = readArguments(args, [], { port: { type: 'string' } });
    if (isRefusal(read)) return read;
    const port = portOf(text(read.values, 'port'));
    if (isRefusal(port)) return port;
    return (await hasOwnBooks(context))
      ? await servePages(context, port, [])
      : await startSample(context, port);
  },
};

/**
 * Whether a person has data of their own to see: a database or a folder that they named, or a creditor in the
 * usual one.
 */
async function hasOwnBooks(context: CommandContext): Promise<boolean> {
  const { databaseUrl, dataFolder } = config();
  if (databaseUrl !== null || context.dataFolder !== resolve(dataFolder)) return true;
  if (!existsSync(join(context.dataFolder, 'instance.json'))) return false;
  return (await listCreditors(await context.database())).length > 0;
}

/** The sample, made at the first start, told in a few lines, then shown. */
async function startSample(context: CommandContext, port: number): Promise<Answer | Refusal> {
  const elsewhere = { ...context, dataFolder: resolve(SAMPLE_FOLDER) };
  return await inSample(elsewhere, async (own) => {
    if (sampleState(own.dataFolder).kind !== 'whole') {
      context.say('Une vingtaine de secondes\u00a0: l’entreprise d’exemple vit trois mois…');
    }
    const ready = await ensureSample(own, () => undefined);
    if (isRefusal(ready)) return ready;
    const again = ready.made
      ? []
      : ['', `Pour la refaire à la date du jour\u00a0: npm run relance -- sample --fresh`];
    return await servePages({ ...own, on: ready.on }, port, [
      ...summaryLines(ready.summary),
      ...again,
      '',
      ...OWN_FILE,
      '',
    ]);
  });
}
