import type { Day } from '../calendar/day.ts';
import { formatLongDay } from '../calendar/french.ts';
import type { StepKey } from '../scenarios/steps.ts';
import type { Action, HoldCode, ReasonCode } from './verdict.ts';

const NBSP = '\u00a0';

const STEP_NAMES: Readonly<Record<StepKey, string>> = {
  'pre-due': 'message avant échéance',
  contact: 'premier contact',
  'reminder-1': 'rappel amical',
  'reminder-2': '2e relance',
  'reminder-3': '3e relance',
  'reminder-3-bis': 'relance d’ancien client',
  'formal-notice': 'mise en demeure',
  route: 'choix de la suite',
};

export function stepName(step: StepKey): string {
  return STEP_NAMES[step];
}

/** The same of a contact: a file that a person follows after a formal notice is at no step. */
export function contactName(contact: {
  readonly step: StepKey;
  readonly reasons: readonly { readonly code: string }[];
}): string {
  return contact.reasons.some(({ code }) => code === 'in_litigation')
    ? 'dossier à suivre'
    : stepName(contact.step);
}

const HOLD_SENTENCES: Readonly<Record<HoldCode, string>> = {
  settled: 'Facture réglée\u00a0: plus rien à demander.',
  not_due: 'Échéance encore lointaine.',
  retention: 'Retenue de garantie non libérée.',
  due_date_missing: 'Date d’échéance absente\u00a0: complétez la facture pour qu’elle puisse être suivie.',
  quarantined: 'Import en quarantaine\u00a0: contrôlez-le puis libérez-le (relance release).',
  late_start_choice:
    'Facture entrée déjà en retard\u00a0: choisissez par quelle étape commencer (release --late-start).',
  assigned:
    'Créance cédée à un factor dont l’IBAN n’est pas connu\u00a0: renseignez-le, ou laissez le factor agir.',
  deceased: 'Débiteur décédé\u00a0: aucune relance, à voir avec le notaire chargé de la succession.',
  insolvency: 'Procédure collective ouverte\u00a0: aucune demande de paiement, déclarez la créance.',
  over_indebtedness: 'Surendettement\u00a0: aucune relance, répondez à la commission.',
  customer_type_missing:
    'Type de client inconnu\u00a0: indiquez professionnel, particulier, association ou public.',
  outcome_unknown: 'Un envoi à l’issue incertaine attend qu’une personne le tranche (relance resolve).',
  awaiting_sending: 'Un message approuvé attend son départ ou son dépôt à la poste.',
  plan_respected: 'Échéancier en cours\u00a0: les relances attendent la suite de ses dates.',
  promise_until: 'Promesse de paiement en cours.',
  dispute: 'Litige ouvert sur toute la facture.',
  paused_until: 'Relances mises en pause.',
  in_litigation:
    'Mise en demeure déposée\u00a0: plus aucune relance amiable, le dossier est suivi par une personne.',
  scenario_over: 'Toutes les étapes du scénario sont faites.',
  tone_ceiling: 'Plafond de ton de ce client atteint\u00a0: l’étape suivante demande une décision.',
  direct_debit: 'Prélèvement ou LCR attendu de la banque.',
  credit_unmatched: 'Un règlement ou un avoir non affecté couvre ce montant\u00a0: affectez-le d’abord.',
  bank_stale:
    'Encaissements pas assez à jour pour affirmer un impayé\u00a0: importez la banque ou confirmez-la.',
  deadline_running: 'Le délai donné dans notre dernier message court encore.',
  gap: 'Dernier contact trop récent.',
  next_step_later: 'Prochaine étape plus tard dans le scénario.',
  not_business_day: 'Jour non ouvré.',
  contact_cap: 'Déjà deux contacts en sept jours.',
  contacted_today: 'Ce client a déjà été contacté aujourd’hui.',
  formal_notice_first: 'Une mise en demeure part aujourd’hui pour ce client\u00a0: le reste attend.',
  below_floor: 'Montant trop faible pour cette étape.',
  no_address: 'Ni e-mail ni adresse postale utilisable\u00a0: complétez la fiche du client.',
};

/** The word before a due date has no letter: a postal address does not help. */
const NO_EMAIL =
  'Ce message avant échéance ne part que par e-mail, et aucun e-mail utilisable n’est connu\u00a0: complétez la fiche du client.';

/** One sentence that says why nothing is sent at that step, and until when. */
export function holdSentence(code: HoldCode, until: Day | null, step: StepKey | null = null): string {
  const sentence = code === 'no_address' && step === 'pre-due' ? NO_EMAIL : HOLD_SENTENCES[code];
  if (until === null) return sentence;
  return `${sentence.replace(/\.$/, '')} (jusqu’au ${formatLongDay(until)} inclus).`;
}

const REASON_SENTENCES: Readonly<Record<Exclude<ReasonCode, 'step_due'>, string>> = {
  step_passed: 'L’appel prévu n’a pas été fait\u00a0: l’étape suivante prend le relais.',
  with_another_step: 'D’autres factures du même client sont jointes, chacune à sa propre étape.',
  late_entry: 'Facture entrée déjà en retard\u00a0: premier message à confirmer.',
  mailbox_unread: 'Réponses non lues depuis le dernier message\u00a0: confirmez la boîte lue, ou approuvez.',
  approval_required: 'Cette étape se confirme à la main.',
  not_yet_trusted: 'Les vingt premiers rappels se confirment à la main.',
  manager_required: 'Montant, client ou nombre de factures\u00a0: un responsable approuve.',
  second_person_required: 'Une mise en demeure est approuvée par une seconde personne.',
  copy_without_address: 'Une copie ne peut pas partir\u00a0: adresse manquante.',
  letter_instead_of_email: 'Pas d’e-mail utilisable\u00a0: le courrier remplace l’e-mail.',
  collection_unconfirmed: 'Prélèvement ou LCR non confirmé par la banque\u00a0: vérifiez avant de relancer.',
  presentation_unknown: 'Date de présentation du recommandé inconnue\u00a0: relevez-la auprès de la poste.',
  route_open: 'Le délai de la mise en demeure est passé\u00a0: choisissez la suite.',
  in_litigation:
    'Mise en demeure déposée\u00a0: plus rien ne part seul pour ces factures. Laissez-les attendre (relance done … --outcome waiting) ou rendez-les aux relances (relance litigation lift).',
  plan_date: 'Prochaine date de l’échéancier convenu\u00a0: annoncée, sans rien réclamer d’autre.',
  below_floor: 'Montant trop faible pour un recommandé\u00a0: à décider.',
  no_address: 'Pas d’adresse pour ce canal\u00a0: à traiter à la main.',
  attachments_too_large: 'Pièces jointes trop lourdes\u00a0: choisissez celles qui partent.',
};

/** Why this contact, today: « 15 jours après l’échéance, dernier contact il y a 9 jours ». */
export function reasonSentence(reason: Action['reasons'][number]): string {
  if (reason.code !== 'step_due') return REASON_SENTENCES[reason.code];
  const age = ageSentence(reason.days ?? 0);
  return reason.since === undefined ? `${age}.` : `${age}, dernier contact il y a ${days(reason.since)}.`;
}

function ageSentence(late: number): string {
  if (late < 0) return `${days(-late)} avant l’échéance`;
  return late === 0 ? 'Jour de l’échéance' : `${days(late)} après l’échéance`;
}

function days(count: number): string {
  return `${count}${NBSP}${count > 1 ? 'jours' : 'jour'}`;
}
