import type { Day } from '../calendar/day.ts';
import { semesterOf, semesterStart } from '../calendar/semester.ts';
import { interestOf } from '../law/interest.ts';
import { isNonProfessional } from '../law/regime.ts';
import type { Cents } from '../money/cents.ts';
import { rateBasis, ratesOf } from './claim-tables.ts';
import type { Figures } from './figures.ts';
import { creditorName, handlerOf } from './identity.ts';
import { listNumbers, nameInvoices } from './invoice-numbers.ts';
import { labelsOf } from './labels.ts';
import type { LetterFacts, LetterItem, MissedPlan } from './letter-facts.ts';
import { pastOf } from './past.ts';
import type { Payee } from './payee.ts';
import { cleanData, joinWords } from './typography.ts';

/** What a wording may name: words, figures already written out, and answers to « is there one? ». */
export type Scope = { readonly [name: string]: string | number | boolean | Scope };

/** Days that a formal notice leaves from its first presentation, by kind of debtor. */
export const NOTICE_DAYS = { b2b: 8, b2c: 15, nonpro: 15, public: 30 } as const;

const DAYS_IN_WORDS = {
  fr: { 8: 'huit', 15: 'quinze', 30: 'trente' },
  en: { 8: 'eight', 15: 'fifteen', 30: 'thirty' },
} as const;

const PROFILES = {
  new: 'nouveau',
  standard: 'standard',
  'long-standing': 'ancien',
  strategic: 'strategique',
  small: 'petit',
} as const;

const MODES = {
  none: 'aucun',
  mention: 'mention',
  'waive-until': 'renonciation',
  claim: 'reclamation',
} as const;

/**
 * The closed list of variables of a reminder or formal notice, filled from the facts; docs/guide/variables.md
 * explains each.
 */
export function letterScope(
  facts: LetterFacts,
  figures: Figures,
  payee: Payee | null,
  medium: 'courriel' | 'lettre',
): Scope {
  const labels = labelsOf(facts.language);
  const money = (amount: Cents) => labels.money(amount, facts.currency);
  const handler = handlerOf(facts.creditor, facts.handler, facts.language);
  const past = pastOf(facts);
  const count = (kind: string) => facts.attachments.filter((file) => file.kind === kind).length;
  const days = NOTICE_DAYS[facts.debtor.regime];
  return {
    canal: medium,
    etape: facts.step,
    regime: facts.debtor.regime,
    profil: PROFILES[facts.profile],
    date: labels.day(facts.on),
    date_limite: facts.answerBy === null ? '' : labels.longDay(facts.answerBy),
    ...greeting(facts, medium),
    creancier: { nom: creditorName(facts.creditor), ville: cleanData(facts.creditor.address?.city ?? '') },
    suivi: { nom: handler.name, telephone: handler.phone, courriel: handler.email },
    debiteur: {
      nom: cleanData(facts.debtor.name),
      contact: cleanData(facts.debtor.contactName ?? ''),
      code_service: cleanData(facts.debtor.serviceCode ?? ''),
      personne_physique: facts.debtor.naturalPerson,
    },
    factures: invoiceScope(facts, figures),
    echeancier: planScope(facts, figures),
    echeancier_manque: missedPlanScope(facts, facts.missedPlans?.[0]),
    deja_reclame: claimedBefore(facts),
    montant: money(figures.toPay),
    principal: money(figures.net),
    interets: money(figures.interest),
    indemnites: money(figures.indemnity),
    accessoires: figures.interest + figures.indemnity > 0,
    total: money(figures.total),
    par_jour: figures.perDay > 0 ? money(figures.perDay) : '',
    taux: ratesOf(facts, labels),
    base_taux: rateBasis(facts),
    mode: MODES[facts.penaltyMode],
    rappels: {
      portee: { none: 'aucune', some: 'partielle', uneven: 'inegale', all: 'toutes' }[past.reach],
      designation: past.reminders,
      designation_majuscule: past.reminders.charAt(0).toUpperCase() + past.reminders.slice(1),
      dates: past.dates,
      nombre: past.reminderCount,
      rang: past.rank,
    },
    appels: { designation: past.callsNamed, dates: past.calls, nombre: past.callCount },
    joint: {
      factures: count('invoice-copy'),
      rappel: count('previous-reminder'),
      releve: count('statement'),
      total: facts.attachments.length,
    },
    recommande: facts.tracking ? cleanData(facts.tracking) : '',
    annees: facts.customerYears ?? 0,
    delai: { jours: days, lettres: DAYS_IN_WORDS[facts.language][days] },
    cession: payee?.assigned ? payee.holder : '',
    arrete: facts.freshUntil === null ? '' : labels.day(facts.freshUntil),
    oubli: isNonProfessional(facts.debtor.regime) || (facts.latePaymentsInYear ?? 99) < 3,
    ...legalRateScope(facts, figures, money),
  };
}

