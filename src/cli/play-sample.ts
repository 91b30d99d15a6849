import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Day, toIso } from '../calendar/day.ts';
import { formatLongDay } from '../calendar/french.ts';
import { addBusinessDays } from '../calendar/holidays.ts';
import type { PlannedAction } from '../desk/plan.ts';
import type { DayAnswer } from '../desk/report-day.db.ts';
import { SAMPLE_COMPANY, SAMPLE_MANAGER } from '../desk/sample-company.ts';
import { PRESENTED_AFTER } from '../desk/sample-due-dates.ts';
import { sampleFile } from '../desk/sample-file.ts';
import { sampleInvoicePdf } from '../desk/sample-invoice-pdf.ts';
import { type SampleBooks, type SampleInvoice, sampleBooks } from '../desk/sample-invoices.ts';
import { commandLine, factsOf, importsOn, type Words } from '../desk/sample-story.ts';
import { isRefusal } from '../platform/refusal.ts';
import type { Answer } from './command.ts';
import { COMMANDS, type CommandName, isOffline } from './commands.ts';
import type { CommandContext } from './context.ts';
import { typedPath } from './typed-path.ts';

/** Told each command line of the story as it is played. */
export type Teller = (line: string) => void;

interface Player {
  /** As it is typed, from where the program was started. */
  readonly folder: string;
  readonly books: SampleBooks;
  readonly tell: Teller;
  /** Plays one command line, shown unless it repeats one shown just before. */
  readonly play: (
    words: Words,
    over?: { readonly as?: string; readonly silent?: boolean },
  ) => Promise<Answer>;
  /** Formal notices on their way, with the day the post presents them. */
  readonly posted: { readonly id: string; readonly presentedOn: Day }[];
}

/**
 * Plays three months of the sample company in its data folder, with the very commands a person types; answers
 * what the last day's work came to. `on` is a business day. Throws when a command of the story is refused: it
 * is ours.
 */
export async function playSample(context: CommandContext, on: Day, tell: Teller): Promise<Answer> {
  const folder = typedPath(context.dataFolder);
  const books = sampleBooks(on);
  const posted: Player['posted'] = [];
  writeFiles(folder);
  let last: Answer | null = null;
  for (const [week, day] of books.days.entries()) {
    tell(`\n${formatLongDay(day)}`);
    const player: Player = { folder, books, tell, posted, play: playerOn(context, day, tell) };
    if (week === 0) await begin(player);
    if (importsOn(books, week) || day === on) await bringInvoices(player, day, on);
    for (const words of factsOf(books, week)) await player.play(words);
    await player.play(['confirm', 'bank']);
    await player.play(['confirm', 'mailbox']);
    await followPost(player, day);
    last = await player.play(['run']);
    if (day !== on) await workOff(player, last.data as DayAnswer, day);
  }
  return last!;
}

function playerOn(context: CommandContext, day: Day, tell: Teller): Player['play'] {
  return async (words, { as, silent } = {}) => {
    const [name = '', ...args] = words;
    const known = name as CommandName;
    if (isOffline(known)) throw new Error(`the sample plays no ${name}`);
    const line = `${commandLine(words)} --on ${toIso(day)}${as === undefined ? '' : ` --as "${as}"`}`;
    if (!silent) tell(`  ${line}`);
    const command = await COMMANDS[known]();
    const answer = await command.run(args, { ...context, on: day, creditor: null, as: as ?? null });
    if (isRefusal(answer)) throw new Error(`${line}: ${answer.refused}: ${answer.message}`);
    return answer;
  };
}

function writeFiles(folder: string): void {
  for (const name of ['historique', 'factures']) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'creancier.json'), `${JSON.stringify(SAMPLE_COMPANY, null, 2)}\n`);
}

async function begin({ folder, play }: Player): Promise<void> {
  const { name, email } = SAMPLE_MANAGER;
  await play(['creditor', 'set', `${folder}/creancier.json`]);
  await play(['user', 'add', name, '--role', 'manager', '--email', email]);
}

/** The firm's file of the day, then the PDF of each invoice that is new in it. */
async function bringInvoices({ folder, books, play, tell }: Player, day: Day, on: Day): Promise<void> {
  const before = books.days.findLast((known, week) => known < day && importsOn(books, week)) ?? null;
  const name = day === on ? 'factures.csv' : `historique/factures-${toIso(day)}.csv`;
  writeFileSync(join(folder, name), sampleFile(books, day));
  const { data } = await play(['import', `${folder}/${name}`]);
  const { files } = data as { readonly files: readonly { readonly quarantined: boolean }[] };
  if (files.some(({ quarantined }) => quarantined)) await play(['release']);
  const fresh = books.invoices.filter(
    ({ enteredOn, amount }) => amount > 0 && enteredOn <= day && (before === null || enteredOn > before),
  );
  for (const [index, invoice] of fresh.entries()) {
    await play(['attach', invoice.number, await pdfOf(folder, invoice)], { silent: index > 0 });
  }
  if (fresh.length > 1) tell(`  … et de même pour ${fresh.length - 1} autres factures`);
}

async function pdfOf(folder: string, invoice: SampleInvoice): Promise<string> {
  const file = `${folder}/factures/${invoice.number}.pdf`;
  writeFileSync(file, await sampleInvoicePdf(invoice));
  return file;
}

/** What the post said of the formal notices since the last worked day. */
async function followPost({ play, posted }: Player, day: Day): Promise<void> {
  for (const { id, presentedOn } of posted.splice(0)) {
    if (presentedOn > day) posted.push({ id, presentedOn });
    else await play(['registered', id, '--presented', toIso(presentedOn), '--outcome', 'received']);
  }
}

/** A person's part of a day: the calls, what is to be approved, the letters to be posted. */
async function workOff(player: Player, run: DayAnswer, day: Day): Promise<void> {
  const { play } = player;
  for (const call of run.actions.filter(
    ({ channel, outcome }) => channel === 'call' && outcome === 'to_do',
  )) {
    await play(['done', call.id!, '--outcome', 'paying']);
  }
  const confirm = run.actions.filter(({ outcome }) => outcome === 'to_confirm');
  if (confirm.length === 0) return;
  const notices = confirm.filter(({ channel }) => channel === 'registered');
  for (const notice of notices) await play(['registered', notice.id!, '--tracking', trackingOf(notice)]);
  await play(['approve', '--all']);
  for (const notice of notices) await play(['approve', notice.id!], { as: SAMPLE_MANAGER.name });
  const { batch } = (await play(['run'])).data as DayAnswer;
  if (batch !== null) await play(['posted', batch.id]);
  for (const notice of notices) {
    await play(['registered', notice.id!, '--deposited', toIso(day)]);
    player.posted.push({ id: notice.id!, presentedOn: addBusinessDays(day, PRESENTED_AFTER) });
  }
  if (notices.length > 0) await play(['run']);
}

/** A number of the post's form, made of the contact's id: two letters of the sample never share one. */
function trackingOf({ id }: PlannedAction): string {
  const digits = [...id!.slice(-8)].map((character) => character.charCodeAt(0) % 10).join('');
  return `1A${digits.padStart(11, '0')}`;
}
