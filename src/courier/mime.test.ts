import fc from 'fast-check';
import { type AddressObject, simpleParser } from 'mailparser';
import { describe, expect, test } from 'vitest';
import { sha256 } from '../journal/sha256.ts';
import { isRefusal } from '../platform/refusal.ts';
import { attachmentManifest, checkFrozen } from './attachment-manifest.ts';
import { headerText, messageIdOf, wireAddress } from './mail-address.ts';
import { composeMail, type FrozenMail, type MailDraft, mailDate } from './mime.ts';
import { headerOf, readPart } from './mime-reader.ts';

const pdf = Buffer.from('%PDF-1.7 …\u0000\u00ff not really\r\n.\r\n', 'latin1');

const draft: MailDraft = {
  messageId: messageIdOf('0197-1', 'compta@lefevre.example'),
  at: '2026-11-23T08:00:00.000Z',
  timeZone: 'Europe/Paris',
  from: { name: 'Ateliers Lefèvre & Fils, « compta »', address: 'compta@lefevre.example' },
  to: [{ name: 'Société "Œuvre"', address: 'achats@client.example' }],
  cc: [],
  subject: 'Facture F-2026-014 : échéance du 24 novembre — 1\u202f234,56\u00a0€',
  text: 'Bonjour,\n\n.Un point en tête de ligne\nFrom là.\n',
  html: '<p>Bonjour,</p>',
  attachments: [{ name: 'COPIE_F/2026/014.pdf', mediaType: 'application/pdf', bytes: pdf }],
  thread: [],
  automatic: true,
};

async function composed(change: Partial<MailDraft> = {}): Promise<FrozenMail> {
  const mail = await composeMail({ ...draft, ...change });
  if (isRefusal(mail)) throw new Error(mail.message);
  return mail;
}

