import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { addDays, civil, type Day, iso } from '../src/calendar/day.ts';

/** Titles of a list of invoices as French tools export it, in its order of columns. */
const TITLES = [
  ...['facture', 'date_facture', 'date_echeance', 'code_client', 'client', 'type_client', 'siren', 'email'],
  ...['telephone', 'adresse', 'code_postal', 'ville', 'libelle', 'commande', 'montant_ttc', 'devise'],
];

/**
 * Writes a CSV of `lines` invoices of `debtors` customers, as French tools export it: semicolons, dates
 * day first, amounts with a comma, the customer repeated on each of its lines, lines by date.
 */
export async function writeInvoicesFile(path: string, lines: number, debtors: number): Promise<void> {
  const stream = createWriteStream(path);
  stream.write(`${TITLES.join(';')}\n`);
  const from = iso('2025-11-03');
  for (let line = 0; line < lines; line += 1) {
    const issued = addDays(from, Math.trunc((line * 365) / lines));
    const text = invoiceLine(line, line % debtors, issued);
    if (!stream.write(text)) await new Promise<void>((resolve) => stream.once('drain', resolve));
  }
  stream.end();
  await finished(stream);
}

function invoiceLine(line: number, debtor: number, issued: Day): string {
  const code = `C${String(debtor + 1).padStart(6, '0')}`;
  const cents = 1_500 + ((line * 7_919) % 2_500_000);
  const cells = [
    `FA-${String(line + 1).padStart(7, '0')}`,
    french(issued),
    french(addDays(issued, 30)),
    code,
    `Société ${code} & Fils`,
    'professionnel',
    sirenOf(debtor),
    `compta@c${debtor + 1}.example`,
    `04 72 ${pair(debtor)} ${pair(Math.trunc(debtor / 100))} 00`,
    `${(debtor % 90) + 1} rue de l’Église`,
    `69${String(debtor % 1_000).padStart(3, '0')}`,
    'Lyon',
    `Prestation de ${debtor % 2 === 0 ? 'maçonnerie' : 'menuiserie'}, chantier ${line % 977}`,
    `BC-${line % 4_001}`,
    `${Math.trunc(cents / 100)},${pair(cents)}`,
    'EUR',
  ];
  return `${cells.join(';')}\n`;
}

function pair(number: number): string {
  return String(number % 100).padStart(2, '0');
}

function french(day: Day): string {
  const { year, month, day: of } = civil(day);
  return `${pair(of)}/${pair(month)}/${year}`;
}

/** A number with the right check digit, of a range that is not assigned. */
function sirenOf(debtor: number): string {
  const head = String(99_000_000 + debtor);
  let sum = 0;
  for (let place = 0; place < 8; place += 1) {
    const figure = Number(head[place]) * (place % 2 === 0 ? 1 : 2);
    sum += figure > 9 ? figure - 9 : figure;
  }
  return `${head}${(10 - (sum % 10)) % 10}`;
}
