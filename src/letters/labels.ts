import type { Day } from '../calendar/day.ts';
import { formatDay, formatLongDay, formatLongDayEnglish, formatShortDay } from '../calendar/french.ts';
import type { Cents } from '../money/cents.ts';
import { formatMoney, formatMoneyEnglish } from '../money/format.ts';
import { type BasisPoints, formatRate } from '../money/rate.ts';
import { formatDayEnglish, formatRateEnglish } from './english.ts';

/** How one language writes figures and the fixed words of tables; sentences live in the wording files. */
export interface Labels {
  readonly money: (amount: Cents, currency: string) => string;
  readonly rate: (rate: BasisPoints) => string;
  readonly day: (value: Day) => string;
  readonly shortDay: (value: Day) => string;
  readonly longDay: (value: Day) => string;
  readonly days: (count: number) => string;
  readonly and: string;
  /** Between a label and its value. */
  readonly colon: string;
  /** Between two values that each say whose they are. */
  readonly semicolon: string;
  readonly words: Record<Word, string>;
}

type Word = keyof typeof FRENCH_WORDS;

const FRENCH_WORDS = {
  invoice: 'Facture',
  invoices: 'Factures',
  issued: 'Date',
  due: 'Échéance',
  late: 'Retard',
  amount: 'Montant TTC',
  settled: 'Réglé, avoirs',
  balance: 'Solde',
  instalment: 'échéance',
  instalments: 'échéances',
  outOf: 'sur',
  retention: 'retenue de garantie',
  retainedApart: 'hors retenue de garantie de',
  until: 'jusqu’au',
  order: 'commande',
  commitment: 'engagement',
  delivered: 'livraison du',
  received: 'facture reçue le',
  chorus: 'Chorus Pro n°',
  deposited: 'déposée le',
  reminded: 'rappels',
  remindedOnce: 'rappel',
  disputed: 'contesté, suspendu',
  deferred: 'échelonné, à venir',
  others: 'Également échues à ce jour',
  notYetDue: 'À échoir, pour information (non demandé)',
  forTheRecord: 'Pour mémoire, non demandé par la présente',
  openItems: 'Factures échues',
  credits: 'À déduire',
  payment: 'Règlement',
  creditNote: 'Avoir',
  sum: 'Total des factures',
  subtotal: 'Total',
  net: 'Somme à régler',
  principal: 'Principal',
  principalNet: 'Principal, avoirs et règlements déduits',
  total: 'Total',
  totalWith: 'Total, accessoires compris',
  totalWithThese: 'Total avec ces accessoires',
  lateInterest: 'Pénalités de retard',
  mixedInterest: 'Pénalités et intérêts de retard',
  moratoryInterest: 'Intérêts moratoires',
  legalInterest: 'Intérêts au taux légal',
  flatIndemnity: 'Indemnité forfaitaire pour frais de recouvrement',
  flatIndemnityPublic: 'Indemnité forfaitaire',
  on: 'au',
  ofDay: 'du',
  from: 'Du',
  to: 'Au',
  dayCount: 'Jours',
  rate: 'Taux annuel',
  base: 'Base',
  interest: 'Montant',
  perDay: 'Par jour de retard supplémentaire',
  payTitle: 'Pour régler',
  payAmount: 'Montant',
  payee: 'Bénéficiaire',
  reference: 'Référence à rappeler',
  payCode: 'À scanner avec votre application bancaire',
  payCodeAlt: 'Code QR de virement SEPA, avec le montant et la référence',
  copyNotice: 'Copie pour votre information\u00a0: ne pas comptabiliser une seconde fois.',
  enclosed: 'P. J.',
  attached: 'Pièces jointes',
  follows: 'Affaire suivie par',
  debtor: 'Destinataire',
  subject: 'Objet',
  page: 'page',
  claimAnnex: 'Décompte des pénalités',
  claimAnnexPublic: 'Décompte des intérêts moratoires',
  statementAnnex: 'Relevé de compte',
  annex: 'Annexe',
  registered: 'Lettre recommandée avec avis de réception',
  attention: 'À l’attention de',
  legalRepresentative: 'À l’attention du représentant légal',
  authorisingOfficer: 'À l’attention de l’ordonnateur',
  sources: 'Taux et sources',
  dueSum: 'Total échu',
  deferredSum: 'Échelonné, à venir',
  laterSum: 'À échoir, pour information',
  accountBalance: 'Solde échu au',
  allocated: 'Affecté',
  remaining: 'Reste à régler',
  dayCountRule:
    'Intérêts en jours exacts sur 365, arrondis au centime à chaque ligne, dès le lendemain de l’échéance.',
} as const;

