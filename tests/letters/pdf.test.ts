import { createHash } from 'node:crypto';
import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, test } from 'vitest';
import { addDays, toIso } from '../../src/calendar/day.ts';
import { REGIMES } from '../../src/law/regime.ts';
import { type ComposedMessage, composeMessage } from '../../src/letters/compose-message.ts';
import type { LetterContent } from '../../src/letters/letter-content.ts';
import type { LetterFacts, LetterItem } from '../../src/letters/letter-facts.ts';
import type { RenderOptions } from '../../src/letters/letter-input.ts';
import { previousReminderPdf } from '../../src/letters/previous-reminder.ts';
import { renderPdf } from '../../src/letters/render-pdf.ts';
import { foldSpaces } from '../../src/letters/typography.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { STEPS } from '../../src/scenarios/steps.ts';
import { type PlacedText, readPdf, scanCode } from './read-pdf.ts';
import { CREDITOR, DAY_OF, sampleFacts, sampleItem } from './sample-facts.ts';

function composed(facts: LetterFacts): ComposedMessage & { readonly letter: LetterContent } {
  const message = composeMessage(facts);
  if (isRefusal(message)) throw new Error(message.message);
  if (!message.letter) throw new Error('no letter');
  return { ...message, letter: message.letter };
}

async function drawn(facts: LetterFacts, options: RenderOptions = {}): Promise<Uint8Array> {
  const pdf = await renderPdf(composed(facts).letter, options);
  if (isRefusal(pdf)) throw new Error(pdf.message);
  return pdf;
}

const LETTERS = STEPS.filter((step) => step !== 'contact' && step !== 'route').flatMap((step) =>
  REGIMES.map((regime) => [step, regime] as const),
);

/**
 * What may show in the window of a DL envelope, whatever the fold: 90 to 200 mm from the left, 34 to 90 mm
 * from the top.
 */
function inWindowZone(item: PlacedText): boolean {
  return item.x + item.width > 90 && item.x < 200 && item.y > 34 && item.y - 2.5 < 90;
}

describe.each(LETTERS)('letter of %s to %s', (step, regime) => {
  test('R58: the window shows the addressee and nothing else; the language is declared', async () => {
    const facts = sampleFacts(step, regime);
    const { pages, language, tagged, info, attachments, roles } = await readPdf(await drawn(facts));
    const seen = (pages[0]?.items ?? []).filter(inWindowZone);
    expect(
      seen
        .map((item) => item.text)
        .join(' ')
        .replace(/\s+/g, ' '),
    ).toBe(composed(facts).letter.recipient.join(' '));
    for (const item of seen) {
      expect(item.x).toBeGreaterThanOrEqual(105 - 0.1);
      expect(item.x + item.width).toBeLessThanOrEqual(190);
      expect(item.y - 2.5).toBeGreaterThanOrEqual(54.9);
      expect(item.y).toBeLessThanOrEqual(79);
    }
    expect(language).toBe('fr-FR');
    expect(tagged).toBe(true);
    expect(roles).toContain('H1');
    expect(attachments).toEqual([]);
    expect(info).toMatchObject({ Author: 'Ateliers Lefèvre & Fils', Title: composed(facts).letter.title });
    const dated = toIso(facts.on).replaceAll('-', '');
    expect(info.CreationDate).toBe(`D:${dated}000000Z`);
  });

  test('is an archival, tagged PDF, always the same bytes, and passes the accessibility export', async () => {
    const facts = sampleFacts(step, regime);
    const [first, second] = [await drawn(facts), await drawn(facts)];
    const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
    expect(hash(second)).toBe(hash(first));
    const raw = Buffer.from(first).toString('latin1');
    expect(raw).toMatch(/<pdfaid:part>2<\/pdfaid:part>/);
    expect(raw).toMatch(/<pdfaid:conformance>A<\/pdfaid:conformance>/);
    expect(raw).not.toMatch(/\/EmbeddedFile/);
    expect((await readPdf(await drawn(facts, { standard: 'ua-1' }))).tagged).toBe(true);
  });
});

