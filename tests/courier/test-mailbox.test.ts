import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { messageIdOf } from '../../src/courier/mail-address.ts';
import { composeMail, type FrozenMail } from '../../src/courier/mime.ts';
import { listMailbox, openTestMailbox, readMailbox } from '../../src/courier/test-mailbox.ts';
import { fixedClock } from '../../src/platform/clock.ts';
import { seededIds } from '../../src/platform/ids.ts';
import { isRefusal } from '../../src/platform/refusal.ts';

let dataFolder: string;
let mail: FrozenMail;
const newId = seededIds(7);
const statement = Buffer.from('solde;12,00\r\n');

beforeAll(async () => {
  dataFolder = mkdtempSync(join(tmpdir(), 'mailbox-'));
  const composed = await composeMail({
    messageId: messageIdOf('m1', 'compta@lefevre.example'),
    at: '2026-11-23T08:00:00.000Z',
    timeZone: 'Europe/Paris',
    from: { name: 'Ateliers Lefèvre & Fils', address: 'compta@lefevre.example' },
    to: [
      { name: 'Société « Œuvre », achats', address: 'achats@client.example' },
      { name: '', address: 'b@client.example' },
    ],
    cc: [{ name: 'Dirigeant', address: 'd@client.example' }],
    subject: `Rappel : votre facture F-2026-014 échue le 24 octobre, ${'détail '.repeat(12)}fin`,
    text: 'Bonjour,\n\nsolde : 1\u202f234,56\u00a0€ = à régler.\n',
    html: '<p>Bonjour, <b>1\u202f234,56\u00a0€</b></p>',
    attachments: [{ name: 'Relevé.csv', mediaType: 'text/csv', bytes: statement }],
    thread: [],
    automatic: true,
  });
  if (isRefusal(composed)) throw new Error(composed.message);
  mail = composed;
});
afterAll(() => rmSync(dataFolder, { recursive: true, force: true }));

const at = (instant: string) => openTestMailbox(dataFolder, fixedClock(instant).now);

describe('the test mailbox', () => {
  test('is empty before the first message', async () => {
    expect(await listMailbox(dataFolder)).toEqual([]);
    expect(await readMailbox(dataFolder, '20261123T080000000Z-00000000.eml')).toBeNull();
  });

  test('keeps each message and shows it, the newest first', async () => {
    const first = await at('2026-11-23T08:00:00Z').deliver(mail.bytes, mail.envelope, newId());
    const second = await at('2026-11-23T08:00:01Z').deliver(mail.bytes, mail.envelope, newId());
    expect([first.state, second.state]).toEqual(['sent', 'sent']);
    const shown = await listMailbox(dataFolder);
    expect(shown.map(({ file }) => file.slice(0, 19))).toEqual([
      '20261123T080001000Z',
      '20261123T080000000Z',
    ]);
    expect(shown[0]).toMatchObject({
      from: 'Ateliers Lefèvre & Fils <compta@lefevre.example>',
      subject: `Rappel : votre facture F-2026-014 échue le 24 octobre, ${'détail '.repeat(12)}fin`,
      date: 'Mon, 23 Nov 2026 09:00:00 +0100',
      text: 'Bonjour,\n\nsolde : 1\u202f234,56\u00a0€ = à régler.\n',
      attachments: [{ name: 'Releve.csv', bytes: statement.length }],
    });
    expect(shown[0]!.to).toContain('Société « Œuvre », achats <achats@client.example>');
    expect(shown[0]!.to).toContain('b@client.example');
    expect(shown[0]!.cc).toContain('d@client.example');
    expect(await listMailbox(dataFolder, 1)).toHaveLength(1);
  });

  test('gives a message whole, and nothing outside its folder', async () => {
    const [{ file } = { file: '' }] = await listMailbox(dataFolder, 1);
    const whole = await readMailbox(dataFolder, file);
    expect(whole?.html?.trim()).toBe('<p>Bonjour, <b>1\u202f234,56\u00a0€</b></p>');
    expect(whole?.files).toMatchObject([{ name: 'Releve.csv', mediaType: 'text/csv' }]);
    expect(Buffer.from(whole!.files[0]!.content).equals(statement)).toBe(true);
    for (const name of ['../mailbox/x.eml', '/etc/passwd', '..', `${file}.partial`])
      expect(await readMailbox(dataFolder, name)).toBeNull();
  });

  test('a message handed over twice shows twice, and no half-written file ever shows', async () => {
    writeFileSync(join(dataFolder, 'mailbox', '.x.eml.partial'), 'half');
    const id = newId();
    await at('2026-11-23T09:00:00Z').deliver(mail.bytes, mail.envelope, id);
    await at('2026-11-23T09:00:02Z').deliver(mail.bytes, mail.envelope, id);
    expect(await listMailbox(dataFolder)).toHaveLength(4);
    expect(readdirSync(join(dataFolder, 'mailbox'))).toHaveLength(5);
  });

  test('R19 a folder that cannot be written is a certain failure', async () => {
    const blocked = mkdtempSync(join(tmpdir(), 'mailbox-'));
    writeFileSync(join(blocked, 'mailbox'), 'a file in the way');
    const transport = openTestMailbox(blocked, fixedClock('2026-11-23T08:00:00Z').now);
    const outcome = await transport.deliver(mail.bytes, mail.envelope, newId());
    expect(outcome).toMatchObject({ state: 'failed', permanent: false });
    rmSync(blocked, { recursive: true, force: true });
  });
});
