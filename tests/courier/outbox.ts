import { messageIdOf } from '../../src/courier/mail-address.ts';
import {
  type ClaimOrder,
  claimBatch,
  type MessageRow,
  type Outbox,
  reserve,
} from '../../src/courier/messages.db.ts';
import { composeMail, type FrozenMail } from '../../src/courier/mime.ts';
import { LEASE_SECONDS, type Sending } from '../../src/courier/sending.ts';
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
