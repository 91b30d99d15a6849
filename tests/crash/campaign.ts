import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { addDays, iso, toIso } from '../../src/calendar/day.ts';
import { isBusinessDay } from '../../src/calendar/holidays.ts';
import { shortId } from '../../src/platform/ids.ts';
import type { PlantedFault } from '../harness/planted-fault.ts';
import { removeCluster } from '../harness/remove-cluster.ts';
import { scratchFolder } from '../harness/scratch.ts';
import { type Aim, aimAtAnyTime, aimAtPrinting, aimAtSending, aimAtSurvivor, shoot } from './aim.ts';
import { creditorOf, DEBTORS, invoicesFile } from './book.ts';
import { calmFaults, crashFaults, MARKED_AT_ONCE } from './checks.ts';
import { type Dice, diceOf } from './dice.ts';
import { type Evidence, evidenceIn, printedFiles, unfitDocuments } from './evidence.ts';
import { type FarEnd, openFarEnd } from './far-end.ts';
import { type Ended, type Machine, machineOn } from './machine.ts';
import { type Office, openOffice } from './office.ts';

/** One kill that hit. */
export interface Kill extends Pick<Aim, 'victim' | 'moment'> {
  readonly command: string;
  readonly on: string;
  /** Messages that it left in doubt. */
  readonly doubtful: number;
}

export interface Order {
  readonly seed: number;
  readonly kills: number;
  readonly planted: readonly PlantedFault[];
  /** True when no other kill is to be started. */
  readonly over: () => boolean;
  readonly say: (line: string) => void;
}

export interface Outcome {
  readonly seed: number;
  readonly kills: readonly Kill[];
  /** Commands that ended before their kill. */
  readonly missed: number;
  readonly faults: readonly string[];
  readonly taken: number;
  readonly doubts: Readonly<Record<string, number>>;
  readonly resolved: number;
  /** Messages that a person wrongly called not sent, in the sight of the far end. */
  readonly denied: number;
  readonly days: number;
}

/** A folder under fire, and all that is remembered of it. */
interface Front {
  readonly order: Order;
  readonly dice: Dice;
  readonly machine: Machine;
  readonly farEnd: FarEnd;
  readonly kills: Kill[];
  readonly faults: string[];
  /** Messages known to be marked as being sent since an earlier kill. */
  marked: Set<string>;
  office: Office | null;
  missed: number;
  resolved: number;
  denied: number;
  day: string;
  minute: number;
}

/** One book from its import to its last reminder, killed over and over; what was found wrong on the way. */
export async function campaign(order: Order): Promise<Outcome> {
  const folder = mkdtempSync(join(scratchFolder(), 'relance-crash-'));
  const dice = diceOf(order.seed);
  const farEnd = await openFarEnd(diceOf(order.seed + 7919));
  const front: Front = {
    order,
    dice,
    machine: machineOn(folder, order.planted),
    farEnd,
    kills: [],
    faults: [],
    marked: new Set(),
    office: null,
    missed: 0,
    resolved: 0,
    denied: 0,
    day: '2026-10-07',
    minute: 0,
  };
  let doubts = {};
  let days = 0;
  try {
    await openBooks(front);
    for (; !isOver(front) && days < 60; days += 1) {
      await liveDay(front);
      nextDay(front);
    }
    doubts = await doubtsOf(await officeOf(front));
  } finally {
    await leaveOffice(front);
    await farEnd.close();
    await removeCluster(folder);
    rmSync(folder, { recursive: true, force: true });
  }
  const { kills, missed, faults, resolved, denied } = front;
  const taken = farEnd.taken().length;
  return { seed: order.seed, kills, missed, faults, taken, doubts, resolved, denied, days };
}

function isOver({ order, kills, faults }: Front): boolean {
  return faults.length > 0 || kills.length >= order.kills || order.over();
}

function nextDay(front: Front): void {
  let day = addDays(iso(front.day), 1);
  while (!isBusinessDay(day)) day = addDays(day, 1);
  front.day = toIso(day);
  front.minute = 0;
}