test('letters of one invoice hold on one page before their annexes; the formal notice on two', async () => {
  for (const [step, regime] of LETTERS) {
    const { pages } = await readPdf(await drawn(sampleFacts(step, regime)));
    const annex = pages.findIndex((page) => /^Annexe 1/m.test(page.text));
    const own = annex === -1 ? pages.length : annex;
    const most = step === 'formal-notice' ? 2 : regime === 'public' && step.startsWith('reminder-3') ? 2 : 1;
    expect(own, `${step} ${regime}`).toBeLessThanOrEqual(most);
  }
});

test('the code scanned from the page is the one of the text, and pays the printed figure', async () => {
  for (const step of ['reminder-1', 'reminder-2'] as const) {
    const message = composed(sampleFacts(step));
    const pdf = await renderPdf(message.letter);
    if (isRefusal(pdf)) throw new Error(pdf.message);
    expect(await scanCode(pdf)).toBe(message.payCode);
  }
  const lines = composed(sampleFacts('reminder-2')).payCode?.split('\n') ?? [];
  expect(lines).toEqual([
    'BCD',
    '002',
    '1',
    'SCT',
    'AGRIFRPP',
    'ATELIERS LEFEVRE ET FILS',
    'FR7630006000011234567890189',
    'EUR1246.12',
    '',
    '',
    'F-2026-014',
  ]);
  const long = { ...CREDITOR, accountHolder: 'Établissement Œuvré '.repeat(20) };
  const code = composed(sampleFacts('reminder-1', 'b2b', { creditor: long })).payCode ?? '';
  expect(Buffer.byteLength(code)).toBeLessThanOrEqual(331);
});

describe('R62: nothing is ever cut', () => {
  const many = (count: number, description: string): readonly LetterItem[] =>
    Array.from({ length: count }, (_, index) =>
      sampleItem({
        on: DAY_OF['formal-notice'],
        regime: 'b2b',
        step: 'formal-notice',
        number: `F-2026-${String(index + 1).padStart(4, '0')}`,
        dueOn: addDays(DAY_OF['formal-notice'], -60 + (index % 9)),
        description: `${description} ${index + 1}`,
      }),
    );

  test.each(['reminder-1', 'reminder-2', 'reminder-3', 'formal-notice'] as const)(
    '200 invoices in %s',
    async (step) => {
      const demanded = many(200, 'Prestation de maintenance préventive et curative des installations');
      const { pages, text } = await readPdf(
        await drawn(
          sampleFacts(step, 'b2b', {
            demanded,
            on: DAY_OF['formal-notice'],
            answerBy: (DAY_OF['formal-notice'] + 15) as LetterFacts['on'],
          }),
        ),
      );
      for (const { number } of demanded) expect(text).toContain(number);
      for (let index = 1; index <= 200; index += 1)
        expect(foldSpaces(text)).toMatch(new RegExp(`installations ${index}\\b`));
      pages.forEach((page, index) => {
        expect(foldSpaces(page.text)).toContain(`page ${index + 1} / ${pages.length}`);
        for (const item of page.items) {
          expect(item.x).toBeGreaterThanOrEqual(24.9);
          expect(item.x + item.width).toBeLessThanOrEqual(188.5);
          expect(item.y).toBeLessThanOrEqual(292);
        }
      });
      // A row of invoices or of interest; the bank details also quote numbers.
      const withRows = pages.filter((page) => /^F-2026-0\d{3}$/m.test(page.text));
      expect(withRows.length).toBeGreaterThan(3);
      for (const page of withRows) expect(page.text).toMatch(/^Facture /m);
    },
  );

  test('long names of both parties, long wordings, every template', async () => {
    const name = 'Compagnie européenne des établissements Saint-Étienne & Associés '.repeat(3).trim();
    const words = 'Fourniture, pose, réglage et mise en service '.repeat(120).trim();
    for (const [step, regime] of LETTERS) {
      const facts = sampleFacts(step, regime);
      const debtor = { ...facts.debtor, name, legalForm: null };
      const demanded = [{ ...facts.demanded[0]!, description: words }];
      const creditor = { ...facts.creditor, name, accountHolder: name };
      const { pages, text } = await readPdf(await drawn({ ...facts, debtor, demanded, creditor }));
      const flat = foldSpaces(text);
      expect(flat.split('mise en service').length, `${step} ${regime}`).toBeGreaterThanOrEqual(
        step === 'pre-due' ? 1 : 120,
      );
      expect(flat).toContain(name.slice(0, 38).trim());
      for (const page of pages) {
        for (const item of page.items)
          expect(item.x + item.width, `${step} ${item.text}`).toBeLessThanOrEqual(190);
      }
    }
  });

  test('a name beyond the window stands whole in the letter, and the caller is told', async () => {
    const name = `Société ${'interminable '.repeat(60)}fin`;
    const message = composed(
      sampleFacts('reminder-2', 'b2b', { debtor: { ...sampleFacts('reminder-2').debtor, name } }),
    );
    expect(message.warnings.map((warning) => warning.code)).toContain('address_shortened');
    expect(message.letter.recipient.length).toBeLessThanOrEqual(8);
    for (const line of message.letter.recipient) expect(line.length).toBeLessThanOrEqual(38);
    const { text, pages } = await readPdf(
      await drawn(
        sampleFacts('reminder-2', 'b2b', { debtor: { ...sampleFacts('reminder-2').debtor, name } }),
      ),
    );
    expect(foldSpaces(text)).toContain('interminable fin');
    const seen = (pages[0]?.items ?? []).filter(inWindowZone);
    for (const item of seen) expect(item.y).toBeLessThanOrEqual(79.5);
    expect(foldSpaces(seen.map((item) => item.text).join(' '))).toContain('38000 GRENOBLE');
  });

  test('above sixty pages the letter is refused, in bounded time', async () => {
    const demanded = many(900, 'Prestation '.repeat(40));
    const { letter } = composed(sampleFacts('formal-notice', 'b2b', { demanded }));
    const refusal = await renderPdf(letter);
    expect(isRefusal(refusal) && refusal.refused).toBe('letter_too_long');
  });
});

