import type { Day } from '../calendar/day.ts';
import type { Transport } from '../courier/transport.ts';
import type { Creditor } from '../creditors/creditor.ts';
import { readCreditor } from '../creditors/creditors.db.ts';
import { refuseSending } from '../journal/refuse-sending.act.ts';
import type { Scope } from '../journal/scope.ts';
import { sealDay } from '../journal/seal-day.act.ts';
import { failureLine } from '../platform/breakdown.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database, Tx } from '../platform/db.ts';
import { shortId } from '../platform/ids.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { MACHINE } from '../reminders/approval.ts';
import type { DecidedDebtor } from '../reminders/decisions.db.ts';
import type { Proposal } from '../reminders/proposal.ts';
import { openProposals } from '../reminders/proposals.db.ts';
import { sweepOrphans } from '../vault/sweep-orphans.job.ts';
import { concludeLeft } from './conclude-left.act.ts';
import type { DayReport, Outcome } from './day-report.ts';
import { doubtfulBeside, doubtfulProposals, insertRun, ranBefore, sentByDay } from './dispatch.db.ts';
import { makeReady } from './make-ready.job.ts';
import { printLetters } from './print-letters.act.ts';
import type { PrintedBatch } from './printed-batch.ts';
import { proposeDay } from './propose-day.job.ts';
import { sendDue } from './send-due.job.ts';
import { showBatches } from './show-batches.act.ts';
import { withdrawAged } from './withdraw-aged.act.ts';
import { withdrawLetter } from './withdraw-letter.act.ts';

/** What the day's work needs of the door: the way to the books, the way out, the day and the instant. */
export interface DayWork {
  readonly database: Database;
  readonly creditor: Creditor;
  readonly on: Day;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly dataFolder: string;
  readonly transport: Transport;
  /** Names this process in the outbox: two never bear the same name. */
  readonly owner: string;
  readonly say: (line: string) => void;
  /** Told of each debtor as it was decided, before anything left. */
  readonly seen: (decided: DecidedDebtor) => void;
  /** A person has seen that far more leaves today than on other days. */
  readonly acceptVolume: boolean;
}

/**
 * The day's work, any number of times a day: decide and write down the proposals, approve those that need
 * nobody, send what is approved (each rechecked under lock), print the letters. One run of a creditor at a
 * time: another waits, then does what is left. One failure never stops the rest; the row of the run says what
 * each contact came to. Nothing leaves a copy, a disarmed creditor, or a machine whose clock went back.
 */
export async function runDay(work: DayWork): Promise<DayReport> {
  const done = await work.database.holdName(`run of ${work.creditor.id}`, () =>
    work.say('Un autre passage est en cours\u00a0: celui-ci attend qu’il finisse.'),
  );
  return await workOff(work).finally(done);
}

async function workOff(work: DayWork): Promise<DayReport> {
  const startedAt = work.clock.now();
  const outcomes = new Map<string, Outcome>();
  const errors: { proposalId: string; message: string }[] = [];
  await inScope(work, concludeLeft);
  let batch: PrintedBatch | null = await shownBatch(work);
  for (const proposal of await inScope(work, async ({ tx }) => await openProposals(tx))) {
    if (proposal.state !== 'approved') continue;
    const withdrawn = await inScope(work, async (scope) =>
      proposal.channel === 'email'
        ? await withdrawAged(scope, proposal)
        : await withdrawLetter(scope, proposal),
    );
    if (withdrawn) outcomes.set(proposal.id, 'withdrawn');
  }
  await proposeDay(work);
  const standstill = (await standstillOf(work)) ?? (await unusualVolume(work));
  const open = await inScope(work, async ({ tx }) => await openProposals(tx));
  for (const proposal of open) outcomes.set(proposal.id, outcomeBefore(proposal));
  if (standstill === null) await makeReady(work, open, errors, outcomes);
  if (standstill === null) {
    await sendDue(work, outcomes, errors);
    const printed = await inScope(work, async (scope) => await printLetters(scope));
    batch = printed.batch ?? batch;
    await inScope(work, showBatches);
    for (const { proposalId } of printed.withdrawn) outcomes.set(proposalId, 'withdrawn');
    for (const letter of printed.unprintable) {
      errors.push(letter);
      // The e-mail of a contact may have left, and only its copy on paper not.
      if (outcomes.get(letter.proposalId) === 'ready') outcomes.set(letter.proposalId, 'failed');
    }
  }
  const inDoubt = await tellDoubts(work, outcomes, errors);
  await sweepOnceADay(work, errors);
  await inScope(work, async (scope) => {
    const counts: Record<string, number> = {};
    for (const outcome of outcomes.values()) counts[outcome] = (counts[outcome] ?? 0) + 1;
    const first = errors.slice(0, 10).map(({ message }) => message);
    const id = scope.newId();
    await insertRun(scope, {
      id,
      on: work.on,
      startedAt,
      endedAt: work.clock.now(),
      outcomes: counts,
      errors: first,
    });
    await sealDay(scope);
  });
  return { outcomes, batch, errors, standstill, inDoubt };
}

