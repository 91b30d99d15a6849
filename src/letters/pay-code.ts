import QRCode from 'qrcode';
import type { Cents } from '../money/cents.ts';
import { toDecimal } from '../money/format.ts';
import type { Payee } from './payee.ts';

/** The largest amount that a SEPA credit transfer code may carry. */
const MOST = 99_999_999_999;

/**
 * The text of a SEPA credit transfer code (EPC069-12, version 002, UTF-8): what a banking application scans
 * to fill in a transfer. Null in another currency than the euro, or for an amount that the code cannot carry.
 */
export function payCodeText(payee: Payee, amount: Cents, reference: string, currency: string): string | null {
  if (currency !== 'EUR' || amount < 1 || amount > MOST) return null;
  return [
    'BCD',
    '002',
    '1',
    'SCT',
    payee.bic ?? '',
    inBytes(payee.holder, 70),
    payee.iban,
    `EUR${toDecimal(amount)}`,
    '',
    '',
    inBytes(reference, 140),
  ].join('\n');
}

/** Cut so that the whole code stays under 331 bytes whatever the alphabet of the names. */
function inBytes(text: string, most: number): string {
  let kept = text.slice(0, most).toWellFormed();
  while (Buffer.byteLength(kept) > most) kept = [...kept].slice(0, -1).join('');
  return kept.trim();
}

/**
 * The code as a drawing, one path of unit squares: exact at any size, no image file. Error level M as the
 * norm asks, byte mode, no margin: the letter leaves four modules of white around it.
 */
export function payCodeSvg(text: string): string {
  const { modules } = QRCode.create([{ data: Buffer.from(text, 'utf8'), mode: 'byte' }], {
    errorCorrectionLevel: 'M',
  });
  const { size } = modules;
  const rows: string[] = [];
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      if (!modules.get(y, x)) continue;
      let run = 1;
      while (x + run < size && modules.get(y, x + run)) run += 1;
      rows.push(`M${x} ${y}h${run}v1h-${run}z`);
      x += run;
    }
  }
  const view = `viewBox="-4 -4 ${size + 8} ${size + 8}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${view}><path d="${rows.join('')}"/></svg>`;
}