describe('words reach the page as they are', () => {
  test.each([
    '#let x = 1; *gras* _italique_ $x^2$ @ref <label> `code` \\ // fin',
    '#image("/etc/passwd") #read("letter.typ") \\u{41}',
    '<script>alert(1)</script> & "guillemets" = titre - liste + plan / terme: x',
    'Łódź Őrség Ştefan Țară Çağrı Łukasz Þór Ørsted Straße Œuvre Aÿ Ελλάδα Київ',
  ])('%s', async (description) => {
    const facts = sampleFacts('reminder-2');
    const { text } = await readPdf(
      await drawn({ ...facts, demanded: [{ ...facts.demanded[0]!, description }] }),
    );
    expect(foldSpaces(text).replaceAll(' ', '')).toContain(description.replaceAll(' ', ''));
  });

  test('what the fonts lack is replaced and announced, never a failure', async () => {
    const facts = sampleFacts('reminder-2');
    const strange = { ...facts, debtor: { ...facts.debtor, name: '北京 Commerce 🙂 \u202emnim' } };
    const message = composed(strange);
    expect(message.warnings.map((warning) => warning.code)).toContain('character_replaced');
    expect((await readPdf(await drawn(strange))).text).toContain('?? Commerce ? mnim');
  });

  test('the rehearsal is in the metadata, not on the page', async () => {
    const pdf = await readPdf(await drawn(sampleFacts('reminder-1'), { rehearsal: true }));
    expect(pdf.info.Keywords).toBe('rehearsal');
    expect(pdf.text).not.toMatch(/rehearsal|répétition/i);
  });
});

