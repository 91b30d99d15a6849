import MailComposer from 'nodemailer/lib/mail-composer';
import { Temporal } from 'temporal-polyfill';
import { type Sha256, sha256 } from '../journal/sha256.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { MAX_ATTACHMENT_BYTES, MAX_ATTACHMENTS } from './attachment-limits.ts';
import { safeFileNames } from './file-name.ts';
import { headerText, isMessageId, type Mailbox, wireAddress } from './mail-address.ts';

export interface MailAttachment {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

export interface MailDraft {
  /** `messageIdOf(…)`: the same whenever the message is composed or sent again. */
  readonly messageId: string;
  /** ISO 8601 instant. */
  readonly at: string;
  /** The zone in which the Date header is written, the creditor's. */
  readonly timeZone: string;
  /** The creditor; answers come back to this address. */
  readonly from: Mailbox;
  readonly to: readonly Mailbox[];
  readonly cc: readonly Mailbox[];
  readonly subject: string;
  /** Complete by itself: whoever reads no HTML misses nothing. */
  readonly text: string;
  readonly html: string | null;
  readonly attachments: readonly MailAttachment[];
  /** Message ids of the earlier messages of the thread, oldest first; empty for the first one. */
  readonly thread: readonly string[];
  /** True when no person read it before it leaves. */
  readonly automatic: boolean;
}

/** Who the transport says it is from and for: never read back from the headers. */
export interface Envelope {
  readonly from: string;
  readonly to: readonly string[];
}

export interface AttachmentEntry {
  readonly name: string;
  readonly sha256: Sha256;
}

export interface FrozenMail {
  /** The very bytes that leave, CRLF line ends; the same draft gives the same bytes. */
  readonly bytes: Uint8Array;
  readonly sha256: Sha256;
  readonly envelope: Envelope;
  readonly attachments: readonly AttachmentEntry[];
}

/**
 * Builds the bytes of a message once. Refuses `address_invalid`, `recipient_missing`,
 * `attachments_too_large`; throws on a message id that the program did not make with `messageIdOf`.
 */
export async function composeMail(draft: MailDraft): Promise<FrozenMail | Refusal> {
  const ids = [draft.messageId, ...draft.thread];
  if (!ids.every(isMessageId)) throw new RangeError(`not a message id among ${ids.join(' ')}`);
  const no = unfit(draft);
  if (no) return no;
  const names = safeFileNames(draft.attachments.map((attachment) => attachment.name));
  const compiled = new MailComposer({
    messageId: draft.messageId,
    date: mailDate(draft.at, draft.timeZone),
    from: header(draft.from),
    to: draft.to.map(header),
    cc: draft.cc.map(header),
    subject: headerText(draft.subject),
    ...threading(draft.thread),
    headers: draft.automatic ? SILENCE : {},
    text: draft.text,
    ...(draft.html === null ? {} : { html: draft.html }),
    attachments: draft.attachments.map((attachment, index) => ({
      filename: names[index]!,
      content: Buffer.from(attachment.bytes),
      contentType: mediaType(attachment.mediaType),
      contentTransferEncoding: 'base64',
      contentDisposition: 'attachment',
    })),
    newline: 'windows',
    boundaryPrefix: '=_part',
    // Random boundaries would give another hash to the same letter.
    baseBoundary: sha256(draft.messageId).slice(0, 32),
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  const bytes = await compiled.build();
  return {
    bytes,
    sha256: sha256(bytes),
    envelope: {
      from: wire(draft.from),
      to: [...new Set([...draft.to, ...draft.cc].map(wire))],
    },
    attachments: draft.attachments.map((attachment, index) => ({
      name: names[index]!,
      sha256: sha256(attachment.bytes),
    })),
  };
}

// RFC 3834 tells vacation programs to stay silent. Exchange reads its own header: OOF and AutoReply are such
// answers, RN and NRN read receipts; never « All », which would also silence the bounces we need.
const SILENCE = {
  'Auto-Submitted': 'auto-generated',
  'X-Auto-Response-Suppress': 'OOF, AutoReply, RN, NRN',
} as const;

function unfit(draft: MailDraft): Refusal | null {
  if (draft.to.length === 0)
    return refuse('recipient_missing', 'Aucun destinataire\u00a0: indiquez une adresse électronique.');
  for (const mailbox of [draft.from, ...draft.to, ...draft.cc]) {
    if (wireAddress(mailbox.address) !== null) continue;
    const shown = headerText(mailbox.address);
    return refuse(
      'address_invalid',
      `L’adresse «\u00a0${shown}\u00a0» n’est pas valable\u00a0: corrigez-la.`,
      {
        address: shown,
      },
    );
  }
  const bytes = draft.attachments.reduce((sum, attachment) => sum + attachment.bytes.length, 0);
  if (bytes > MAX_ATTACHMENT_BYTES || draft.attachments.length > MAX_ATTACHMENTS)
    return refuse(
      'attachments_too_large',
      'Les pièces jointes dépassent 7\u00a0Mo ou dix fichiers\u00a0: choisissez celles à retirer, ou joignez le relevé.',
      { bytes, files: draft.attachments.length },
    );
  return null;
}

function wire(mailbox: Mailbox): string {
  const address = wireAddress(mailbox.address);
  if (address === null) throw new RangeError(`not an address: ${mailbox.address}`);
  return address;
}

function header(mailbox: Mailbox): Mailbox {
  return { name: headerText(mailbox.name), address: wire(mailbox) };
}

function threading(thread: readonly string[]): { inReplyTo?: string; references?: string[] } {
  const last = thread.at(-1);
  return last === undefined ? {} : { inReplyTo: last, references: [...thread] };
}

// A message inside a message may not be encoded (RFC 2046 §5.2.1), so it could not be compared byte by byte.
function mediaType(given: string): string {
  const known = /^[a-z]+\/[a-z0-9.+-]+$/i.test(given) && !/^(message|multipart)\//i.test(given);
  return known ? given.toLowerCase() : 'application/octet-stream';
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Mon, 23 Nov 2026 09:00:00 +0100` (RFC 5322 §3.3). */
export function mailDate(at: string, timeZone: string): string {
  const local = Temporal.Instant.from(at).toZonedDateTimeISO(timeZone);
  const two = (value: number) => String(value).padStart(2, '0');
  const time = `${two(local.hour)}:${two(local.minute)}:${two(local.second)}`;
  const offset = local.offset.replace(':', '').slice(0, 5);
  const month = MONTHS[local.month - 1];
  return `${WEEKDAYS[local.dayOfWeek - 1]}, ${local.day} ${month} ${local.year} ${time} ${offset}`;
}
