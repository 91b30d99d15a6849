import { PageSizes, PDFDocument, type PDFFont, type PDFPage, rgb, StandardFonts } from 'pdf-lib';
import { formatShortDay } from '../calendar/french.ts';
import { formatMoney } from '../money/format.ts';
import { SAMPLE_COMPANY } from './sample-company.ts';
import type { SampleInvoice } from './sample-invoices.ts';

const INK = rgb(0.12, 0.14, 0.18);
const SOFT = rgb(0.4, 0.43, 0.48);
const LEFT = 60;
const RIGHT = 535;
const SMALL = 9;
const BODY = 10.5;

/**
 * The invoice as its customer received it, on one page: what the reminders of the sample attach. Same
 * invoice, same bytes.
 */
export async function sampleInvoicePdf(invoice: SampleInvoice): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false });
  document.setTitle(`Facture ${invoice.number}`, { showInWindowTitleBar: true });
  document.setLanguage('fr-FR');
  const plain = await document.embedFont(StandardFonts.Helvetica);
  const bold = await document.embedFont(StandardFonts.HelveticaBold);
  const page = document.addPage(PageSizes.A4);
  const pen = penOn(page, plain, bold);
  drawHead(pen, invoice);
  drawAmounts(pen, invoice);
  drawFoot(pen);
  return await document.save();
}

interface Pen {
  readonly write: (text: string, at: At) => void;
  readonly line: (y: number) => void;
}

interface At {
  readonly x?: number;
  readonly y: number;
  readonly size?: number;
  readonly strong?: boolean;
  readonly soft?: boolean;
  /** The text ends at the right margin. */
  readonly right?: boolean;
}

function penOn(page: PDFPage, plain: PDFFont, bold: PDFFont): Pen {
  return {
    write: (text, { x = LEFT, y, size = BODY, strong, soft, right }) => {
      const font = strong ? bold : plain;
      // The standard fonts hold no narrow no-break space.
      const drawn = text.replaceAll('\u202f', '\u00a0');
      const start = right ? RIGHT - font.widthOfTextAtSize(drawn, size) : x;
      page.drawText(drawn, { x: start, y, size, font, color: soft ? SOFT : INK });
    },
    line: (y) => page.drawLine({ start: { x: LEFT, y }, end: { x: RIGHT, y }, thickness: 0.6, color: SOFT }),
  };
}

function drawHead(
  { write, line }: Pen,
  { number, debtor, issuedOn, dueOn, order, chorus }: SampleInvoice,
): void {
  const { address } = SAMPLE_COMPANY;
  write(SAMPLE_COMPANY.name, { y: 780, size: 15, strong: true });
  write(`${address.lines[0]}, ${address.postcode} ${address.city}`, { y: 763, size: SMALL, soft: true });
  write(`Facture ${number}`, { y: 780, size: 15, right: true });
  write(`du ${formatShortDay(issuedOn)}`, { y: 763, size: SMALL, soft: true, right: true });
  line(750);
  const street = debtor.address ? [debtor.address[0], `${debtor.address[1]} ${debtor.address[2]}`] : [];
  [[debtor.name, debtor.legalForm].filter(Boolean).join(' '), ...street].forEach((text, index) => {
    write(text, { x: 320, y: 715 - index * 15 });
  });
  const references = [
    dueOn === null ? null : `À régler au plus tard le ${formatShortDay(dueOn)}`,
    order === null ? null : `Commande ${order}`,
    chorus === null ? null : `Engagement ${chorus.commitment}, service ${chorus.service}`,
  ].filter((text) => text !== null);
  references.forEach((text, index) => {
    write(text, { y: 640 - index * 15, size: SMALL, soft: true });
  });
}

function drawAmounts({ write, line }: Pen, { label, amount }: SampleInvoice): void {
  line(575);
  write('Désignation', { y: 560, size: SMALL, soft: true });
  write('Montant TTC', { y: 560, size: SMALL, soft: true, right: true });
  line(552);
  write(label, { y: 530 });
  write(formatMoney(amount), { y: 530, right: true });
  line(512);
  write('Total à payer', { y: 492, strong: true });
  write(formatMoney(amount), { y: 492, strong: true, right: true });
}

/** The mentions that every invoice between professionals bears (C. com. L441-9). */
function drawFoot({ write, line }: Pen): void {
  const lines = [
    `Virement à ${SAMPLE_COMPANY.accountHolder}, IBAN ${SAMPLE_COMPANY.iban}, BIC ${SAMPLE_COMPANY.bic}.`,
    'Entre professionnels, tout retard entraîne de plein droit des pénalités au taux de la BCE majoré de dix points',
    'et une indemnité forfaitaire de 40 € pour frais de recouvrement. Pas d’escompte pour paiement anticipé.',
    `${SAMPLE_COMPANY.legalForm} au capital de 50 000 €, SIREN ${SAMPLE_COMPANY.siren}, RCS ${SAMPLE_COMPANY.rcs}, ` +
      `TVA ${SAMPLE_COMPANY.vatNumber}. Société d’exemple.`,
  ];
  line(110);
  lines.forEach((text, index) => {
    write(text, { y: 96 - index * 12, size: 7.5, soft: true });
  });
}
