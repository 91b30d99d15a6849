import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { decode } from './decode.ts';

const FRENCH =
  'N° facture;Société;Libellé\r\nF-1;Hôtel « Beauséjour »;Crêpes à la crème, très sucrées : 12 €\r\n';
const WITHOUT_CP850 = FRENCH.replaceAll('€', 'EUR');

describe('the encoding that nobody declared', () => {
  test.each([
    ['utf-8', Buffer.from(FRENCH, 'utf8')],
    ['utf-8', Buffer.from(`\ufeff${FRENCH}`, 'utf8')],
    ['utf-16le', iconv.encode(FRENCH, 'utf-16le', { addBOM: true })],
    ['utf-16be', iconv.encode(FRENCH, 'utf-16be', { addBOM: true })],
    ['utf-16le', iconv.encode(FRENCH, 'utf-16le')],
    ['utf-16be', iconv.encode(FRENCH, 'utf-16be')],
    ['windows-1252', iconv.encode(FRENCH, 'windows-1252')],
    ['iso-8859-15', iconv.encode(FRENCH, 'iso-8859-15')],
  ])('%s', (encoding, bytes) => {
    expect(decode(bytes)).toEqual({ text: FRENCH, encoding });
  });

  test('cp850, of old accounting programs', () => {
    expect(decode(iconv.encode(WITHOUT_CP850, 'cp850'))).toEqual({ text: WITHOUT_CP850, encoding: 'cp850' });
    // Only a degree sign, byte F8: ø in Windows-1252.
    expect(decode(iconv.encode('N° facture', 'cp850'))).toEqual({ text: 'N° facture', encoding: 'cp850' });
  });

  test.each(['SOCIÉTÉ', 'Œuvres', 'l’été', 'Total : 12 €', 'Île', 'ça', 'où'])('« %s » alone', (text) => {
    expect(decode(iconv.encode(text, 'windows-1252'))).toEqual({ text, encoding: 'windows-1252' });
  });

  test('plain letters are UTF-8', () => {
    expect(decode(Buffer.from('facture;client\n'))).toEqual({ text: 'facture;client\n', encoding: 'utf-8' });
    expect(decode(Buffer.alloc(0))).toEqual({ text: '', encoding: 'utf-8' });
  });

  test('a UTF-8 file cut inside a character stays UTF-8', () => {
    const bytes = Buffer.from('Société;Hôtel;Crêperie;Été', 'utf8');
    const read = decode(bytes.subarray(0, bytes.length - 1));
    expect(read).toEqual({ text: 'Société;Hôtel;Crêperie;Ét\ufffd', encoding: 'utf-8' });
  });
});
