import { creditorFile } from '../harness/desk.ts';

/** Reminders for some fifty kills, and few enough for the first run of a day to take seconds. */
export const DEBTORS = 72;

/** The creditor rehearses, so that its clock may be fixed, and sends to a server of this machine. */
export function creditorOf(port: number, approvals: 'none' | 'all'): string {
  return creditorFile({
    smtp: { host: '127.0.0.1', port, secure: false, user: null, password: null },
    approvals,
  });
}

const TITLES =
  'facture;date_facture;date_echeance;montant_ttc;code_client;client;type_client;email;adresse;code_postal;ville;libelle';

/** Invoices of debtors of whom every eighth has no e-mail and gets letters; two due dates a week apart. */
export function invoicesFile(): string {
  const lines = Array.from({ length: DEBTORS }, (_, index) => {
    const number = index + 1;
    const key = `C${String(number).padStart(4, '0')}`;
    const due = number % 3 === 0 ? '05/10/2026' : '30/09/2026';
    const email = number % 8 === 7 ? '' : `compta@${key.toLowerCase()}.example`;
    const where = `${email};${number} rue des Acacias;06000;Nice`;
    const invoice = (suffix: string, amount: number) =>
      `F-${number}${suffix};31/08/2026;${due};${amount},00;${key};Société ${key};professionnel;${where};Prestation`;
    return number % 4 === 1 ? [invoice('a', 1200), invoice('b', 80)] : [invoice('a', 640)];
  });
  return `${[TITLES, ...lines.flat()].join('\n')}\n`;
}