/** Pages that an earlier run died over are shown first, and told. */
async function shownBatch(work: DayWork): Promise<PrintedBatch | null> {
  const shown = await inScope(work, showBatches);
  for (const { id, folder, files } of shown) {
    const pages = files.map((file) => `${folder}/${file}`).join(', ');
    work.say(`Lot ${shortId('lot', id)} d’un passage interrompu, à imprimer et poster\u00a0: ${pages}`);
  }
  const last = shown.at(-1);
  return last ? { ...last, files: last.files.map((file) => ({ file })) } : null;
}

/** Whatever else stands still: a doubt is told by each run until a person has settled it. */
async function tellDoubts(
  work: DayWork,
  outcomes: Map<string, Outcome>,
  errors: { proposalId: string; message: string }[],
): Promise<boolean> {
  const { contacts, beside } = await inScope(work, async ({ tx }) => ({
    contacts: await doubtfulProposals(tx),
    beside: await doubtfulBeside(tx),
  }));
  for (const id of contacts) outcomes.set(id, 'ambiguous');
  for (const id of beside) {
    const short = shortId('msg', id);
    const message =
      `On ignore si le message ${short} est parti\u00a0: voyez dans votre messagerie, puis ` +
      `«\u00a0relance resolve ${short} --as sent\u00a0» ou «\u00a0--as not-sent\u00a0».`;
    errors.push({ proposalId: '', message });
  }
  return contacts.length + beside.length > 0;
}

/** The files that nothing names go with the first run of a day: it looks at each file of the vault. */
async function sweepOnceADay(
  work: DayWork,
  errors: { proposalId: string; message: string }[],
): Promise<void> {
  try {
    await inScope(work, async (scope) => {
      if (!(await ranBefore(scope))) await sweepOrphans(scope);
    });
  } catch (error) {
    errors.push({ proposalId: '', message: failureLine(error) });
  }
}

/** One transaction of the machine's, on the day of the run. */
export async function inScope<T>(
  work: DayWork,
  act: (scope: Scope) => Promise<T>,
  habit?: { readonly prepared: boolean },
): Promise<T> {
  return await work.database.inCreditor(work.creditor.id, async (tx) => await act(scopeOf(work, tx)), habit);
}

export function scopeOf({ creditor, on, clock, newId, dataFolder }: DayWork, tx: Tx): Scope {
  const { rehearsal } = creditor;
  return { tx, creditorId: creditor.id, actor: MACHINE, on, at: clock.now(), rehearsal, dataFolder, newId };
}

/** Why nothing may leave at all: the creditor is not armed, or this instance is a copy of another. */
async function standstillOf(work: DayWork): Promise<Refusal | null> {
  const { standstill } = await inScope(work, async (scope) => {
    const creditor = await readCreditor(scope);
    const disarmed = creditor?.armed
      ? null
      : refuse(
          'disarmed',
          'Envois désarmés\u00a0: rien ne part (mettez «\u00a0armed\u00a0»: true dans creditor set).',
        );
    return { standstill: (await refuseSending(scope)) ?? disarmed };
  });
  return standstill;
}

/** Days of runs after which a volume can be called unusual, and messages under which it never is. */
const BREAKER = { days: 30, messages: 50, times: 3 } as const;

/**
 * A volume far over what this creditor sends is more often a wrong file than a busy day: a person looks
 * first.
 */
async function unusualVolume(work: DayWork): Promise<Refusal | null> {
  if (work.acceptVolume) return null;
  const { held } = await inScope(work, async ({ tx }) => {
    const days = await sentByDay(tx);
    const waiting = (await openProposals(tx)).filter(
      ({ mode, channel }) => mode === 'automatic' && channel === 'email',
    );
    const median = days.toSorted((a, b) => a - b)[Math.floor(days.length / 2)] ?? 0;
    const unusual =
      days.length >= BREAKER.days &&
      waiting.length >= BREAKER.messages &&
      waiting.length > BREAKER.times * median;
    if (!unusual) return { held: null };
    const message =
      `${waiting.length} messages partiraient aujourd’hui, contre ${median} d’habitude\u00a0: vérifiez, ` +
      'puis «\u00a0relance run --accept-volume\u00a0».';
    return { held: refuse('volume_unusual', message, { messages: waiting.length, usual: median }) };
  });
  return held;
}

function outcomeBefore(proposal: Proposal): Outcome {
  if (proposal.state === 'approved' || proposal.mode === 'automatic') return 'ready';
  return proposal.mode === 'manual' ? 'to_do' : 'to_confirm';
}