describe('the signature', () => {
  const canvas = createCanvas(300, 100);
  canvas.getContext('2d').fillRect(10, 10, 200, 20);
  const svg = Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 10"><path d="M0 5q5-9 10 0t10 0"/></svg>',
  );
  const signed = (signature: Uint8Array | null) =>
    sampleFacts('reminder-2', 'b2b', {
      creditor: { ...CREDITOR, signatory: { name: 'Claire Lefèvre', role: 'Gérante', signature } },
    });

  test.each([
    ['png', canvas.toBuffer('image/png')],
    ['jpg', canvas.toBuffer('image/jpeg')],
    ['svg', svg],
  ])('%s', async (format, bytes) => {
    const facts = signed(new Uint8Array(bytes));
    expect(composed(facts).letter.signature?.image?.format).toBe(format);
    const figures = (await readPdf(await drawn(facts))).roles.filter((role) => role === 'Figure');
    expect(figures).toHaveLength(2);
    expect((await readPdf(await drawn(facts, { standard: 'ua-1' }))).tagged).toBe(true);
  });

  test('unreadable bytes, a drawing that reaches outside: the letter leaves without, and says so', () => {
    const outside = svg.toString().replace('<path', '<image href="file:///etc/passwd"/><path');
    for (const bytes of [Buffer.from('hello'), Buffer.from(outside), Buffer.alloc(3_000_000, 1)]) {
      const message = composed(signed(new Uint8Array(bytes)));
      expect(message.letter.signature?.image).toBeNull();
      expect(message.warnings.map((warning) => warning.code)).toEqual(['signature_unreadable']);
    }
  });

  test('a broken image is a refusal, not a crash', async () => {
    const broken = Uint8Array.from(canvas.toBuffer('image/png').subarray(0, 60));
    const refusal = await renderPdf(composed(signed(broken)).letter);
    expect(isRefusal(refusal) && refusal.refused).toBe('letter_not_drawn');
  });
});

test('L17: the copy of an e-mail is its text word for word, with its heading', async () => {
  const message = composed(sampleFacts('reminder-1'));
  const pdf = await previousReminderPdf({
    language: 'fr',
    creditor: CREDITOR,
    on: DAY_OF['reminder-1'],
    from: 'compta@lefevre.example',
    to: ['compta@martin.example', 'direction@martin.example'],
    subject: message.subject,
    text: message.text,
    attachments: message.fileNames.email,
  });
  if (isRefusal(pdf)) throw new Error(pdf.message);
  const { text, pages } = await readPdf(pdf);
  const flat = (value: string) => foldSpaces(value).replaceAll('’', "'").replaceAll(' ', '');
  expect(flat(text)).toContain(flat('Copie du message du 7 octobre 2026'));
  expect(flat(text)).toContain(flat('compta@martin.example, direction@martin.example'));
  for (const line of message.text.split('\n')) expect(flat(text)).toContain(flat(line));
  expect(pages).toHaveLength(1);
});

test('R59: an e-mail names the files that leave with it, a paper says in words what they are', async () => {
  for (const [step, regime] of LETTERS) {
    const facts = sampleFacts(step, regime);
    const message = composed(facts);
    const names = facts.attachments.map((file) => file.name);
    const own = step === 'formal-notice' ? [message.letter.fileName] : [];
    expect(message.fileNames.email).toEqual([...own, ...names]);
    expect(message.fileNames.enclosures).toEqual(names);
    const listed = (text: string) => [...text.matchAll(/[\p{L}\p{N}_-]+\.pdf/gu)].map((match) => match[0]);
    expect(listed(message.text)).toEqual(message.fileNames.email);
    const { text } = await readPdf(await drawn(facts));
    expect(listed(text)).toEqual([]);
    const words = names.map((name) =>
      name.startsWith('COPIE_') ? 'facture F-2026-014' : 'du 7 octobre 2026',
    );
    for (const word of words) expect(foldSpaces(text)).toContain(word);
    expect(foldSpaces(message.letter.enclosures.lines.join(' ')).match(/Copie de/g) ?? []).toHaveLength(
      names.length,
    );
  }
});