describe('a frozen message', () => {
  test('says to another reader what was put into it', async () => {
    const mail = await composed();
    const seen = await simpleParser(Buffer.from(mail.bytes));
    expect(seen.messageId).toBe('<0197-1@lefevre.example>');
    expect(seen.subject).toBe(draft.subject);
    expect(seen.from?.value).toEqual([draft.from]);
    expect((seen.to as AddressObject).value).toEqual(draft.to);
    expect(seen.text?.trimEnd()).toBe(draft.text.trimEnd());
    expect(seen.html).toContain('<p>Bonjour,</p>');
    expect(seen.attachments.map(({ filename }) => filename)).toEqual(['COPIE_F-2026-014.pdf']);
    expect(seen.attachments[0]!.content.equals(pdf)).toBe(true);
    expect(seen.headers.get('auto-submitted')).toBe('auto-generated');
    expect(mail.envelope).toEqual({ from: 'compta@lefevre.example', to: ['achats@client.example'] });
  });

  test('has the same bytes each time, and none that a wire would change', async () => {
    const [first, second] = [await composed(), await composed()];
    expect(first.sha256).toBe(second.sha256);
    expect(first.sha256).toBe(sha256(first.bytes));
    const text = Buffer.from(first.bytes).toString('latin1');
    expect(text).toMatch(/\r\n$/);
    expect(text.replace(/\r\n/g, '')).not.toMatch(/[\r\n]/);
    expect(text).not.toMatch(/[^\p{ASCII}]/u);
    expect(Math.max(...text.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
  });

  test('asks for no receipt, tracks nothing, and has no word of ours in its headers', async () => {
    const text = Buffer.from((await composed()).bytes)
      .toString('latin1')
      .toLowerCase();
    for (const word of ['disposition-notification', 'return-receipt', 'x-mailer', 'relance', 'http'])
      expect(text).not.toContain(word);
  });

  test('answers the one before it in the thread', async () => {
    const thread = ['<a@lefevre.example>', '<b@lefevre.example>'];
    const seen = await simpleParser(Buffer.from((await composed({ thread })).bytes));
    expect(seen.inReplyTo).toBe('<b@lefevre.example>');
    expect(seen.references).toEqual(thread);
  });

  test('does not silence automatic answers when a person read it first', async () => {
    const part = readPart((await composed({ automatic: false })).bytes);
    expect(headerOf(part, 'auto-submitted')).toBe('');
    expect(headerOf(part, 'x-auto-response-suppress')).toBe('');
  });

  test('bears the instant it was given, in the zone of the creditor', () => {
    expect(mailDate('2026-11-23T23:30:00.000Z', 'Europe/Paris')).toBe('Tue, 24 Nov 2026 00:30:00 +0100');
    expect(mailDate('2026-07-01T08:00:00.000Z', 'Europe/Paris')).toBe('Wed, 1 Jul 2026 10:00:00 +0200');
    expect(mailDate('2026-07-01T08:00:00.000Z', 'America/Cayenne')).toBe('Wed, 1 Jul 2026 05:00:00 -0300');
  });

  test('without HTML, without attachment', async () => {
    const seen = await simpleParser(Buffer.from((await composed({ html: null, attachments: [] })).bytes));
    expect(seen.html).toBe(false);
    expect(seen.text).toContain('Bonjour');
    expect(seen.attachments).toEqual([]);
  });
});

describe('header injection', () => {
  const nasty = fc.string({ unit: 'binary', maxLength: 60 }).map((text) => `${text}\r\nBcc: x@evil.example`);

  test('no name, subject or file name begins a header or adds a recipient', async () => {
    await fc.assert(
      fc.asyncProperty(nasty, nasty, nasty, async (name, subject, file) => {
        const mail = await composed({
          from: { ...draft.from, name },
          to: [{ name, address: 'achats@client.example' }],
          subject,
          attachments: [{ name: file, mediaType: 'application/pdf\r\nBcc: x@evil.example', bytes: pdf }],
        });
        const seen = await simpleParser(Buffer.from(mail.bytes));
        expect(seen.headers.has('bcc')).toBe(false);
        expect(Buffer.from(mail.bytes).toString('latin1')).not.toMatch(/^bcc:/im);
        expect((seen.to as AddressObject).value.map(({ address }) => address)).toEqual([
          'achats@client.example',
        ]);
        expect(mail.envelope.to).toEqual(['achats@client.example']);
        expect(seen.subject ?? '').toBe(headerText(subject));
        expect(seen.attachments.map(({ content }) => sha256(content))).toEqual([sha256(pdf)]);
        expect(checkFrozen(mail.bytes, mail)).toBeNull();
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    'a@b.example\r\nBcc: x@evil.example',
    'a@b.example>',
    'a b@c.example',
    'a@b',
    '@b.example',
    'a@b..example',
    '"a b"@c.example',
    'é@c.example',
    'a@b.example, x@evil.example',
    '',
  ])('« %s » is no address', async (address) => {
    expect(wireAddress(address)).toBeNull();
    const refused = await composeMail({ ...draft, to: [{ name: '', address }] });
    expect(refused).toMatchObject({ refused: 'address_invalid' });
  });

  test('a domain with accents goes in its ASCII form', async () => {
    const mail = await composed({ to: [{ name: '', address: 'achats@société.example' }] });
    expect(mail.envelope.to).toEqual(['achats@xn--socit-esab.example']);
  });
});

describe('limits', () => {
  test('D37 seven megabytes and ten files', async () => {
    const file = { name: 'a.pdf', mediaType: 'application/pdf' };
    const exactly = await composed({ attachments: [{ ...file, bytes: Buffer.alloc(7_000_000) }] });
    expect(attachmentManifest(exactly.bytes)).toHaveLength(1);
    const over = { ...draft, attachments: [{ ...file, bytes: Buffer.alloc(7_000_001) }] };
    expect(await composeMail(over)).toMatchObject({ refused: 'attachments_too_large' });
    const eleven = { ...draft, attachments: Array(11).fill({ ...file, bytes: pdf }) };
    expect(await composeMail(eleven)).toMatchObject({ refused: 'attachments_too_large' });
  });

  test('nobody to send to', async () => {
    expect(await composeMail({ ...draft, to: [] })).toMatchObject({ refused: 'recipient_missing' });
  });
});

describe('R59 what lies in the message is what was approved', () => {
  const files = fc.array(
    fc.record({
      name: fc.string({ unit: 'grapheme', maxLength: 40 }),
      mediaType: fc.constantFrom('application/pdf', 'text/csv', 'message/rfc822', 'image/png', 'nonsense'),
      bytes: fc.uint8Array({ maxLength: 3000 }),
    }),
    { maxLength: 10 },
  );

  test('names and hashes are read back from the bytes, whatever the files', async () => {
    await fc.assert(
      fc.asyncProperty(files, fc.string({ unit: 'grapheme' }), async (attachments, text) => {
        const mail = await composed({ attachments, text });
        expect(attachmentManifest(mail.bytes)).toEqual(mail.attachments);
        const seen = await simpleParser(Buffer.from(mail.bytes));
        expect(seen.attachments.map(({ content }) => sha256(content))).toEqual(
          attachments.map(({ bytes }) => sha256(bytes)),
        );
      }),
      { numRuns: 60 },
    );
  });

  test('another file, a file less, a file more, a changed byte: refused', async () => {
    const mail = await composed();
    expect(checkFrozen(mail.bytes, mail)).toBeNull();
    const other = await composed({
      attachments: [{ ...draft.attachments[0]!, bytes: Buffer.from('another') }],
    });
    const none = await composed({ attachments: [] });
    const two = await composed({ attachments: [...draft.attachments, ...draft.attachments] });
    for (const wrong of [other, none, two])
      expect(checkFrozen(wrong.bytes, { ...mail, sha256: wrong.sha256 })).toMatchObject({
        refused: 'attachment_mismatch',
      });
    const touched = Buffer.from(mail.bytes);
    touched[touched.indexOf('Bonjour')] = 0x62;
    expect(checkFrozen(touched, mail)).toMatchObject({ refused: 'attachment_mismatch' });
  });
});
