import { type Day, toIso } from '../calendar/day.ts';
import { formatDay } from '../calendar/french.ts';
import { openTransport } from '../courier/smtp.ts';
import { openTestMailbox } from '../courier/test-mailbox.ts';
import type { Transport } from '../courier/transport.ts';
import type { Creditor } from '../creditors/creditor.ts';
import { smtpPassword } from '../creditors/smtp-password.db.ts';
import type { DayReport } from '../delivery/day-report.ts';
import type { PrintedBatch } from '../delivery/printed-batch.ts';
import { type DayWork, inScope, runDay } from '../delivery/run-day.job.ts';
import { type DayPlan, planText, type WaitingItem, waitingItems } from '../desk/plan.ts';
import { reportDay } from '../desk/report-day.db.ts';
import { shortId } from '../platform/ids.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import type { Answer } from './command.ts';
import type { CommandContext, DeskCommand } from './context.ts';
import { readArguments } from './positionals.ts';
import { depositGesture } from './posted.ts';
import { withCreditor } from './with-creditor.ts';

const DEFECTS = 3;

export const run: DeskCommand = {
  name: 'run',
  usage: 'relance run [--accept-volume]',
  async run(args, context) {
    const read = readArguments(args, [], { 'accept-volume': { type: 'boolean' } });
    if (isRefusal(read)) return read;
    const opened = await withCreditor(context, async (scope, creditor) => {
      const wrongDay = refuseOtherDay(context, creditor, scope.on);
      return wrongDay ?? { creditor, on: scope.on };
    });
    if (isRefusal(opened)) return opened;
    const transport = openWay(context, opened.creditor);
    if (isRefusal(transport)) return transport;
    try {
      return await dayAnswer(
        context,
        opened.creditor,
        opened.on,
        transport,
        read.values['accept-volume'] === true,
      );
    } finally {
      await transport.close();
    }
  },
};

/** Another day than today only in a rehearsal: nothing then leaves this machine. */
export function refuseOtherDay(context: CommandContext, creditor: Creditor, on: Day): Refusal | null {
  const today = context.clock.today(creditor.timeZone);
  if (on === today || creditor.rehearsal) return null;
  const message =
    `Nous sommes le ${formatDay(today)}\u00a0: un autre jour (--on ${toIso(on)}) ne s’essaie qu’en répétition ` +
    '(«\u00a0rehearsal\u00a0»: true dans creditor set).';
  return refuse('day_not_today', message, { on: toIso(on), today: toIso(today) });
}

/** The creditor's mail server, or the test mailbox when there is none. */
function openWay(context: CommandContext, creditor: Creditor): Transport | Refusal {
  if (creditor.smtp === null) return openTestMailbox(context.dataFolder, context.clock.now);
  const secret = smtpPassword(context.dataFolder, creditor.id, creditor.smtp);
  if (secret === 'sealed_elsewhere') {
    const message =
      'Le mot de passe SMTP a été scellé dans un autre dossier\u00a0: saisissez-le à nouveau (creditor set).';
    return refuse('smtp_password_unreadable', message);
  }
  const { host, port, secure, user } = creditor.smtp;
  return openTransport(
    { host, port, secure, user, password: secret.password },
    { rehearsal: creditor.rehearsal },
  );
}

async function dayAnswer(
  context: CommandContext,
  creditor: Creditor,
  on: Day,
  transport: Transport,
  acceptVolume: boolean,
): Promise<Answer> {
  const database = await context.database();
  const waiting: WaitingItem[] = [];
  const work: DayWork = {
    database,
    creditor,
    on,
    clock: context.clock,
    newId: context.newId,
    dataFolder: context.dataFolder,
    transport,
    owner: `run:${context.newId()}`,
    say: context.say,
    acceptVolume,
    seen: ({ debtor, decision }) => waiting.push(...waitingItems(debtor, decision, on)),
  };
  const report = await runDay(work);
  const plan = await inScope(work, async (scope) => await reportDay(scope, report, waiting));
  const failed = report.inDoubt || [...report.outcomes.values()].includes('failed');
  return { data: plan, text: reportText(plan, on, report), ...(failed ? { exit: DEFECTS } : {}) };
}

function reportText(plan: DayPlan, on: Day, report: DayReport): string {
  const lines = [planText(plan, on)];
  if (report.batch) lines.push('', ...batchLines(report.batch));
  const back = plan.actions.filter(
    ({ outcome, channel }) => outcome === 'withdrawn' && (channel === 'letter' || channel === 'registered'),
  );
  if (back.length > 0) {
    const whose = back.map(({ debtorName, id }) => `${debtorName} (${id})`).join(', ');
    lines.push('', `Courriers retirés, à ne plus poster s’ils sont imprimés\u00a0: ${whose}`);
  }
  if (report.standstill) lines.push('', report.standstill.message);
  for (const { message } of report.errors) lines.push('', `Échec\u00a0: ${message}`);
  return lines.join('\n');
}

/** What to print, and what to type once it has left: a letter counts from the day that a person says so. */
function batchLines({ id, files, folder, letters, registered }: PrintedBatch): string[] {
  const printed = files.map(({ file }) => `${folder}/${file}`).join(', ');
  const lines = [`Courriers à imprimer et poster\u00a0: ${printed}`];
  if (letters > registered.length) {
    lines.push(`Une fois postés, marquez le lot posté\u00a0: relance posted ${shortId('lot', id)}`);
  }
  return [...lines, ...registered.map(depositGesture)];
}
