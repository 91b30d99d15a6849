import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { shortId } from '../platform/ids.ts';
import { attachmentName, decoded, headerOf, leaves, mediaTypeOf, readPart } from './mime-reader.ts';
import type { Transport } from './transport.ts';
import { writeWhole } from './write-file.ts';

/** What the page of the test mailbox shows of a message. */
export interface MailSummary {
  /** Its name in DATA/mailbox, and its key. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly cc: string;
  readonly subject: string;
  /** The Date header, as it was written. */
  readonly date: string;
  readonly attachments: readonly { readonly name: string; readonly bytes: number }[];
  /** The plain part, complete. */
  readonly text: string;
}

export interface MailShown extends MailSummary {
  readonly html: string | null;
  readonly files: readonly {
    readonly name: string;
    readonly mediaType: string;
    readonly content: Uint8Array;
  }[];
}

const FILE = /^\d{8}T\d{9}Z-[0-9A-Z]{8}\.eml$/;

/**
 * A way out that leads nowhere: each message becomes a file of DATA/mailbox, named by its instant and the end
 * of its id. A message handed over twice shows twice, so that a rehearsal reveals doubles.
 */
export function openTestMailbox(dataFolder: string, now: () => string): Transport {
  return {
    connections: 4,
    deliver: async (raw, _envelope, id) => {
      const instant = now().replace(/[-:.]/g, '');
      const file = `${instant}-${shortId('mail', id).slice(5)}.eml`;
      try {
        await writeWhole(join(mailboxFolder(dataFolder), file), raw);
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : 'EIO';
        return {
          state: 'failed',
          permanent: false,
          stage: 'body',
          code,
          response: null,
          refusedRecipients: [],
        };
      }
      return { state: 'sent', response: `test mailbox: ${file}`, refusedRecipients: [] };
    },
    close: async () => undefined,
  };
}

/** The newest messages first, `limit` at most. */
export async function listMailbox(dataFolder: string, limit = 200): Promise<readonly MailSummary[]> {
  const folder = mailboxFolder(dataFolder);
  const files = (await filesOf(folder)).sort().reverse().slice(0, limit);
  return await Promise.all(
    files.map(async (file) => summary(file, show(file, await readFile(join(folder, file))))),
  );
}

/** One message whole; null when there is none of that name. */
export async function readMailbox(dataFolder: string, file: string): Promise<MailShown | null> {
  const folder = mailboxFolder(dataFolder);
  if (!FILE.test(file) || !(await filesOf(folder)).includes(file)) return null;
  return show(file, await readFile(join(folder, file)));
}

/** Where the test mailbox of a data folder is. */
export function mailboxFolder(dataFolder: string): string {
  return join(dataFolder, 'mailbox');
}

async function filesOf(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => FILE.test(name));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

function show(file: string, bytes: Uint8Array): MailShown {
  const mail = readPart(bytes);
  const parts = leaves(mail);
  const files = parts.flatMap((part) => {
    const name = attachmentName(part);
    return name === null ? [] : [{ name, mediaType: mediaTypeOf(part), content: decoded(part) }];
  });
  const written = (mediaType: string) => {
    const part = parts.find((one) => attachmentName(one) === null && mediaTypeOf(one) === mediaType);
    return part ? decoded(part).toString('utf8').replace(/\r\n/g, '\n') : null;
  };
  return {
    file,
    from: headerOf(mail, 'from'),
    to: headerOf(mail, 'to'),
    cc: headerOf(mail, 'cc'),
    subject: headerOf(mail, 'subject'),
    date: headerOf(mail, 'date'),
    attachments: files.map(({ name, content }) => ({ name, bytes: content.length })),
    text: written('text/plain') ?? '',
    html: written('text/html'),
    files,
  };
}

function summary(file: string, shown: MailShown): MailSummary {
  const { from, to, cc, subject, date, attachments, text } = shown;
  return { file, from, to, cc, subject, date, attachments, text };
}
