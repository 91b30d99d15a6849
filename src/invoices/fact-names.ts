import type { Invoice, PaymentMethod } from './invoice.ts';

type Untold = 'id' | 'debtorId' | 'importId' | 'rowSha256' | 'enteredOn';

/** What each fact of an invoice is called in a French sentence. */
export const INVOICE_FACT_NAMES: Readonly<Record<Exclude<keyof Invoice, Untold>, string>> = {
  number: 'numéro',
  issuedOn: 'date de facture',
  amount: 'montant',
  currency: 'devise',
  description: 'libellé',
  orderReference: 'commande',
  commitment: 'engagement',
  serviceCode: 'code service',
  buyerReference: 'référence',
  performedOn: 'date de prestation',
  receivedOn: 'date de réception',
  paymentMethod: 'mode de règlement',
  assignedTo: 'cessionnaire',
  assigneeIban: 'IBAN du cessionnaire',
  contractRate: 'taux du contrat',
  outOfL441: 'hors article L441-10',
  copySha256: 'copie',
  chorusNumber: 'dépôt Chorus',
  chorusOn: 'date du dépôt Chorus',
  voidedOn: 'annulation',
};

/** What each means of payment is called. */
export const METHOD_NAMES: Readonly<Record<PaymentMethod, string>> = {
  transfer: 'virement',
  'direct-debit': 'prélèvement',
  lcr: 'LCR',
  cheque: 'chèque',
  card: 'carte',
  cash: 'espèces',
};
