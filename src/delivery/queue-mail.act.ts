import { toIso } from '../calendar/day.ts';
import { messageIdOf } from '../courier/mail-address.ts';
import { reserve } from '../courier/messages.db.ts';
import { composeMail, type FrozenMail, type MailAttachment } from '../courier/mime.ts';
import type { Creditor } from '../creditors/creditor.ts';
import { append } from '../journal/events.db.ts';
import { documentName } from '../journal/reference.ts';
import type { Scope } from '../journal/scope.ts';
import type { FrozenLetter } from '../letters/frozen-letter.ts';
import { isRefusal, type Refusal } from '../platform/refusal.ts';
import { readDocument, storeDocument } from '../vault/documents.db.ts';
import { messageReady } from './events.ts';
import type { Addressing } from './recipients.db.ts';

/**
 * Gives the e-mail of a frozen text its final bytes and puts it in the outbox: recipients and thread as
 * given, attachments as they lie in the vault. Answers the message's id.
 */
export async function queueMail(
  scope: Scope,
  creditor: Creditor,
  letter: FrozenLetter,
  addressing: Addressing,
): Promise<string | Refusal> {
  const id = scope.newId();
  const mail = await mailOf(scope, creditor, letter, addressing, id);
  if (isRefusal(mail)) return mail;
  const bytes = await storeDocument(scope, mail.bytes, 'message/rfc822');
  await reserve(scope, [
    {
      id,
      debtorId: letter.debtorId,
      letterId: letter.id,
      channel: 'email',
      frozen: bytes,
      attachments: mail.attachments,
      envelope: mail.envelope,
      messageId: messageIdOf(id, creditor.email ?? ''),
    },
  ]);
  await append(scope, letter.debtorId, messageReady, {
    message: id,
    proposal: letter.proposalId,
    letter: letter.id,
    bytes: documentName(bytes),
    rehearsal: scope.rehearsal,
  });
  return id;
}

async function mailOf(
  scope: Scope,
  creditor: Creditor,
  letter: FrozenLetter,
  { recipients, thread, automatic }: Addressing,
  id: string,
): Promise<FrozenMail | Refusal> {
  if (letter.body === null) throw new Error(`letter ${letter.id} is no e-mail`);
  const attachments: MailAttachment[] = [];
  for (const file of letter.attachments) {
    const bytes = await readDocument(scope, file.sha256);
    attachments.push({ name: file.name, mediaType: 'application/pdf', bytes: new Uint8Array(bytes) });
  }
  return await composeMail({
    messageId: messageIdOf(id, creditor.email ?? ''),
    // A rehearsal on another day writes that day on its mails.
    at: scope.rehearsal ? `${toIso(scope.on)}T08:00:00.000Z` : scope.at,
    timeZone: creditor.timeZone,
    from: { name: creditor.name, address: creditor.email ?? '' },
    to: recipients,
    cc: [],
    subject: letter.subject,
    text: letter.body.text,
    html: letter.body.html,
    attachments,
    thread,
    automatic,
  });
}
