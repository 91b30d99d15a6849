import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Day, toIso } from '../calendar/day.ts';
import { formatLongDay } from '../calendar/french.ts';
import { planText } from '../desk/plan.ts';
import { planDay } from '../desk/plan-day.db.ts';
import { SAMPLE_DEBTORS } from '../desk/sample-debtors.ts';
import { sampleDay } from '../desk/sample-due-dates.ts';
import { sampleBooks } from '../desk/sample-invoices.ts';
import { OWN_FILE, type SampleSummary, summaryLines } from '../desk/sample-summary.ts';
import { lettersOnPaper } from '../desk/shelf.db.ts';
import { callScripts } from '../letters/call-scripts.db.ts';
import type { Database } from '../platform/db.ts';
import { shortId } from '../platform/ids.ts';
import { isRefusal, type Refusal } from '../platform/refusal.ts';
import type { Answer } from './command.ts';
import type { CommandContext, DeskCommand } from './context.ts';
import { openData } from './open-data.ts';
import { playSample, type Teller } from './play-sample.ts';
import { readArguments } from './positionals.ts';
import { clearSample, inUse, markSample, notASample, SAMPLE_FOLDER, sampleState } from './sample-folder.ts';
import { typedPath } from './typed-path.ts';
import { useRates } from './use-rates.ts';
import { withCreditor } from './with-creditor.ts';

const FRENCH_TIME = 'Europe/Paris';

export const sample: DeskCommand = {
  name: 'sample',
  usage: `relance sample [--data ${SAMPLE_FOLDER}] [--on AAAA-MM-JJ] [--fresh]`,
  folder: SAMPLE_FOLDER,
  async run(args, context) {
    const read = readArguments(args, [], { fresh: { type: 'boolean' } });
    if (isRefusal(read)) return read;
    if (read.values.fresh === true) {
      const cleared = await clearSample(context.dataFolder);
      if (isRefusal(cleared)) return cleared;
    }
    const tell: Teller = (line) => (context.json ? context.say(line) : process.stdout.write(`${line}\n`));
    return await inSample(context, async (own) => {
      const ready = await ensureSample(own, tell);
      return isRefusal(ready) ? ready : answerOf(own, ready);
    });
  },
};

/** The sample as it stands in a data folder. */
export interface ReadySample {
  /** False when it was there already. */
  readonly made: boolean;
  readonly on: Day;
  /** The day's work: as it was done just now, or as it stands. */
  readonly plan: Answer;
  readonly summary: SampleSummary;
}

/**
 * Runs `work` over the sample's own database, never that of DATABASE_URL, and its own rates; closes it.
 * Refuses `rates_unreadable`.
 */
export async function inSample<T>(
  context: CommandContext,
  work: (own: CommandContext) => Promise<T | Refusal>,
): Promise<T | Refusal> {
  const damaged = useRates(context.dataFolder);
  if (damaged) return damaged;
  let opened: Promise<Database> | null = null;
  const database = async () => {
    opened ??= openData(context.dataFolder, null, context.say);
    return await opened;
  };
  try {
    return await work({ ...context, creditor: null, as: null, database });
  } finally {
    if (opened !== null) await (await (opened as Promise<Database>)).close();
  }
}

/**
 * Makes the sample of the context's folder, unless it is there; one that was cut short is made anew. Refuses
 * `not_a_sample` when the folder holds anything else.
 */
export async function ensureSample(own: CommandContext, tell: Teller): Promise<ReadySample | Refusal> {
  const { dataFolder, clock } = own;
  const found = sampleState(dataFolder);
  if (found.kind === 'other') return notASample(dataFolder);
  if (found.kind === 'whole') {
    tell(
      `L’exemple du ${formatLongDay(found.on)} est déjà dans ${typedPath(dataFolder)} (--fresh le refait).`,
    );
    return await ready(own, found.on, null);
  }
  if (found.kind === 'begun') {
    const cleared = await clearSample(dataFolder);
    if (isRefusal(cleared)) return cleared;
    useRates(dataFolder);
  }
  const on = sampleDay(own.on ?? clock.today(FRENCH_TIME));
  markSample(dataFolder, on, false);
  // Held until the end of this process, so that a second one does not begin the folder anew under our feet.
  if (!(await (await own.database()).claimService())) return inUse(dataFolder);
  const run = await playSample(own, on, tell);
  markSample(dataFolder, on, true);
  return await ready(own, on, run);
}

/** `run`: the last day's work, when it was done just now. */
async function ready(own: CommandContext, on: Day, run: Answer | null): Promise<ReadySample | Refusal> {
  const { dataFolder } = own;
  const shown = await withCreditor({ ...own, on }, async (scope) => ({
    plan: await planDay(scope.tx, shortId('cre', scope.creditorId), on, await callScripts(scope)),
    letters: (await lettersOnPaper(scope.tx)).length,
  }));
  if (isRefusal(shown)) return shown;
  const mailbox = join(dataFolder, 'mailbox');
  const summary: SampleSummary = {
    on,
    folder: typedPath(dataFolder),
    invoices: sampleBooks(on).invoices.filter(({ amount }) => amount > 0).length,
    debtors: Object.keys(SAMPLE_DEBTORS).length,
    mails: existsSync(mailbox) ? readdirSync(mailbox).length : 0,
    letters: shown.letters,
    actions: shown.plan.actions,
    held: shown.plan.held,
  };
  const told = run ?? { data: shown.plan, text: planText(shown.plan, on) };
  return { made: run !== null, on, plan: told, summary };
}

function answerOf({ dataFolder }: CommandContext, { made, on, plan, summary }: ReadySample): Answer {
  const { folder, invoices, debtors, mails, letters } = summary;
  const data = {
    done: made ? 'sample_made' : 'sample_known',
    on: toIso(on),
    dataFolder,
    invoicesFile: join(dataFolder, 'factures.csv'),
    counts: { invoices, debtors, mails, letters },
    plan: plan.data,
  };
  const page = `La page\u00a0: npm run relance -- serve --data ${folder}`;
  const lines = ['', plan.text, '', ...summaryLines(summary), '', page, '', ...OWN_FILE];
  return { data, text: lines.join('\n') };
}
