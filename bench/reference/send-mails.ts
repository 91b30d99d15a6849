import { readFile } from 'node:fs/promises';
import { createTransport } from 'nodemailer';

/** A message that lies on disk as it will leave. */
export interface BareMail {
  readonly path: string;
  readonly from: string;
  readonly to: readonly string[];
}

/**
 * The library's own pool, as its manual uses it, given the finished bytes of each message: nothing is looked
 * at before, nothing is written down after.
 */
export async function sendMails(
  mails: readonly BareMail[],
  { port, connections }: { readonly port: number; readonly connections: number },
): Promise<number> {
  const pool = createTransport({ host: '127.0.0.1', port, pool: true, maxConnections: connections });
  const queue = mails.values();
  let sent = 0;
  const walk = async () => {
    for (const { path, from, to } of queue) {
      const raw = await readFile(path);
      const { accepted } = await pool.sendMail({ envelope: { from, to: [...to] }, raw });
      sent += accepted.length;
    }
  };
  // Two per connection, so that none of them waits for the disk.
  await Promise.all(Array.from({ length: 2 * connections }, walk));
  pool.close();
  return sent;
}
