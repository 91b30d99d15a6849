import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { iso } from '../../src/calendar/day.ts';
import { decoded, headerOf, leaves, readPart } from '../../src/courier/mime-reader.ts';
import { readSettings } from '../../src/creditors/settings.ts';
import { readAmount } from '../../src/formats/amount.ts';
import { readDate } from '../../src/formats/date.ts';
import { readDebtors } from '../../src/formats/debtors.ts';
import { readInvoices } from '../../src/formats/invoices.ts';
import { readJson } from '../../src/formats/json.ts';
import { readPayments } from '../../src/formats/payments.ts';
import { recognise } from '../../src/formats/recognise.ts';
import { readWorkbook } from '../../src/formats/xlsx.ts';
import { scanXml } from '../../src/formats/xml-scan.ts';
import { readZip } from '../../src/formats/zip.ts';
import { parseCanonical } from '../../src/journal/canonical.ts';
import { sha256 } from '../../src/journal/sha256.ts';
import { readEnteredRates } from '../../src/law/entered-rates.ts';
import { reviewText } from '../../src/letters/review-text.ts';
import { signatureImage } from '../../src/letters/signature-image.ts';
import { wordingKey } from '../../src/letters/wording-key.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { readScenarioFile } from '../../src/scenarios/scenario-file.ts';
import { ArchiveDamaged, writeArchive } from '../../src/vault/archive.ts';
import {
  entryLine,
  FORMAT,
  FORMAT_VERSION,
  HEADER,
  MANIFEST,
  rowsEntry,
} from '../../src/vault/backup-format.ts';
import { readBackup } from '../../src/vault/read-backup.ts';
import { fuzzRuns } from '../harness/fuzz-runs.ts';
import { harmed } from './mutations.ts';

const today = iso('2026-11-22');
const samples = globSync('tests/fixtures/{csv,bank}/*.{csv,txt}').map((path) => readFileSync(path));
const HEAD = 'facture;date_facture;date_echeance;montant_ttc;client;libelle';
const honest = Buffer.from(
  `${HEAD}\n${Array.from({ length: 12 }, (_, at) => `F-${at};01/09/2026;30/09/2026;${1_000 + at},5${at % 10};Société ${at};travaux n° ${at}`).join('\n')}\n`,
);

/** Every line is a record or told; nothing is a record that no line could be. */
function readEverything(bytes: Uint8Array): void {
  recognise(bytes);
  for (const read of [readInvoices, readDebtors, readPayments]) {
    const { records, defects, lines } = read(bytes, { today });
    expect(records.length).toBeLessThanOrEqual(lines);
    if (lines > 0) expect(records.length + defects.length).toBeGreaterThan(0);
    for (const { message, remedy } of defects) expect(message.length * remedy.length).toBeGreaterThan(0);
  }
}

describe('tables', () => {
  test('the samples of real tools, harmed in any way', () => {
    expect(samples.length).toBeGreaterThan(10);
    fc.assert(fc.property(harmed([...samples, honest]), readEverything), fuzzRuns(120));
  });

  test('cut anywhere, what is read is what the whole file says, or a defect is told', () => {
    const whole = new Map(readInvoices(honest, { today }).records.map((one) => [one.number, one.amount]));
    expect(whole.size).toBe(12);
    fc.assert(
      fc.property(fc.integer({ min: HEAD.length + 1, max: honest.length - 1 }), (length) => {
        const cut = honest.subarray(0, length);
        const { records } = readInvoices(cut, { today });
        for (const { number, amount } of records) expect(amount, number).toBe(whole.get(number));
      }),
      fuzzRuns(150),
    );
  });

  test('lines written twice or in pieces never make an amount that no line says', () => {
    const said = new Set(readInvoices(honest, { today }).records.map(({ amount }) => amount));
    const lines = honest.toString().trim().split('\n');
    const mixed = fc.array(fc.integer({ min: 1, max: lines.length - 1 }), { maxLength: 30 });
    fc.assert(
      fc.property(mixed, (order) => {
        const text = [lines[0], ...order.map((at) => lines[at])].join('\n');
        const { records, defects } = readInvoices(Buffer.from(`${text}\n`), { today });
        for (const { amount } of records) expect(said).toContain(amount);
        if (new Set(order).size < order.length) expect(records.length + defects.length).toBeGreaterThan(0);
      }),
      fuzzRuns(100),
    );
  });

  test('an amount is exact, or refused', () => {
    const written = fc.tuple(
      fc.integer({ min: 0, max: 99_999_999_999 }),
      fc.integer({ min: 0, max: 99 }),
      fc.constantFrom('', ' ', '\u202f', '.', "'"),
      fc.constantFrom('', '-', '('),
      fc.constantFrom('', ' €', 'EUR'),
    );
    fc.assert(
      fc.property(written, ([units, cents, thousands, sign, currency]) => {
        const grouped = String(units).replace(/\B(?=(\d{3})+$)/g, thousands);
        const text = `${sign}${grouped},${String(cents).padStart(2, '0')}${sign === '(' ? ')' : ''}${currency}`;
        const read = readAmount(text, { decimal: ',', round: false });
        const exact = (units * 100 + cents) * (sign === '' ? 1 : -1);
        if ('value' in read) expect(read.value.amount + 0, text).toBe(exact + 0);
        else expect(sign === '(' && currency !== '', text).toBe(true);
      }),
      fuzzRuns(800),
    );
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (text) => {
        const read = readAmount(text.trim() || '0', { decimal: ',', round: false });
        if ('value' in read) expect(Number.isSafeInteger(read.value.amount)).toBe(true);
        readDate(text, 'day-first', today);
      }),
      fuzzRuns(800),
    );
  });
});

