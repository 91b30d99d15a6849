import { describe, expect, test } from 'vitest';
import { readTable, type Table } from './table.ts';

function tableOf(text: string): Table {
  return readTable(Buffer.from(text, 'utf8'));
}

function cellsOf(table: Table): (readonly string[])[] {
  return [...table.rows].map((row) => row.cells);
}

const HEAD = 'facture;client;montant_ttc;date_facture';

describe('what a separator is', () => {
  test.each([';', ',', '\t', '|'])('%j', (separator) => {
    const lines = [HEAD, 'F-1;Dupont;12.50;01/09/2026', 'F-2;Durand;7.00;02/09/2026'];
    const table = tableOf(`${lines.join('\n').replaceAll(';', separator)}\n`);
    expect(table).toMatchObject({ format: 'csv', encoding: 'utf-8', separator, headerLine: 1, defects: [] });
    expect(cellsOf(table)).toEqual([
      ['F-1', 'Dupont', '12.50', '01/09/2026'],
      ['F-2', 'Durand', '7.00', '02/09/2026'],
    ]);
  });

  test('decimal commas do not make commas the separator, nor quoted semicolons semicolons', () => {
    expect(tableOf('facture;client;montant_ttc;reste_du\nF-1;A;1,50;1,50\nF-2;B;2,50;2,50\n').separator).toBe(
      ';',
    );
    const table = tableOf('facture,client,montant_ttc\nF-1,"A; B; C; D","1,50"\nF-2,"E; F; G; H","2,50"\n');
    expect(table.separator).toBe(',');
    expect(cellsOf(table)[0]).toEqual(['F-1', 'A; B; C; D', '1,50']);
  });

  test('Excel’s own declaration is believed and skipped', () => {
    const table = tableOf(`sep=|\n${HEAD.replaceAll(';', '|')}\nF-1|A;B|12|01/09/2026\n`);
    expect(table).toMatchObject({ separator: '|', headerLine: 2 });
    expect([...table.rows]).toMatchObject([{ line: 3 }]);
  });
});

describe('lines', () => {
  test.each(['\n', '\r\n', '\r', '\r\r\n'])('end with %j', (end) => {
    const table = tableOf(
      [HEAD, 'F-1;"12 rue\n69003 Lyon";12;01/09/2026', 'F-2;B;7;02/09/2026', ''].join(end),
    );
    expect([...table.rows].map((row) => row.line)).toEqual([2, 4]);
    expect([...table.rows][0]?.cells[1]).toBe('12 rue\n69003 Lyon');
    expect(table.defects).toEqual([]);
  });

  test('a title block, blank lines, the header again and totals are no records', () => {
    const table = tableOf(
      [
        'Société Lefèvre;;;',
        'Édité le 02/01/2026 à 09:15;;;',
        ';;;',
        HEAD,
        'F-1;Dupont;12,00;01/09/2026',
        '',
        ';;;',
        'Total page;;12,00;',
        'FACTURE;Client;Montant TTC;date facture',
        'F-2;Total;7,00;02/09/2026',
        'Dupont (2);;19,00;',
        'TOTAL GÉNÉRAL;;19,00 €;',
        '',
      ].join('\n'),
    );
    expect(table.headerLine).toBe(4);
    expect([...table.rows].map((row) => row.line)).toEqual([5, 10]);
    expect(table.ignored.map(({ line, reason }) => [line, reason])).toEqual([
      [8, 'totals'],
      [9, 'repeated_header'],
      [11, 'totals'],
      [12, 'totals'],
    ]);
  });

  test('a customer named Total is no line of totals', () => {
    const table = tableOf('client;facture;montant_ttc;date_facture\nTotal;1001;12,00;20260901\n');
    expect([...table.rows]).toHaveLength(1);
  });

  test('a guard around digits is not part of them, a stray quote is', () => {
    const table = tableOf(`${HEAD}\n="0012";Tuyau 12" Dupont;12;01/09/2026\n`);
    expect(cellsOf(table)).toEqual([['="0012"', 'Tuyau 12" Dupont', '12', '01/09/2026']]);
  });

  test('a row too long is shifted: none of its values is believed; trailing separators are nothing', () => {
    const table = tableOf(`${HEAD}\nF-1;Dupont;Lyon;12;01/09/2026\nF-2;B;7;02/09/2026;;;\n`);
    expect(table.defects).toMatchObject([{ line: 2, code: 'row_long', rejects: 'line' }]);
    expect([...table.rows].map((row) => row.line)).toEqual([3]);
  });

  test('a short row is kept as it is: its reader says what is missing', () => {
    expect(cellsOf(tableOf(`${HEAD}\nF-1;Dupont\nF-2;B;7;02/09/2026\n`))[0]).toEqual(['F-1', 'Dupont']);
  });
});