/** Seven minutes later: what a server put off for five may be tried again. */
function now(front: Front): string {
  front.minute += 7;
  const hour = 8 + Math.floor(front.minute / 60);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${front.day}T${two(Math.min(hour, 23))}:${two(hour > 23 ? 59 : front.minute % 60)}:00+02:00`;
}

async function officeOf(front: Front): Promise<Office> {
  front.office ??= await openOffice(front.machine.folder);
  return front.office;
}

/** The next command may have to find the database by itself. */
async function leaveOffice(front: Front): Promise<void> {
  const { office } = front;
  front.office = null;
  await office?.close().catch(() => undefined);
}

async function ask(front: Front, ...words: string[]) {
  const said = await (await officeOf(front)).say(words, now(front));
  if (said.refused !== null) front.faults.push(`${words.join(' ')} was refused: ${said.refused}`);
  return said;
}

function fileIn({ machine }: Front, name: string, content: string): string {
  const path = join(machine.folder, name);
  writeFileSync(path, content);
  return path;
}

/** The first command makes the database, killed at any moment; then the book, killed while it is read. */
async function openBooks(front: Front): Promise<void> {
  const { dice, farEnd } = front;
  farEnd.turn(front.day, true);
  const settings = ['creditor', 'set', fileIn(front, 'creditor.json', creditorOf(farEnd.port, 'none'))];
  if (dice.chance(50)) await attack(front, settings, aimAtAnyTime(dice, 100, 1500));
  await undisturbed(front, settings);
  const book = ['import', fileIn(front, 'book.csv', invoicesFile())];
  for (let attempts = dice.between(1, 2); attempts > 0; attempts -= 1) {
    await attack(front, book, aimAtAnyTime(dice, 300, 1500));
  }
  await undisturbed(front, book);
  if (dice.chance(50)) await attack(front, ['release'], aimAtAnyTime(dice, 300, 900));
  await undisturbed(front, ['release']);
  const listed = await ask(front, 'debtor', 'list', '--limit', '1000');
  const known = listed.data.debtors.length;
  if (known !== DEBTORS) front.faults.push(`${known} debtors after the import, not ${DEBTORS}`);
}

/** Contacts due, under which a day is let pass: an outage, for the program. */
const WORTH_A_DAY = 8;

/** One day: plan, run under fire, the person's part under fire, and an evening in peace. */
async function liveDay(front: Front): Promise<void> {
  const { dice, farEnd } = front;
  const { data: wanted } = await ask(front, 'plan');
  const due = wanted.actions.filter(({ mode }: { mode: string }) => mode !== 'manual');
  if (due.length < WORTH_A_DAY) return;
  const byPerson = dice.chance(25);
  const settings = creditorOf(farEnd.port, byPerson ? 'all' : 'none');
  await ask(front, 'creditor', 'set', fileIn(front, 'creditor.json', settings));
  const first = wanted.actions[0].invoices[0];
  if (byPerson) {
    await attack(front, ['run'], aimAtAnyTime(dice, 300, 2500));
    await undisturbed(front, ['run']);
    await attack(front, ['approve', '--all'], aimAtAnyTime(dice, 300, 3000));
    await undisturbed(front, ['approve', '--all']);
  }
  farEnd.turn(front.day, false);
  for (let shots = 0; shots < 30; shots += 1) {
    // Whichever comes first: the last run of a day has little to send, and letters to print.
    if (!(await attack(front, ['run'], aimAtSending(dice), aimAtPrinting(dice)))) break;
    if (shots === 4) await ask(front, 'payment', 'add', first.number, first.balance);
  }
  farEnd.turn(front.day, true);
  await evening(front, wanted, byPerson);
}

/**
 * Runs a command and kills as aimed; a command that outlives the death of its database is killed after it.
 * Checks what is left. False when it ended before its kill.
 */
async function attack(front: Front, words: readonly string[], ...aims: readonly Aim[]): Promise<boolean> {
  const { machine, farEnd, dice, day } = front;
  if (isOver(front)) return false;
  await leaveOffice(front);
  const running = machine.start(words, now(front));
  const nobody = running.ended.then(() => null);
  const fire = async (at: readonly Aim[]) => {
    const shots = at.map((aim) => shoot(aim, running, machine.folder, farEnd, dice));
    const hit = await Promise.race([...shots.map(({ struck }) => struck), nobody]);
    for (const { lower } of shots) lower();
    return hit;
  };
  const first = await fire(aims);
  const survives = first?.victim === 'database' || first?.victim === 'backend';
  const second = survives ? await fire([aimAtSurvivor(dice)]) : null;
  const hits = [first, second].filter((aim) => aim !== null);
  const ended = await running.ended;
  await farEnd.silence();
  if (hits.length > 0) await assess(front, words, hits, ended);
  else {
    front.missed += 1;
    front.order.say(`${day} ${words[0]} ${aims[0]?.victim} ${aims[0]?.moment}: missed`);
    noteUndisturbed(front, words, ended);
  }
  return hits.length > 0;
}

async function assess(front: Front, words: readonly string[], hits: readonly Aim[], ended: Ended) {
  const { farEnd, order, day, faults } = front;
  const aims = hits.map(({ victim, moment, nth, after }) => `${victim} ${moment} ${nth} +${after}`);
  const told = `${day} ${words[0]} ${aims.join(', ')}`;
  if (ended.hung) faults.push(`${told}: ${words.join(' ')} hangs: ${ended.complained}`);
  const evidence = await look(front);
  const marked = new Set(evidence.messages.flatMap(({ id, state }) => (state === 'sending' ? [id] : [])));
  const doubtful = [...marked].filter((id) => !front.marked.has(id)).length;
  front.marked = marked;
  if (doubtful > MARKED_AT_ONCE) faults.push(`${told}: ${doubtful} messages in doubt`);
  for (const [index, { victim, moment }] of hits.entries()) {
    // What both leave is the doing of the one that ended the process.
    const left = index === hits.length - 1 ? doubtful : 0;
    front.kills.push({ victim, moment, command: words[0]!, on: day, doubtful: left });
  }
  order.say(`${told}: ${doubtful} in doubt`);
  const found = [...crashFaults(evidence, farEnd.taken()), ...strayPages(front.machine.folder, evidence)];
  for (const fault of found) faults.push(`${told}: ${fault}`);
}

async function look(front: Front): Promise<Evidence> {
  return await evidenceIn((await officeOf(front)).database);
}

/** A command that nobody kills answers as if nothing had ever happened. */
async function undisturbed(front: Front, words: readonly string[]): Promise<Ended | null> {
  if (front.faults.length > 0) return null;
  await leaveOffice(front);
  const ended = await front.machine.start(words, now(front)).ended;
  noteUndisturbed(front, words, ended);
  return ended;
}

function noteUndisturbed(front: Front, words: readonly string[], { exit, data, complained, hung }: Ended) {
  // Nothing is left to approve or to release: that is an answer too.
  const answered = (exit === 0 || exit === 3) && data !== null;
  const nothingLeft = exit === 2 && typeof data?.refused === 'string' && words[0] === 'release';
  if (!answered && !nothingLeft) {
    const how = hung ? 'hangs' : `ends with ${exit}`;
    front.faults.push(`${words.join(' ')} ${how}: ${data?.message ?? complained}`);
  }
}

interface Planned {
  readonly id: string;
  readonly invoices: readonly { readonly number: string; readonly step: string }[];
  readonly mode: string;
}

/** The last runs of a day, in peace: what was wanted is done, waits with a reason, or is in doubt. */
async function evening(front: Front, wanted: { readonly actions: readonly Planned[] }, byPerson: boolean) {
  if (front.faults.length > 0) return;
  front.minute = 14 * 60;
  if (byPerson) await undisturbed(front, ['approve', '--all']);
  await undisturbed(front, ['run']);
  if (byPerson) await undisturbed(front, ['approve', '--all']);
  const last = await undisturbed(front, ['run']);
  if (last === null || front.faults.length > 0) return;
  const evidence = await look(front);
  front.marked = new Set();
  const { folder } = front.machine;
  front.faults.push(
    ...crashFaults(evidence, front.farEnd.taken()),
    ...calmFaults(evidence),
    ...listingFaults(evidence, last),
    ...unfitDocuments(folder, evidence).map((path) => `the vault has no sound ${path}`),
    ...strayPages(folder, evidence),
    ...missingPages(folder, evidence),
    ...(await lossFaults(front, wanted)),
  );
  const { data } = await ask(front, 'verify');
  if (!data.valid) front.faults.push(`verify: ${JSON.stringify(data.problems)}`);
  await resolveSome(front, evidence);
  await post(front, evidence);
}

/** Each message in doubt is told by each run, with the exit code of a defect. */
function listingFaults({ messages }: Evidence, { exit, data }: Ended): string[] {
  const doubtful = messages.filter(({ state }) => state === 'ambiguous').length;
  const listed = data.actions.filter(({ outcome }: { outcome: string }) => outcome === 'ambiguous').length;
  return [
    ...(listed === doubtful ? [] : [`${doubtful} messages are in doubt, run lists ${listed}`]),
    ...(doubtful > 0 && exit !== 3 ? [`${doubtful} messages are in doubt, run ends with ${exit}`] : []),
  ];
}

/** A person prints what lies in the folder: it is of a batch that the books know, at any moment. */
function strayPages(folder: string, { batches }: Evidence): string[] {
  const known = batches.map(({ file }) => file);
  const stray = printedFiles(folder).filter((file) => !known.includes(file));
  return stray.map((file) => `print/${file} is of no batch`);
}

/** And once a run has ended, all of it is there. */
function missingPages(folder: string, { batches }: Evidence): string[] {
  const files = printedFiles(folder);
  return batches.flatMap(({ file }) => (files.includes(file) ? [] : [`print/${file} is missing`]));
}

async function lossFaults(front: Front, wanted: { readonly actions: readonly Planned[] }) {
  const { data } = await ask(front, 'plan');
  const approved = await approvedIn(await officeOf(front));
  const again = data.actions.filter(({ id, mode }: Planned) => mode === 'automatic' && !approved.has(id));
  const held = new Map<string, string>(
    data.held.map(({ invoice, code }: { invoice: string; code: string }) => [invoice, code]),
  );
  const { rows } = await (await officeOf(front)).database.asOwner(
    async (tx) =>
      await sql<{ done: string }>`
        select v.number || ' ' || i.step as done from contact_items i
        join contacts c on c.creditor_id = i.creditor_id and c.id = i.contact_id and c.state = 'done'
        join instalments s on s.creditor_id = i.creditor_id and s.id = i.instalment_id
        join invoices v on v.creditor_id = s.creditor_id and v.id = s.invoice_id`.execute(tx),
  );
  const done = new Set(rows.map((row) => row.done));
  const waits = ['outcome_unknown', 'awaiting_sending', undefined];
  const lost = wanted.actions
    .flatMap(({ invoices, mode }) => (mode === 'manual' ? [] : invoices))
    .filter(({ number, step }) => !done.has(`${number} ${step}`) && !waits.includes(held.get(number)))
    .map(({ number, step }) => `${step} of ${number} was wanted and is lost: ${held.get(number)}`);
  return [...again.map((action: Planned) => `still to do: ${JSON.stringify(action)}`), ...lost];
}

/** Contacts that wait for the post, or for the next try. */
async function approvedIn({ database }: Office): Promise<ReadonlySet<string>> {
  const { rows } = await database.asOwner(
    async (tx) => await sql<{ id: string }>`select id from proposals where state = 'approved'`.execute(tx),
  );
  return new Set(rows.map(({ id }) => shortId('rem', id)));
}

/** A person looks into the mailbox of the far end, and errs one time in ten. */
async function resolveSome(front: Front, { messages }: Evidence): Promise<void> {
  const arrived = new Set(front.farEnd.taken().map(({ messageId }) => messageId));
  for (const { id, messageId, state } of messages) {
    if (state !== 'ambiguous' || front.dice.chance(30)) continue;
    const truth = arrived.has(messageId);
    const said = truth && !front.dice.chance(10) ? 'sent' : 'not-sent';
    if (truth && said === 'not-sent') front.denied += 1;
    await ask(front, 'resolve', shortId('msg', id), '--as', said);
    front.resolved += 1;
  }
}

/** The batch of the day is posted, killed in the middle; it is posted once. */
async function post(front: Front, { batches }: Evidence): Promise<void> {
  for (const { id, posted } of batches) {
    if (posted || front.faults.length > 0 || front.dice.chance(50)) continue;
    await attack(front, ['posted', id], aimAtAnyTime(front.dice, 300, 900));
    const said = await (await officeOf(front)).say(['posted', id], now(front));
    if (![null, 'batch_posted', 'batch_recalled'].includes(said.refused)) {
      front.faults.push(`posted ${id} was refused: ${said.refused}`);
    }
  }
}

async function doubtsOf({ database }: Office): Promise<Readonly<Record<string, number>>> {
  const { rows } = await database.asOwner(
    async (tx) =>
      await sql<{ code: string; count: number }>`
        select code, count(*)::int as count from message_receipts where event = 'ambiguous' group by code
        `.execute(tx),
  );
  return Object.fromEntries(rows.map(({ code, count }) => [code, count]));
}