describe('workbooks', () => {
  let workbook: Buffer;
  beforeAll(async () => {
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('Factures');
    sheet.addRow(HEAD.split(';'));
    for (let at = 0; at < 8; at += 1) {
      const row = [`F-${at}`, '01/09/2026', '30/09/2026', 1000 + at, `Société ${at}`, 'x'];
      sheet.addRow(row);
    }
    sheet.addRow(['F-9', '01/09/2026', '30/09/2026', { formula: 'SUM(D2:D3)' }, 'Société 9', 'x']);
    workbook = Buffer.from(await book.xlsx.writeBuffer());
  });

  test('harmed in any way', () => {
    fc.assert(fc.property(harmed([workbook]), readEverything), fuzzRuns(80));
  });

  test('a formula without its result is no amount', () => {
    const { records, defects } = readInvoices(workbook, { today });
    expect(records).toHaveLength(8);
    expect(defects).toMatchObject([{ line: 10, field: 'montant_ttc' }]);
  });

  test('a bomb, a lie about sizes and a directory in a circle are refused in no time', () => {
    const zeros = Buffer.alloc(64 * 1024 * 1024);
    for (const lie of [zeros.length, 10, 0xffffffff]) {
      const bomb = zipOf('xl/workbook.xml', deflateRawSync(zeros), lie);
      const entries = readZip(bomb);
      if (typeof entries === 'string') expect(['damaged', 'refused']).toContain(entries);
      else for (const { read } of entries) expect(read()).toBeNull();
      expect(typeof readWorkbook(bomb)).toBe('string');
    }
  });

  test('XML that nests, repeats entities or never ends costs its own length', () => {
    const pieces = fc.constantFrom(
      ...[
        '<a>',
        '</a>',
        '<a/>',
        '&amp;',
        '&lol;',
        '&#x41;',
        '<!--',
        '-->',
        '<![CDATA[',
        ']]>',
        '<!DOCTYPE x[',
      ],
      ...[
        '<!ENTITY a "b">',
        '<row r="1">',
        '<c t="s" r="ZZZZ99999999999">',
        '<v>99999999999</v>',
        '<',
        '>',
        '"',
      ],
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), fc.integer({ min: 1, max: 500 }), (some, times) => {
        const xml = Buffer.from(some.join('').repeat(times));
        let told = 0;
        scanXml(xml, {
          open: () => {},
          close: () => {},
          text: (text) => {
            told += text.length;
          },
        });
        expect(told).toBeLessThanOrEqual(xml.length);
      }),
      fuzzRuns(60),
    );
  });
});

/** A ZIP of one entry, whose directory may lie about its size. */
function zipOf(name: string, packed: Buffer, size: number): Buffer {
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt32LE(size, 22);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(packed.length, 20);
  central.writeUInt32LE(size, 24);
  central.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + name.length, 12);
  end.writeUInt32LE(30 + name.length + packed.length, 16);
  return Buffer.concat([local, Buffer.from(name), packed, central, Buffer.from(name), end]);
}