function greeting(facts: LetterFacts, medium: 'courriel' | 'lettre'): Scope {
  // A formal notice goes to whoever represents the firm in law, not to the person of the accounts.
  const impersonal = facts.step === 'formal-notice' && medium === 'lettre' && !facts.debtor.naturalPerson;
  const contact = impersonal ? '' : cleanData(facts.debtor.contactName ?? '');
  const french = facts.language === 'fr';
  const title = /^(madame|mme)\b/i.test(contact)
    ? 'Madame'
    : /^(monsieur|m\.)(?=\s)/i.test(contact)
      ? 'Monsieur'
      : '';
  const formal = french
    ? title || 'Madame, Monsieur'
    : contact === ''
      ? 'Dear Sir or Madam'
      : `Dear ${contact}`;
  const friendly = french
    ? contact === ''
      ? 'Bonjour'
      : `Bonjour ${contact}`
    : contact === ''
      ? 'Hello'
      : `Dear ${contact}`;
  return { civilite: formal, salutation: medium === 'lettre' ? formal : friendly };
}

function invoiceScope(facts: LetterFacts, figures: Figures): Scope {
  const labels = labelsOf(facts.language);
  // Table 1 only: no sentence about these invoices covers table 2, which has not come as far (L02, L05).
  const items = facts.demanded.length > 0 ? facts.demanded : figures.items;
  const one = <T>(read: (item: LetterItem) => T | null): T | null => {
    const values = new Set(items.map(read));
    return values.size === 1 ? [...values][0]! : null;
  };
  const due = one((item) => item.dueOn);
  const issued = one((item) => item.issuedOn);
  const received = one((item) => item.receivedOn);
  const chorus = one((item) => item.chorus?.number ?? null);
  const filed = one((item) => item.chorus?.on ?? null);
  const partial = figures.credits > 0 || figures.items.some((item) => item.balance !== item.amount);
  const word = (value: string | null) => cleanData(value ?? '');
  const dated = (value: Day | null) => (value === null ? '' : labels.day(value));
  return {
    nombre: items.length,
    liste: listNumbers(facts.language, items, 3),
    objet: subjectOf(facts, items),
    date: dated(issued),
    echeance: due === null ? '' : labels.longDay(due),
    echeance_courte: due === null ? '' : labels.shortDay(due),
    retard: Math.max(0, ...items.map((item) => item.daysLate)),
    nombre_total: figures.items.length,
    detail: figures.items.length > 1 || partial,
    partiel: partial,
    fondement: items.every(
      (item) => item.order !== null || item.commitment !== null || item.deliveredOn !== null,
    ),
    commande: word(one((item) => item.order)),
    engagement: word(one((item) => item.commitment)),
    reception: dated(received),
    chorus_numero: word(chorus),
    chorus_date: dated(filed),
  };
}

/** The date of a payment plan that the text announces; empty for every other text. */
function planScope({ language, planDate }: LetterFacts, figures: Figures): Scope {
  const labels = labelsOf(language);
  return {
    date: planDate ? labels.longDay(planDate.dueOn) : '',
    date_courte: planDate ? labels.shortDay(planDate.dueOn) : '',
    rang: planDate?.position ?? 0,
    nombre: planDate?.count ?? 0,
    partiel: planDate ? figures.net < planDate.amount : false,
  };
}

/** A payment plan that was not kept; empty when all are. */
export function missedPlanScope({ language, currency }: LetterFacts, plan: MissedPlan | undefined): Scope {
  const labels = labelsOf(language);
  const missing = (plan?.missed ?? []).map(
    ({ dueOn, open }) => `${labels.money(open, currency)} ${labels.words.ofDay} ${labels.day(dueOn)}`,
  );
  return {
    convenu: plan ? labels.day(plan.agreedOn) : '',
    fin: plan?.endedOn == null ? '' : labels.day(plan.endedOn),
    versements: joinWords(missing, labels.and),
    a_venir: plan && plan.toCome > 0 ? labels.money(plan.toCome, currency) : '',
  };
}

/** Invoices whose accessories an earlier text asked, when this one asks the principal only. */
function claimedBefore(facts: LetterFacts): string {
  if (facts.penaltyMode === 'claim' || isNonProfessional(facts.debtor.regime)) return '';
  const claimed = facts.others.filter(
    (item) => item.claims && item.reminders.some(({ step }) => step === item.step),
  );
  return claimed.length === 0 ? '' : nameInvoices(facts.language, claimed);
}

function subjectOf(facts: LetterFacts, items: readonly LetterItem[]): string {
  const many = new Set(items.map((item) => item.number)).size > 1;
  const word = facts.language === 'fr' ? 'Facture' : 'Invoice';
  return `${word}${many ? 's' : ''} ${listNumbers(facts.language, items, 2)}`;
}

/**
 * The legal rate that a formal notice starts for a non-professional (C. civ. 1231-6 and 1344-1), when its
 * figure is known.
 */
function legalRateScope(facts: LetterFacts, figures: Figures, money: (amount: Cents) => string): Scope {
  const labels = labelsOf(facts.language);
  const semester = semesterOf(facts.on);
  const [year, half] = semester.split('-S');
  const rate = facts.legalRate ?? null;
  const french = facts.language === 'fr';
  const ordinal = half === '1' ? (french ? '1er' : 'first') : french ? '2e' : 'second';
  return {
    taux_legal: rate === null ? '' : labels.rate(rate),
    interet_legal_par_jour: rate === null ? '' : money(interestOf(figures.net, rate, 1)),
    semestre: french ? `${ordinal} semestre ${year}` : `${ordinal} half of ${year}`,
    debut_semestre: labels.day(semesterStart(facts.demanded[0]?.interest[0]?.from ?? facts.on)),
  };
}
