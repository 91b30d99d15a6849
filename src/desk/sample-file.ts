import type { Day } from '../calendar/day.ts';
import { iso } from '../calendar/day.ts';
import { formatShortDay } from '../calendar/french.ts';
import { type Cents, ZERO } from '../money/cents.ts';
import { toDecimal } from '../money/format.ts';
import type { SampleBooks, SampleInvoice } from './sample-invoices.ts';

const COLUMNS: readonly (readonly [header: string, cell: (invoice: SampleInvoice) => string])[] = [
  ['facture', ({ number }) => number],
  ['date_facture', ({ issuedOn }) => formatShortDay(issuedOn)],
  ['date_echeance', ({ dueOn }) => (dueOn === null ? '' : formatShortDay(dueOn))],
  ['montant_ttc', ({ amount }) => french(amount)],
  ['deja_regle', ({ paid }) => (paid === ZERO ? '' : french(paid))],
  ['libelle', ({ label }) => label],
  ['client', ({ debtor }) => debtor.name],
  ['code_client', ({ debtor }) => debtor.code],
  ['type_client', ({ debtor }) => debtor.kind ?? ''],
  ['forme_juridique', ({ debtor }) => debtor.legalForm ?? ''],
  ['client_depuis', ({ debtor }) => (debtor.since ? formatShortDay(iso(debtor.since)) : '')],
  ['commercial', ({ debtor }) => debtor.salesperson ?? ''],
  ['siren', ({ debtor }) => debtor.siren ?? ''],
  ['email', ({ debtor }) => debtor.email ?? ''],
  ['telephone', ({ debtor }) => debtor.phone ?? ''],
  ['contact', ({ debtor }) => debtor.contact ?? ''],
  ['adresse', ({ debtor }) => debtor.address?.[0] ?? ''],
  ['code_postal', ({ debtor }) => debtor.address?.[1] ?? ''],
  ['ville', ({ debtor }) => debtor.address?.[2] ?? ''],
  ['pays', ({ debtor }) => debtor.address?.[3] ?? (debtor.address ? 'FR' : '')],
  ['langue', ({ debtor }) => debtor.language ?? 'fr'],
  ['commande', ({ order }) => order ?? ''],
  ['engagement', ({ chorus }) => chorus?.commitment ?? ''],
  ['code_service', ({ chorus }) => chorus?.service ?? ''],
  ['depot_chorus', ({ chorus }) => chorus?.deposit ?? ''],
  ['date_depot_chorus', ({ chorus, issuedOn }) => (chorus ? formatShortDay(issuedOn) : '')],
  ['date_reception', ({ chorus, issuedOn }) => (chorus ? formatShortDay(issuedOn) : '')],
  ['mode_reglement', ({ method }) => method],
  ['cede_a', ({ assignedTo }) => assignedTo ?? ''],
  ['reference', ({ correctsNumber }) => correctsNumber ?? ''],
];

/** The firm's own file of invoices as it stood on a day, as a French spreadsheet saves it. */
export function sampleFile({ invoices }: SampleBooks, day: Day): string {
  const rows = invoices
    .filter(({ enteredOn }) => enteredOn <= day)
    .map((invoice) => COLUMNS.map(([, cell]) => cell(invoice)));
  const lines = [COLUMNS.map(([header]) => header), ...rows];
  return `\ufeff${lines.map((cells) => `${cells.map(quoted).join(';')}\r\n`).join('')}`;
}

function french(amount: Cents): string {
  return toDecimal(amount).replace('.', ',');
}

function quoted(cell: string): string {
  return /[";\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
