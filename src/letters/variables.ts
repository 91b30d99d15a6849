import { semesterOf, semesterStart } from '../calendar/semester.ts';
import { interestOf } from '../law/interest.ts';
import { isNonProfessional } from '../law/regime.ts';
import { type Cents, sumCents } from '../money/cents.ts';
import type { Figures } from './figures.ts';
import { creditorName, handlerOf } from './identity.ts';
import { countInvoices, listNumbers, nameInvoices } from './invoice-numbers.ts';
import { invoiceScope } from './invoice-variables.ts';
import { labelsOf } from './labels.ts';
import type { LetterFacts, MissedPlan, ReversedPayment } from './letter-facts.ts';
import { pastOf } from './past.ts';
import type { Payee } from './payee.ts';
import { firstSemester, legalBeside, rateBasis, ratesOf } from './rate-groups.ts';
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
    reglement_annule: reversedScope(facts, facts.reversedPayments?.[0]),
    ...claimedBefore(facts),
    montant: money(figures.toPay),
    principal: money(figures.net),
    interets: money(figures.interest),
    indemnites: money(figures.indemnity),
    indemnite_due: figures.indemnity > 0,
    accessoires: figures.interest + figures.indemnity > 0,
    total: money(figures.total),
    par_jour: figures.perDay > 0 ? money(figures.perDay) : '',
    taux: ratesOf(facts, labels),
    base_taux: rateBasis(facts),
    taux_legal_factures: legalBeside(facts),
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
    factures: plan ? listNumbers(language, plan.items, 3) : '',
    nombre: countInvoices(plan?.items ?? []),
    fin: plan?.endedOn == null ? '' : labels.day(plan.endedOn),
    versements: joinWords(missing, labels.and),
    a_venir: plan && plan.toCome > 0 ? labels.money(plan.toCome, currency) : '',
    conteste: plan && plan.disputed > 0 ? labels.money(plan.disputed, currency) : '',
  };
}

/** A payment that was taken back; empty when none was. */
export function reversedScope(
  { language, currency }: LetterFacts,
  payment: ReversedPayment | undefined,
): Scope {
  const labels = labelsOf(language);
  return {
    montant: payment ? labels.money(payment.amount, currency) : '',
    date: payment ? labels.day(payment.receivedOn) : '',
    annulation: payment ? labels.day(payment.reversedOn) : '',
  };
}

/** Invoices whose accessories an earlier text asked, when this one asks the principal only, and their sum. */
function claimedBefore({ others, language, currency }: LetterFacts): Scope {
  const claimed = others.filter((item) => item.claimedBefore > 0);
  const sum = sumCents(claimed.map((item) => item.claimedBefore));
  return {
    deja_reclame: claimed.length === 0 ? '' : nameInvoices(language, claimed),
    deja_reclame_montant: sum > 0 ? labelsOf(language).money(sum, currency) : '',
  };
}

/**
 * The legal rate that a formal notice starts where the law gives no other (C. civ. 1231-6 and 1344-1), when
 * its figure is known, and on which of the invoices.
 */
function legalRateScope(facts: LetterFacts, figures: Figures, money: (amount: Cents) => string): Scope {
  const labels = labelsOf(facts.language);
  const { language, on, credits } = facts;
  const [year, half] = semesterOf(on).split('-S');
  const rate = facts.legalRate ?? null;
  const french = language === 'fr';
  const ordinal = half === '1' ? (french ? '1er' : 'first') : french ? '2e' : 'second';
  const bearing = facts.demanded.filter(({ legalFromNotice }) => legalFromNotice);
  const all = bearing.length === facts.demanded.length;
  const principal =
    all || bearing.length === 0 ? figures.net : sumCents(bearing.map(({ balance }) => balance));
  // Which of the invoices a credit reduces is the annex's to say: no daily figure then, of some of them.
  const daily = rate !== null && (principal === figures.net || credits.length === 0);
  const start = firstSemester(facts);
  return {
    taux_legal: rate === null ? '' : labels.rate(rate),
    interet_legal: bearing.length === 0 ? 'aucune' : all ? 'toutes' : 'partie',
    interet_legal_factures: bearing.length === 0 ? '' : nameInvoices(language, bearing),
    interet_legal_par_jour: daily ? money(interestOf(principal, rate, 1)) : '',
    semestre: french ? `${ordinal} semestre ${year}` : `${ordinal} half of ${year}`,
    debut_semestre: start === null ? '' : labels.day(semesterStart(start)),
  };
}
