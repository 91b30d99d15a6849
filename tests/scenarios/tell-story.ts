import { addDays, iso, toIso } from '../../src/calendar/day.ts';
import type { PlannedAction } from '../../src/desk/plan.ts';
import type { DayAnswer } from '../../src/desk/report-day.db.ts';
import { STEPS } from '../../src/scenarios/steps.ts';
import { creditorFile, type Desk, openDesk, type Said } from '../harness/desk.ts';
import { type Command, type Question, type Story, settings, words } from './story.ts';

export interface Told {
  /** What left or was to be done, day by day: `2026-10-01 contact email 1200.00`. */
  readonly happened: readonly string[];
  readonly answers: readonly string[];
  readonly desk: Desk;
}

interface Telling {
  readonly desk: Desk;
  readonly story: Story;
  /** Ids that commands answered, by the name of the command. */
  readonly made: Map<string, string>;
}

/** Lives a story day after day through the commands of the product, on a real database. */
export async function tellStory(story: Story): Promise<Told> {
  const desk = await openDesk(story.periods[0]!.from);
  const telling = { desk, story, made: new Map<string, string>() };
  await desk.done(`creditor set ${desk.file('creditor.json', creditorFile(story.creditor))}`);
  for (const { name, role } of story.users) await desk.done(`user add "${name}" --role ${role}`);
  const happened: string[] = [];
  const answers: string[] = [];
  for (const on of story.periods.flatMap(({ from, to }) => daysOf(from, to))) {
    desk.on(on);
    const file = story.files.get(on);
    if (file !== undefined) await bringInvoices(telling, on, file);
    for (const command of commandsOf(story, on, 'before')) await type(telling, command);
    if (story.outages.some((outage) => outage.from <= on && on <= outage.to)) continue;
    happened.push(...(await workDay(telling, on)).map((line) => `${on} ${line}`));
    for (const question of story.questions.filter((one) => one.on === on)) {
      answers.push(`${on} ${question.invoice} ${await answerOf(desk, question)}`);
    }
  }
  return { happened, answers, desk };
}

function daysOf(from: string, to: string): string[] {
  const days: string[] = [];
  for (let day = iso(from); day <= iso(to); day = addDays(day, 1)) days.push(toIso(day));
  return days;
}

function commandsOf(story: Story, on: string, when: Command['when']): readonly Command[] {
  return story.commands.filter((command) => command.on === on && command.when === when);
}

async function bringInvoices({ desk, story, made }: Telling, on: string, csv: string): Promise<void> {
  const { files } = await desk.done(`import ${desk.file(`factures-${on}.csv`, csv)}`);
  if (files[0].defects.length > 0) throw new Error(JSON.stringify(files[0].defects));
  if (!files[0].quarantined) return;
  const released = await desk.done(
    `release${story.lateStart === null ? '' : ` --late-start ${story.lateStart}`}`,
  );
  made.set('release', released.id);
}

/**
 * One run; what waits for a person is approved and run again, letters are posted, registered letters
 * deposited.
 */
async function workDay(telling: Telling, on: string): Promise<string[]> {
  const { desk, story } = telling;
  const first = await run(desk, on);
  const lines = new Map<string, string>();
  note(story, lines, first.actions);
  if (
    !story.approveByHand &&
    first.actions.some((action: PlannedAction) => action.outcome === 'to_confirm')
  ) {
    await desk.done('approve --all');
    note(story, lines, (await run(desk, on)).actions);
  }
  const typed = commandsOf(story, on, 'after');
  for (const command of typed) await type(telling, command);
  if (typed.length > 0) note(story, lines, (await run(desk, on)).actions);
  // The copy by e-mail follows the deposit of a registered letter, the same day.
  const printed = [...lines.values()].some((line) => /\b(letter|registered)\b/.test(line));
  if (printed && !story.postByHand && (await postAll(desk, on))) {
    note(story, lines, (await run(desk, on)).actions);
  }
  return [...lines.values()];
}

/** The day's work; a story has no room for a machine that fails. */
async function run(desk: Desk, on: string): Promise<DayAnswer> {
  const day: DayAnswer = await desk.done('run');
  if (day.errors.length > 0) throw new Error(`${on}: ${day.errors.map(({ message }) => message).join(' ')}`);
  return day;
}

function note(story: Story, lines: Map<string, string>, actions: readonly PlannedAction[]): void {
  for (const action of actions) {
    const who = story.debtors > 1 ? `${action.debtor} ` : '';
    const copies = action.copies.map((copy) => `+${copy}`).join('');
    const currency = action.currency === 'EUR' ? '' : ` ${action.currency}`;
    const what = `${action.step} ${action.channel}${copies} ${action.amount}${currency}`;
    lines.set(action.id!, `${who}${what}${invoicesOf(action)}${stateOf(story, action)}`);
  }
}

