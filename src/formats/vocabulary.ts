import type { Regime } from '../law/regime.ts';
import { fault, type Reading } from './reading.ts';
import { fold } from './text.ts';

export type PaymentMethod = 'transfer' | 'direct_debit' | 'lcr' | 'cheque' | 'card' | 'cash';

/** Words of the kind of customer, folded; an association in business is entered « professionnel ». */
const REGIMES: Readonly<Record<Regime, RegExp>> = {
  b2b: /^(?:b2b|b to b|pro|pros|professionnel|professionnels|professionnelle|professional|business|entreprise|societe|company|artisan|commercant|profession liberale)$/,
  b2c: /^(?:b2c|b to c|particulier|particuliers|consommateur|consumer|individual|individu|private individual|personne physique)$/,
  nonpro:
    /^(?:nonpro|non pro|non professionnel|association|associations|asso|syndicat de coproprietaires|copropriete|cse|non profit|nonprofit)$/,
  public:
    /^(?:b2g|public|publics|secteur public|administration|collectivite|collectivite territoriale|etat|hopital|mairie|public sector|public body)$/,
};

/** The regime that a person wrote for a customer; never guessed from anything else. */
export function readCustomerType(text: string): Reading<Regime> {
  const word = fold(text);
  for (const regime of ['b2b', 'b2c', 'nonpro', 'public'] as const) {
    if (REGIMES[regime].test(word)) return { value: regime };
  }
  return fault('customer_type_unknown');
}

/**
 * In this order: « prélèvement par carte » is a card, « LCR directe » no transfer, « SEPA direct debit » no
 * transfer.
 */
const METHODS: readonly (readonly [PaymentMethod, RegExp])[] = [
  ['direct_debit', /\b(?:prelev\w*|prl?v\w*|prel|sdd|direct debit|mandat sepa|gocardless)\b/],
  ['lcr', /\b(?:lcr|traites?|effets?|lettre de change|billet a ordre|bor|bao|draft|bill of exchange)\b/],
  ['card', /\b(?:cartes?|cb|card|visa|mastercard|stripe|tpe)\b/],
  ['cheque', /\b(?:cheques?|chq|chqs?|check)\b/],
  ['cash', /\b(?:especes|cash|liquide)\b/],
  ['transfer', /\b(?:virements?|vir|transfer|wire|sepa|sct|bank transfer|banktransfer)\b/],
];

/** How an invoice is, or was, paid; several words decide by the one that matters to whoever chases. */
export function readPaymentMethod(text: string): Reading<PaymentMethod> {
  const words = fold(text);
  const found = METHODS.find(([, pattern]) => pattern.test(words));
  return found ? { value: found[0] } : fault('payment_method_unknown');
}

export type StatusWord = 'draft' | 'open' | 'late' | 'partial' | 'paid' | 'cancelled' | 'credit';

const STATUSES: Readonly<Record<StatusWord, readonly string[]>> = {
  draft: ['brouillon', 'draft', 'provisoire', 'incomplete', 'en cours', 'en cours de saisie', 'proforma'],
  open: [
    ...[
      'validee',
      'valide',
      'envoyee',
      'emise',
      'a payer',
      'a venir',
      'en attente',
      'en attente de paiement',
      'due',
    ],
    ...[
      'comptabilise',
      'comptabilisee',
      'posted',
      'upcoming',
      'sent',
      'open',
      'pending',
      'ouverte',
      'facturee',
    ],
    ...['finalisee', 'a encaisser', 'non echue', 'non echu', '1'],
  ],
  late: [
    'en retard',
    'echue',
    'late',
    'overdue',
    'impayee',
    'impaye',
    'non paye',
    'non payee',
    'unpaid',
    'not paid',
  ],
  partial: [
    ...[
      'partiellement paye',
      'partiellement payee',
      'partiellement reglee',
      'reglement commence',
      'payinprogress',
    ],
    ...['partially paid', 'partiallypaid', 'partial', 'partielle', 'reglement partiel', 'paiement partiel'],
  ],
  paid: [
    ...[
      'payee',
      'paye',
      'reglee',
      'regle',
      'soldee',
      'solde',
      'paid',
      'closed',
      'acquittee',
      'encaissee',
      'lettree',
    ],
    ...['in payment', 'en paiement', 'extournee', 'reversed', '2'],
  ],
  cancelled: [
    ...[
      'annulee',
      'annule',
      'abandonnee',
      'abandonne',
      'cancelled',
      'canceled',
      'cancel',
      'void',
      'irrecouvrable',
    ],
    '3',
  ],
  credit: ['avoir', 'credit note', 'note de credit', 'refund'],
};

const STATUS_OF: ReadonlyMap<string, StatusWord> = new Map(
  (Object.keys(STATUSES) as StatusWord[]).flatMap((status) =>
    STATUSES[status].map((word) => [word, status] as const),
  ),
);

/**
 * What a tool says of the state of an invoice; null for a word nobody listed. `0` is a draft in Dolibarr's
 * codes.
 */
export function readStatus(text: string): StatusWord | null {
  const word = fold(text);
  return word === '0' ? 'draft' : (STATUS_OF.get(word) ?? null);
}

export type DocumentKind = 'invoice' | 'credit_note' | 'other';

/** Claim, credit note, or a document that claims nothing (quote, order, delivery, supplier's invoice). */
export function readDocumentType(text: string, codes: boolean): DocumentKind {
  const words = fold(text);
  if (codes && /^\d$/.test(words)) return words === '2' ? 'credit_note' : words === '4' ? 'other' : 'invoice';
  if (/\b(?:fournisseur|supplier|vendor|achat|in invoice|in refund|bill)\b/.test(words)) return 'other';
  if (/\b(?:avoir|credit|refund|remboursement)\b/.test(words)) return 'credit_note';
  if (/\bpro ?forma\b|\b(?:devis|quote|estimate|commande|order|bl|livraison|delivery|bon)\b/.test(words))
    return 'other';
  return 'invoice';
}

/** Yes or no as exports write it; null for anything else. */
export function readYesNo(text: string): boolean | null {
  const word = fold(text);
  if (/^(?:1|o|oui|y|yes|x|vrai|true|v)$/.test(word)) return true;
  return /^(?:0|n|non|no|faux|false|f|)$/.test(word) ? false : null;
}

export function readLanguage(text: string): Reading<'fr' | 'en'> {
  const word = fold(text);
  if (/^(?:fr|fr fr|fra|fre|francais|french)$/.test(word)) return { value: 'fr' };
  return /^(?:en|en gb|en us|eng|anglais|english)$/.test(word) ? { value: 'en' } : fault('language_unknown');
}

/** ISO 4217 codes in use; withdrawn ones (FRF, DEM…) are not currencies of a debt any more. */
const CURRENCIES = new Set(
  `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP
   CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR
   IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU
   MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG
   SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST
   XAF XCD XCG XOF XPF YER ZAR ZMW ZWG`.split(/\s+/),
);

const CURRENCY_WORDS: Readonly<Record<string, string>> = {
  '€': 'EUR',
  euro: 'EUR',
  euros: 'EUR',
  $: 'USD',
  '£': 'GBP',
};

/** The ISO code of a currency given by code or by the sign or name of the commonest. */
export function readCurrency(text: string): Reading<string> {
  if (CURRENCIES.has(text)) return { value: text };
  const code = CURRENCY_WORDS[text.toLowerCase()] ?? text.toUpperCase();
  return CURRENCIES.has(code) ? { value: code } : fault('currency_unknown');
}
