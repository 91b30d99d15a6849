import { sql } from 'kysely';
import { LEASE_SECONDS, type MessageState } from '../../src/courier/attempt.ts';
import { messageIdOf } from '../../src/courier/mail-address.ts';
import { markStep, moveMessages, releaseStep } from '../../src/courier/message-moves.db.ts';
import {
  type ClaimOrder,
  claimBatch,
  lockMessages,
  type MessageRow,
  type Outbox,
  type Receipt,
  reserve,
} from '../../src/courier/messages.db.ts';
import { composeMail, type FrozenMail } from '../../src/courier/mime.ts';
import type { Sending } from '../../src/courier/send-messages.job.ts';
import { type Clock, fixedClock } from '../../src/platform/clock.ts';
import type { Database, Tx } from '../../src/platform/db.ts';
import { newId } from '../../src/platform/ids.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { storeDocument } from '../../src/vault/documents.db.ts';

/** A clock that the test turns. */
export interface TurnedClock extends Clock {
  readonly turn: (seconds: number) => void;
}

export function turnedClock(instant: string): TurnedClock {
  let clock = fixedClock(instant);
  return {
    now: () => clock.now(),
    today: (zone) => clock.today(zone),
    turn: (seconds) => {
      clock = fixedClock(new Date(Date.parse(clock.now()) + seconds * 1000).toISOString());
    },
  };
}

export async function mailTo(address: string, id: string, file = 'facture'): Promise<FrozenMail> {
  const mail = await composeMail({
    messageId: messageIdOf(id, 'compta@lefevre.example'),
    at: '2026-11-23T08:00:00.000Z',
    timeZone: 'Europe/Paris',
    from: { name: 'Ateliers Lefèvre', address: 'compta@lefevre.example' },
    to: [{ name: '', address }],
    cc: [],
    subject: 'Votre facture F-2026-014',
    text: `Bonjour, message ${id}.\n`,
    html: null,
    attachments: [{ name: 'COPIE_F-2026-014.pdf', mediaType: 'application/pdf', bytes: Buffer.from(file) }],
    thread: [],
    automatic: false,
  });
  if (isRefusal(mail)) throw new Error(mail.message);
  return mail;
}

/** What a test does in one transaction of one creditor. */
export async function inOutbox<T>(
  database: Database,
  at: { readonly creditorId: string; readonly clock: Clock },
  work: (outbox: Outbox & { tx: Tx; actor: string; dataFolder: string }) => Promise<T>,
): Promise<T> {
  const { creditorId, clock } = at;
  const { dataFolder } = database;
  return await database.inCreditor(creditorId, async (tx) =>
    work({ tx, creditorId, at: clock.now(), actor: 'claire', dataFolder }),
  );
}

/** Freezes and reserves one message per address; answers their ids in order. */
export async function reserveMails(
  database: Database,
  at: { readonly creditorId: string; readonly clock: Clock },
  addresses: readonly string[],
): Promise<readonly string[]> {
  const mails = await Promise.all(
    addresses.map(async (address) => {
      const id = newId();
      return { id, mail: await mailTo(address, id) };
    }),
  );
  await inOutbox(database, at, async (outbox) => {
    const scope = { ...outbox, on: at.clock.today('Europe/Paris'), rehearsal: true, newId };
    for (const { mail } of mails) await storeDocument(scope, mail.bytes, 'message/rfc822');
    await reserve(
      outbox,
      mails.map(({ id, mail }) => ({
        id,
        debtorId: null,
        letterId: null,
        channel: 'email',
        frozen: mail.sha256,
        attachments: mail.attachments,
        envelope: mail.envelope,
        messageId: messageIdOf(id, 'compta@lefevre.example'),
      })),
    );
  });
  return mails.map(({ id }) => id);
}

/** The plainest `take`: everything that is due. */
export function takeDue(sending: Omit<Sending, 'take'>, order: Partial<ClaimOrder> = {}): Sending['take'] {
  return async (limit) => {
    const claimed: readonly MessageRow[] = await inOutbox(sending.database, sending, (outbox) =>
      claimBatch(outbox, { limit, owner: sending.owner, leaseSeconds: LEASE_SECONDS, ...order }),
    );
    return claimed.length === 0 ? null : claimed;
  };
}

export async function findMessage(outbox: Outbox, id: string): Promise<MessageRow | null> {
  const [row] = await lockMessages(outbox, sql`id = ${id}::uuid`);
  return row ?? null;
}

/** How many messages there are in each state. */
export async function countMessages(outbox: Outbox): Promise<Readonly<Record<MessageState, number>>> {
  const { rows } = await sql<{ state: MessageState; count: number }>`
    select state, count(*) as count from messages where creditor_id = ${outbox.creditorId} group by state
  `.execute(outbox.tx);
  const none = { reserved: 0, sending: 0, sent: 0, failed: 0, ambiguous: 0, withdrawn: 0 };
  return { ...none, ...Object.fromEntries(rows.map(({ state, count }) => [state, count])) };
}

/** What the table keeps of what happened to a message, in order. */
export async function receiptsOf(
  outbox: Outbox,
  id: string,
): Promise<readonly (Receipt & { readonly seq: number; readonly attempt: number; readonly at: string })[]> {
  const { rows } = await sql<Awaited<ReturnType<typeof receiptsOf>>[number]>`
    select seq, attempt, event, at, by, stage, code, response, refused_recipients as "refusedRecipients"
    from message_receipts where creditor_id = ${outbox.creditorId} and id = ${id}::uuid order by seq
  `.execute(outbox.tx);
  return rows;
}

/** Marks claimed messages as a sender does before it touches a transport; answers those still its own. */
export async function markSending(
  outbox: Outbox,
  order: { readonly ids: readonly string[]; readonly owner: string; readonly leaseSeconds: number },
): Promise<readonly MessageRow[]> {
  const step = markStep({ ...order, at: outbox.at });
  return (await moveMessages(outbox, new Map(order.ids.map((id) => [id, step])))).map(({ row }) => row);
}

export async function releaseMessages(
  outbox: Outbox,
  ids: readonly string[],
  owner: string,
): Promise<readonly MessageRow[]> {
  const step = releaseStep(owner);
  return (await moveMessages(outbox, new Map(ids.map((id) => [id, step])))).map(({ row }) => row);
}