function invoicesOf({ invoices, step }: PlannedAction): string {
  if (invoices.length < 2) return '';
  const named = invoices.map((item) => (item.step === step ? item.number : `${item.number} ${item.step}`));
  return ` for ${named.join(', ')}`;
}

const ORDINARY: ReadonlySet<string> = new Set(['step_due', 'with_another_step']);

function stateOf(story: Story, { outcome, channel, reasons }: PlannedAction): string {
  const posted = !story.postByHand && (channel === 'letter' || channel === 'registered');
  if (outcome === 'sent' || (outcome === 'ready' && posted)) return '';
  if (outcome !== 'to_confirm' && outcome !== 'to_do') return ` ${outcome}`;
  const codes = reasons.map(({ code }) => code).filter((code) => !ORDINARY.has(code));
  return ` ${outcome}${codes.length > 0 ? ` (${codes.join(', ')})` : ''}`;
}

async function postAll(desk: Desk, on: string): Promise<boolean> {
  const batches = await desk.database.asOwner(
    async (tx) => await tx.selectFrom('print_batches').select('id').where('posted_on', 'is', null).execute(),
  );
  for (const { id } of batches) await desk.done(`posted ${id}`);
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
    await desk.done(`registered ${id} --deposited ${on} --tracking ${trackingOf(id)}`);
  return notices.length > 0;
}

/** A number of the post's form, another for each letter. */
function trackingOf(id: string): string {
  return `1A${id.replaceAll('-', '').slice(-11)}`;
}

async function type(telling: Telling, { on, as, line, refused }: Command): Promise<void> {
  const { desk, made } = telling;
  const [, before, fact] = /^(.*) --on (\d{4}-\d{2}-\d{2})$/.exec(line) ?? [];
  if (fact !== undefined) desk.on(fact);
  const said = await desk.say(await named(telling, before ?? line), as === null ? {} : { as });
  desk.on(on);
  const found = refusalOf(said);
  if (found !== refused && said.refused !== refused) {
    throw new Error(`${on} ${line}: ${found ?? 'done'} (${said.text})`);
  }
  if (typeof said.data?.id === 'string') made.set(line.split(' ')[0]!, said.data.id);
}

function refusalOf({ refused, data }: Said): string | null {
  const missing: readonly { code: string; invoice: string | null }[] = data?.missing ?? [];
  if (refused === null || missing.length === 0) return refused;
  const names = missing.map(({ code, invoice }) => (invoice === null ? code : `${code} ${invoice}`));
  return `${refused} ${names.join(', ')}`;
}

/** The command line as a person types it: ids and files in place of what the story calls them. */
async function named({ desk, made }: Telling, line: string): Promise<string> {
  if (line.startsWith('creditor set ')) {
    const said = settings(words(line).slice(2));
    return `creditor set ${desk.file('settings.json', JSON.stringify(said))}`;
  }
  const [typed, name = '', debtor = null] = /(?<=\s)@([a-z0-9-]+)(?::(\S+))?/.exec(line) ?? [];
  if (typed === undefined) return line;
  return line.replace(typed, await idOf(desk, made, name, debtor));
}

async function idOf(
  desk: Desk,
  made: ReadonlyMap<string, string>,
  name: string,
  debtor: string | null,
): Promise<string> {
  const known = made.get(name);
  if (known !== undefined) return known;
  const { id } = await desk.database.asOwner(async (tx) => {
    if (name === 'batch') {
      return await tx
        .selectFrom('print_batches')
        .select('id')
        .orderBy('id', 'desc')
        .executeTakeFirstOrThrow();
    }
    if (!(STEPS as readonly string[]).includes(name)) throw new Error(`@${name} stands for nothing yet`);
    let query = tx
      .selectFrom('proposals as p')
      .innerJoin('debtors as d', 'd.id', 'p.debtor_id')
      .select('p.id')
      .where('p.step', '=', name)
      .where('p.state', '<>', 'withdrawn');
    if (debtor !== null) query = query.where('d.key', '=', debtor);
    return await query.orderBy('p.id', 'desc').executeTakeFirstOrThrow();
  });
  return id;
}

async function answerOf(desk: Desk, { asked, invoice }: Question): Promise<string> {
  const { today, past } = await desk.done(`why ${invoice}`);
  if (asked === 'why') return today.until === null ? today.code : `${today.code} until ${today.until}`;
  return past.map((step: { step: string; on: string }) => `${step.step} ${step.on}`).join(', ');
}
