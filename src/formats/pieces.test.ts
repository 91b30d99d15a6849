import fc from 'fast-check';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { inPieces } from './pieces.ts';
import { splitRows, type Trouble } from './split.ts';

const CELL = fc.constantFrom(
  ...['', 'F-1', 'Été', '"a;b"', '"12 rue\n69003 Lyon"', '"', 'x"y', '"dit ""Le Fournil"""'],
);
const END = fc.constantFrom('\n', '\r\n', '\r', '\r\r\n');
const ENCODING = fc.constantFrom('utf-8', 'utf-16le', 'utf-16be', 'windows-1252');

function split(bytes: Uint8Array, pieceBytes: number) {
  const trouble: Trouble = { unclosed: [], broken: false };
  const { pieces, feeds, complete } = inPieces(bytes, pieceBytes);
  return { rows: [...splitRows(pieces(), ';', trouble)], trouble, feeds, complete };
}

test('wherever a text is cut into pieces, its rows, lines and open quotes are the same', () => {
  const lines = fc.array(fc.array(CELL, { minLength: 1, maxLength: 4 }), { maxLength: 12 });
  fc.assert(
    fc.property(lines, END, ENCODING, fc.integer({ min: 1, max: 60 }), (rows, end, encoding, pieceBytes) => {
      const text = rows.map((cells) => cells.join(';').replaceAll('\n', end)).join(end);
      const bytes = iconv.encode(`numéro;société;été${end}${text}`, encoding);
      expect(split(bytes, pieceBytes)).toEqual(split(bytes, 1_000_000));
    }),
    { numRuns: 500 },
  );
});

test('a cell without end costs its line, in whichever piece it would have ended', () => {
  const sound = 'F-1;Dupont;12,00\n'.repeat(20_000);
  const { rows, trouble } = split(Buffer.from(`${sound}F-2;"Durand;7,00\n${sound}`), 100_000);
  expect(rows).toHaveLength(40_000);
  expect(trouble).toEqual({ unclosed: [20_001], broken: false });
  expect(rows.at(-1)).toEqual({ line: 40_001, cells: ['F-1', 'Dupont', '12,00'] });
});

test('text without a quote is cut as the parser cuts it', () => {
  const plain = fc.string({ unit: fc.constantFrom('a', 'é', '’', ';', '\n', ' '), maxLength: 80 });
  fc.assert(
    fc.property(plain, (text) => {
      const cut = split(Buffer.from(text), 1_000_000);
      // A quoted cell at the end sends the same text through the parser.
      const parsed = split(Buffer.from(`${text}\n"q"`), 1_000_000);
      expect(cut.rows).toEqual(parsed.rows.slice(0, -1));
    }),
    { numRuns: 500 },
  );
});