describe('a file that is cut', () => {
  test('in the last line, cells missing', () => {
    const table = tableOf(`${HEAD}\nF-1;A;12;01/09/2026\nF-2;B;7`);
    expect(table.defects).toMatchObject([{ line: 3, code: 'line_cut' }]);
    expect([...table.rows].map((row) => row.line)).toEqual([2]);
  });

  test('inside a quote', () => {
    const table = tableOf(`${HEAD}\nF-1;A;12;01/09/2026\nF-2;"B`);
    expect(table.defects).toMatchObject([{ line: 3, code: 'line_cut' }]);
    expect([...table.rows].map((row) => row.line)).toEqual([2]);
  });

  test('no line feed at the end is no cut, nor are cells that every line lacks', () => {
    expect(tableOf(`${HEAD}\nF-1;A;12;01/09/2026`).defects).toEqual([]);
    expect(tableOf(`${HEAD};email\nF-1;A;12;01/09/2026\nF-2;B;7;02/09/2026`).defects).toEqual([]);
  });

  test('a quote never closed costs its own line only', () => {
    const table = tableOf(`${HEAD}\nF-1;"Dupont;12;01/09/2026\nF-2;B;7;02/09/2026\nF-3;"C";8;03/09/2026\n`);
    expect(table.defects).toMatchObject([{ line: 2, code: 'quote_unclosed' }]);
    expect([...table.rows].map((row) => row.line)).toEqual([3, 4]);
  });

  test('a stray quote never lends one line the values of another', () => {
    const paired = tableOf(`${HEAD}\nF-1;"Dupont;12;01/09/2026\nF-2;B";7;02/09/2026\nF-3;C;8;03/09/2026\n`);
    expect(paired.defects).toMatchObject([{ line: 2, code: 'quote_unclosed' }]);
    expect(cellsOf(paired).map((cells) => cells.join('|'))).toEqual([
      'F-2|B"|7|02/09/2026',
      'F-3|C|8|03/09/2026',
    ]);
    const legitimate = tableOf(`${HEAD}\nF-1;"""Chez Maël""\n12 rue; bât. B\nLyon";12;01/09/2026\n`);
    expect(legitimate.defects).toEqual([]);
    expect([...legitimate.rows][0]?.cells[1]).toBe('"Chez Maël"\n12 rue; bât. B\nLyon');
  });

  test('quotes left open everywhere refuse the file in a bounded time', () => {
    const table = tableOf(`${HEAD}\n${'F-1;"Dupont;12;01/09/2026\n'.repeat(2001)}`);
    expect(table.defects).toMatchObject([{ line: 0, code: 'quotes_broken', rejects: 'file' }]);
  });
});

describe('what is no table', () => {
  test.each([
    ['nothing', '', 'file_empty'],
    ['blanks', ' \r\n\t\n', 'file_empty'],
    ['only separators', ';;;\n;;;\n', 'file_empty'],
    ['only a header', `${HEAD}\r\n`, 'no_lines'],
    ['a letter', 'Bonjour\nVeuillez trouver\nCordialement\n', 'not_a_table'],
    ['a PDF', '%PDF-1.7\n%âãÏÓ\n1 0 obj', 'not_a_table'],
    ['a web page', '<html><body><table><tr><td>facture</td></tr></table></body></html>', 'not_a_table'],
    ['XML', '<?xml version="1.0"?><Invoice/>', 'not_a_table'],
    ['a ZIP cut short', 'PK\u0003\u0004abc', 'workbook_damaged'],
  ])('%s', (_, text, code) => {
    expect(tableOf(text)).toMatchObject({
      rows: { count: 0 },
      header: expect.anything(),
      defects: [{ code }],
    });
  });

  test.each([
    ['an image', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13], 'c’est une image'],
    ['an old .xls', [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0], '.xls'],
    ['noise', Array.from({ length: 400 }, (_, index) => (index * 89) % 256), 'texte'],
  ])('%s', (_, bytes, said) => {
    const [found] = readTable(Uint8Array.from(bytes)).defects;
    expect(found).toMatchObject({ code: 'not_a_table', rejects: 'file' });
    expect(found?.message).toContain(said);
  });

  test('too many columns, too many lines', () => {
    expect(tableOf(`facture;client${';x'.repeat(600)}\n1;2\n`).defects).toMatchObject([
      { code: 'too_many_columns' },
    ]);
    expect(tableOf(`${HEAD}\nF-1${';'.repeat(5_000_000)}\n`).defects).toMatchObject([
      { code: 'too_many_columns' },
    ]);
    expect(tableOf(`${HEAD}\n${'\n'.repeat(3_000_000)}`).defects).toMatchObject([{ code: 'too_many_rows' }]);
  });
});

test('titles that we do not know are still shown, for a person to map', () => {
  const table = tableOf('Ref interne;Qui;Combien\nA1;Dupont;12\nA2;Durand;7\n');
  expect(table.header).toEqual(['Ref interne', 'Qui', 'Combien']);
  expect([...table.rows]).toHaveLength(2);
});

test('another vocabulary finds another header', () => {
  const text = 'Compte;****1234;16/01/2026\nDate op;Wording;Sum\n05/01/2026;VIR;12,00\n';
  const isKnown = (title: string): boolean => ['Date op', 'Wording', 'Sum'].includes(title);
  expect(readTable(Buffer.from(text), { isKnown }).headerLine).toBe(2);
});
