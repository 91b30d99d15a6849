import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { sql } from 'kysely';
import { openTransport } from '../src/courier/smtp.ts';
import type { Outcome } from '../src/delivery/day-report.ts';
import { proposeDay } from '../src/delivery/propose-day.job.ts';
import { type DayWork, inScope } from '../src/delivery/run-day.job.ts';
import { sendDue } from '../src/delivery/send-due.job.ts';
import { hashBytes, type Sha256 } from '../src/journal/sha256.ts';
import { previewTexts } from '../src/letters/preview-texts.db.ts';
import type { Database } from '../src/platform/db.ts';
import { isRefusal } from '../src/platform/refusal.ts';
import { openProposals } from '../src/reminders/proposals.db.ts';
import { storeDocuments } from '../src/vault/documents.db.ts';
import { documentPath } from '../src/vault/folder.ts';
import { dayWork, fillBooks } from './books.ts';
import { freezeAll } from './letters-books.ts';
import type { BareMail } from './reference/send-mails.ts';

/** What providers bear from one account, and the product's own number. */
export const CONNECTIONS = 3;

/** Books with as many e-mails in the outbox, each with a copy of its invoice, frozen and free to leave. */
export async function queueMails(database: Database, mails: number): Promise<void> {
  await fillBooks(database, { debtors: mails, each: 1, due: "date '2026-11-16'" });
  const work = await dayWork(database, () => undefined);
  await proposeDay(work);
  await giveCopies(work);
  await freezeAll(work);
}

/** Each invoice has a copy of its own in the vault, a page of some thirty kilobytes. */
async function giveCopies(work: DayWork): Promise<void> {
  await inScope(work, async (scope) => {
    const [first] = await openProposals(scope.tx);
    const pages = await previewTexts(scope, first!);
    if (isRefusal(pages)) throw new Error(pages.message);
    const { rows } = await sql<{ id: string }>`select id from invoices order by id`.execute(scope.tx);
    const copies = rows.map(({ id }) => Buffer.concat([pages[0]!.pdf, Buffer.from(`\n%${id}\n`)]));
    const stored = await storeDocuments(
      scope,
      copies.map((bytes) => ({ bytes, mediaType: 'application/pdf' })),
    );
    await sql`
      update invoices v set copy_sha256 = c.sha
      from unnest(${rows.map(({ id }) => id)}::uuid[], ${stored.map(hashBytes)}::bytea[]) as c(id, sha)
      where v.id = c.id`.execute(scope.tx);
  });
}

/** The messages of the outbox as files. */
export async function mailsOf(database: Database): Promise<readonly BareMail[]> {
  const { creditor } = await dayWork(database, () => undefined);
  return await database.inCreditor(creditor.id, async (tx) => {
    const { rows } = await sql<{ sha: Sha256; envelope: { from: string; to: string[] } }>`
      select encode(frozen_sha256, 'hex') as sha, envelope from messages order by id`.execute(tx);
    return rows.map(({ sha, envelope }) => ({
      path: documentPath(database.dataFolder, creditor.id, sha),
      ...envelope,
    }));
  });
}

/** Sends what is due as `run` does. Throws when one did not leave. */
export async function sendAll(database: Database, port: number): Promise<number> {
  const server = { host: '127.0.0.1', port, secure: false, user: null, password: null };
  const transport = openTransport(server, { rehearsal: true, connections: CONNECTIONS });
  if (isRefusal(transport)) throw new Error(transport.message);
  const outcomes = new Map<string, Outcome>();
  const errors: { proposalId: string; message: string }[] = [];
  await sendDue({ ...(await dayWork(database, () => undefined)), transport }, outcomes, errors);
  await transport.close();
  if (errors.length > 0) throw new Error(errors[0]!.message);
  return [...outcomes.values()].filter((outcome) => outcome === 'sent').length;
}

/** Does `work` beside a mail server in a process of its own. */
export async function besideSink<T>(work: (port: number) => Promise<T>): Promise<T> {
  const sink = spawn(process.execPath, [join(import.meta.dirname, 'sink.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [port] = (await once(createInterface(sink.stdout), 'line')) as [string];
  try {
    return await work(Number(port));
  } finally {
    sink.stdin.end();
    await once(sink, 'exit');
  }
}