describe('other files', () => {
  const anything = fc.oneof(fc.string({ maxLength: 200 }), fc.json({ maxDepth: 5 }));

  test('JSON of any kind, settings and scenarios: a document, or the place at which it is none', () => {
    const depths = fc.integer({ min: 1, max: 20_000 }).map((deep) => '['.repeat(deep));
    fc.assert(
      fc.property(fc.oneof(anything, depths), (text) => {
        const read = readJson(Buffer.from(text));
        if ('fault' in read) {
          expect(Math.min(read.fault.line, read.fault.column)).toBeGreaterThan(0);
          return;
        }
        readSettings(read.document);
        const scenario = readScenarioFile(read.document);
        if (isRefusal(scenario)) expect(scenario.message.length).toBeGreaterThan(10);
      }),
      fuzzRuns(250),
    );
  });

  test('rates that persons entered: whole and exact, or refused', () => {
    const file = { format: 'relance-rates', version: 1, semesters: [] };
    const texts = fc.oneof(
      anything,
      fc.jsonValue().map((semesters) => JSON.stringify({ ...file, semesters })),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const read = readEnteredRates(text, 'rates.json');
        if (isRefusal(read)) expect(read.refused).toBe('rates_unreadable');
        else expect(Array.isArray(read)).toBe(true);
      }),
      fuzzRuns(200),
    );
  });

  test('a journal’s canonical text is read as it was written, or not at all', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const read = parseCanonical(text);
        if (read !== null) expect(JSON.parse(text)).toEqual(read.value);
      }),
      fuzzRuns(300),
    );
  });

  test('a wording of a user: usable, or refused with what is wrong', () => {
    const tags = [
      '{{',
      '}}',
      '{%',
      '%}',
      ' for x in (1..999999999) ',
      ' if ',
      'endif',
      'include "/etc/passwd"',
    ];
    const more = [
      'debiteur.nom',
      '| append: ',
      '{% raw %}',
      '{% endfor %}',
      'liquid',
      '{{ "a" | repeat }}',
      '\n',
    ];
    const texts = fc.array(fc.constantFrom(...tags, ...more, 'Bonjour'), { maxLength: 14 });
    const key = wordingKey('reminder-1.b2b', 'fr');
    if (isRefusal(key)) throw new Error(key.message);
    fc.assert(
      fc.property(texts, (words) => {
        const refused = reviewText(key, words.join(' '));
        if (refused !== null) expect(refused.message.length).toBeGreaterThan(10);
      }),
      fuzzRuns(120),
    );
  });

  test('signature images', () => {
    const png = Buffer.from('89504e470d0a1a0a0000000d49484452000000100000001008060000001ff3ff61', 'hex');
    const jpeg = Buffer.from('ffd8ffe000104a46494600010100000100010000ffc0000b080010001001011100', 'hex');
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>');
    fc.assert(
      fc.property(harmed([png, jpeg, svg]), (bytes) => {
        const read = signatureImage(bytes);
        if (read !== null) expect(['png', 'jpg', 'svg']).toContain(read!.format);
      }),
      fuzzRuns(400),
    );
  });

  test('messages read back', () => {
    const mail = Buffer.from(
      'Subject: =?utf-8?Q?R=C3=A9f?=\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n' +
        'Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nBonjour =C3=A9\r\n--b\r\n' +
        'Content-Disposition: attachment; filename="x.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERg==\r\n--b--\r\n',
    );
    fc.assert(
      fc.property(harmed([mail]), (bytes) => {
        const part = readPart(bytes);
        headerOf(part, 'subject');
        const size = leaves(part).reduce((sum, leaf) => sum + decoded(leaf).length, 0);
        expect(size).toBeLessThanOrEqual(bytes.length);
      }),
      fuzzRuns(400),
    );
  });

  test('parts within parts, as deep as a message of 7 MB can nest them', () => {
    const nested = 'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n'.repeat(100_000);
    expect(leaves(readPart(Buffer.from(nested))).length).toBeLessThanOrEqual(1);
  });
});

describe('backups', () => {
  let folder: string;
  let whole: Buffer;
  let told: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'relance-fuzz-'));
    const path = join(folder, 'whole.tar');
    const archive = writeArchive(path);
    const header = {
      format: FORMAT,
      version: FORMAT_VERSION,
      madeAt: '2026-11-22T08:00:00.000Z',
      migrations: [1],
    };
    const entries = [
      [HEADER, JSON.stringify({ ...header, tables: [{ name: 'public.debtors', columns: ['id'] }] })],
      [rowsEntry('public.debtors', 1), '{"id":1}\n{"id":2}\n'],
      [`files/vault/${'a'.repeat(8)}/${'ab'.repeat(16)}`, 'the letter of somebody'.repeat(40)],
    ] as const;
    let lines = '';
    for (const [name, content] of entries)
      lines += entryLine(await archive.add(name, Buffer.from(content)), name);
    const sums = { rows: { 'public.debtors': 2 }, files: 1, entries: entries.length, digest: sha256(lines) };
    await archive.add(MANIFEST, Buffer.from(JSON.stringify(sums)));
    await archive.finish();
    whole = readFileSync(path);
    told = await readWhole(path);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function readWhole(path: string): Promise<string> {
    let seen = '';
    for await (const part of readBackup(path)) {
      seen += part.kind === 'rows' ? part.lines : part.kind;
      if (part.kind === 'file') for await (const chunk of part.content) seen += Buffer.from(chunk).toString();
    }
    return seen;
  }

  test('harmed in any way, it is told damaged, or is the same to the byte', async () => {
    const path = join(folder, 'harmed.tar');
    await fc.assert(
      fc.asyncProperty(harmed([whole]), async (bytes) => {
        writeFileSync(path, bytes);
        const seen = await readWhole(path).catch((error: unknown) => error);
        if (typeof seen === 'string') expect(seen).toBe(told);
        else expect(seen).toBeInstanceOf(ArchiveDamaged);
      }),
      fuzzRuns(150),
    );
  });
});
