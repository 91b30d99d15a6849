import { addDays, iso, toIso } from '../../src/calendar/day.ts';
import type { PlannedAction } from '../../src/desk/plan.ts';
import { creditorFile, type Desk, openDesk } from '../harness/desk.ts';
import type { Story } from './story.ts';

export interface Told {
  /** What left or was to be done, day by day: `2026-10-01 contact email`. */
  readonly happened: readonly string[];
  readonly answers: readonly string[];
  readonly desk: Desk;
}

/** Lives a story day after day through the commands of the product, on a real database. */
export async function tellStory(story: Story): Promise<Told> {
  const desk = await openDesk(story.from);
  await desk.done(`creditor set ${desk.file('creditor.json', creditorFile(story.creditor))}`);
  const invoices = desk.file('factures.csv', story.csv);
  const happened: string[] = [];
  const answers: string[] = [];
  for (let day = iso(story.from); day <= iso(story.to); day = addDays(day, 1)) {
    const on = toIso(day);
    desk.on(on);
    if (on === story.enteredOn) {
      await desk.done(`import ${invoices}`);
      await desk.done(`release${story.lateStart === null ? '' : ` --late-start ${story.lateStart}`}`);
    }
    for (const { line, refused } of story.commands.filter((command) => command.on === on)) {
      const said = await desk.say(await named(desk, line));
      if (said.refused !== refused)
        throw new Error(`${on} ${line}: ${said.refused ?? 'done'} (${said.text})`);
    }
    if (story.outages.some((outage) => outage.from <= on && on <= outage.to)) continue;
    happened.push(...(await workDay(desk, story, on)).map((line) => `${on} ${line}`));
    for (const question of story.questions.filter((one) => one.on === on)) {
      answers.push(`${on} ${question.invoice} ${await whyNot(desk, question.invoice)}`);
    }
  }
  return { happened, answers, desk };
}

/**
 * One run; what waits for a person is approved and run again, letters are posted, registered letters
 * deposited.
 */
async function workDay(desk: Desk, story: Story, on: string): Promise<string[]> {
  const first = await desk.done('run');
  const lines = new Map<string, string>();
  note(lines, first.actions);
  if (
    !story.approveByHand &&
    first.actions.some((action: PlannedAction) => action.outcome === 'to_confirm')
  ) {
    await desk.done('approve --all');
    note(lines, (await desk.done('run')).actions);
  }
  // The copy by e-mail follows the deposit of a registered letter, the same day.
  if (!story.postByHand && (await postAll(desk, on))) note(lines, (await desk.done('run')).actions);
  return [...lines.values()];
}

function note(lines: Map<string, string>, actions: readonly PlannedAction[]): void {
  for (const action of actions) {
    const copies = action.copies.map((copy) => `+${copy}`).join('');
    const state = action.outcome === 'sent' || action.outcome === 'ready' ? '' : ` ${action.outcome}`;
    lines.set(action.id!, `${action.step} ${action.channel}${copies} ${action.amount}${state}`);
  }
}

async function postAll(desk: Desk, on: string): Promise<boolean> {
  const { rows } = await desk.database.asOwner(async (tx) => {
    const batches = await tx
      .selectFrom('print_batches')
      .select('id')
      .where('posted_on', 'is', null)
      .execute();
    return { rows: batches };
  });
  for (const { id } of rows) await desk.done(`posted ${id}`);
  const notices = await desk.database.asOwner(
    async (tx) =>
      await tx
        .selectFrom('proposals')
        .select('id')
        .where('channel', '=', 'registered')
        .where('state', '=', 'approved')
        .execute(),
  );
  for (const { id } of notices)
    await desk.done(`registered ${id} --deposited ${on} --tracking 1A23456789012`);
  return notices.length > 0;
}

/** `@formal-notice` in a command stands for the last contact of that step. */
async function named(desk: Desk, line: string): Promise<string> {
  const [, step] = /@([a-z0-9-]+)/.exec(line) ?? [];
  if (step === undefined) return line;
  const last = await desk.database.asOwner(
    async (tx) =>
      await tx
        .selectFrom('proposals')
        .select('id')
        .where('step', '=', step)
        .where('state', '<>', 'withdrawn')
        .orderBy('id', 'desc')
        .executeTakeFirstOrThrow(),
  );
  return line.replace(`@${step}`, last.id);
}

async function whyNot(desk: Desk, invoice: string): Promise<string> {
  const { today } = await desk.done(`why ${invoice}`);
  return today.until === null ? today.code : `${today.code} until ${today.until}`;
}