const ENGLISH_WORDS: Record<Word, string> = {
  invoice: 'Invoice',
  invoices: 'Invoices',
  issued: 'Date',
  due: 'Due date',
  late: 'Overdue',
  amount: 'Total incl. VAT',
  settled: 'Paid, credited',
  balance: 'Balance',
  instalment: 'instalment',
  instalments: 'instalments',
  outOf: 'of',
  retention: 'retention money',
  retainedApart: 'besides retention money of',
  until: 'until',
  order: 'order',
  commitment: 'commitment',
  delivered: 'delivered on',
  received: 'invoice received on',
  chorus: 'Chorus Pro no.',
  deposited: 'filed on',
  reminded: 'reminders',
  remindedOnce: 'reminder',
  disputed: 'disputed, suspended',
  deferred: 'agreed for later dates',
  others: 'Also due to date',
  notYetDue: 'Not yet due, for information (not requested)',
  forTheRecord: 'For the record, not requested in this letter',
  openItems: 'Invoices due',
  credits: 'To be deducted',
  payment: 'Payment',
  creditNote: 'Credit note',
  sum: 'Total of invoices',
  subtotal: 'Total',
  net: 'Amount to pay',
  principal: 'Principal',
  principalNet: 'Principal, less credits and payments',
  total: 'Total',
  totalWith: 'Total including accessories',
  totalWithThese: 'Total with these accessories',
  lateInterest: 'Late-payment interest',
  mixedInterest: 'Late-payment and legal interest',
  moratoryInterest: 'Moratory interest',
  legalInterest: 'Interest at the legal rate',
  flatIndemnity: 'Fixed compensation for recovery costs',
  flatIndemnityPublic: 'Fixed compensation',
  on: 'to',
  ofDay: 'of',
  from: 'From',
  to: 'To',
  dayCount: 'Days',
  rate: 'Yearly rate',
  base: 'Base',
  interest: 'Amount',
  perDay: 'Per further day of delay',
  payTitle: 'How to pay',
  payAmount: 'Amount',
  payee: 'Account holder',
  reference: 'Reference to quote',
  payCode: 'Scan with your banking app',
  payCodeAlt: 'QR code of a SEPA credit transfer, with amount and reference',
  copyNotice: 'Copy for your information: please do not book it a second time.',
  enclosed: 'Encl.',
  attached: 'Attachments',
  follows: 'Handled by',
  debtor: 'Addressee',
  subject: 'Subject',
  page: 'page',
  claimAnnex: 'Statement of late-payment interest',
  claimAnnexPublic: 'Statement of moratory interest',
  statementAnnex: 'Statement of account',
  annex: 'Annex',
  registered: 'Registered letter with advice of receipt',
  attention: 'For the attention of',
  legalRepresentative: 'For the attention of the legal representative',
  authorisingOfficer: 'For the attention of the authorising officer',
  sources: 'Rates and sources',
  dueSum: 'Total due',
  deferredSum: 'Agreed for later dates',
  laterSum: 'Not yet due, for information',
  accountBalance: 'Balance due on',
  allocated: 'Applied',
  remaining: 'Remaining',
  dayCountRule:
    'Interest in exact days over 365, rounded to the cent on each line, from the day after the due date.',
};

/** What a line of credit is, its day apart: « Avoir A-7 », « Règlement ». */
export function creditLabel(creditNote: string | null, language: 'fr' | 'en'): string {
  const { words } = labelsOf(language);
  return creditNote === null ? words.payment : `${words.creditNote} ${creditNote}`;
}

const FRENCH: Labels = {
  money: formatMoney,
  rate: formatRate,
  day: formatDay,
  shortDay: formatShortDay,
  longDay: formatLongDay,
  days: (count) => `${count}\u00a0${count > 1 ? 'jours' : 'jour'}`,
  and: 'et',
  colon: '\u00a0: ',
  semicolon: '\u00a0; ',
  words: FRENCH_WORDS,
};

const ENGLISH: Labels = {
  money: formatMoneyEnglish,
  rate: formatRateEnglish,
  day: formatDayEnglish,
  shortDay: (value) => formatDayEnglish(value).replace(/(\u00a0\p{Lu}\p{Ll}{2})\p{Ll}*/u, '$1'),
  longDay: formatLongDayEnglish,
  days: (count) => `${count}\u00a0${count > 1 ? 'days' : 'day'}`,
  and: 'and',
  colon: ': ',
  semicolon: '; ',
  words: ENGLISH_WORDS,
};

export function labelsOf(language: 'fr' | 'en'): Labels {
  return language === 'fr' ? FRENCH : ENGLISH;
}
