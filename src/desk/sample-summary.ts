import type { Day } from '../calendar/day.ts';
import { formatLongDay } from '../calendar/french.ts';
import { counted } from './counted.ts';
import type { HeldItem, PlannedAction } from './plan.ts';

/** What a newcomer is told of the sample: where things lie and what to type next. */
export interface SampleSummary {
  readonly on: Day;
  /** As it is typed: `./data-sample`. */
  readonly folder: string;
  readonly invoices: number;
  readonly debtors: number;
  readonly mails: number;
  readonly letters: number;
  readonly actions: readonly Pick<PlannedAction, 'mode'>[];
  readonly held: readonly HeldItem[];
}

/** The story of the sample, in lines of a terminal. */
export function summaryLines(summary: SampleSummary): readonly string[] {
  const { on, folder, invoices, debtors, mails, letters, actions, held } = summary;
  const confirm = actions.filter(({ mode }) => mode === 'to_confirm').length;
  const todo = actions.filter(({ mode }) => mode === 'manual').length;
  const waiting = held.filter(({ contactedToday }) => !contactedToday).length;
  return [
    `L’entreprise d’exemple, au ${formatLongDay(on)}`,
    '',
    `  ${counted(invoices, 'facture', 'factures')} de ${counted(debtors, 'client', 'clients')}, suivies depuis trois mois. Rien ne quitte cette machine.`,
    `  ${counted(confirm, 'message', 'messages')} à confirmer, ${counted(todo, 'appel ou tâche', 'appels et tâches')}, ${counted(waiting, 'facture', 'factures')} en attente, chacune avec sa raison.`,
    '',
    `  Factures   ${folder}/factures.csv, le fichier que l’entreprise a importé`,
    `  Courriels  ${folder}/mailbox, ${counted(mails, 'message tel qu’il serait parti', 'messages tels qu’ils seraient partis')} (.eml)`,
    `  Courriers  ${folder}/print, ${counted(letters, 'lettre prête', 'lettres prêtes')} à imprimer (PDF)`,
  ];
}

/** The commands that do the same for one's own file. */
export const OWN_FILE: readonly string[] = [
  'Avec vos factures (un CSV ou un classeur, tel que votre logiciel l’exporte)\u00a0:',
  '',
  '  npm run relance -- creditor set creancier.json    votre entreprise (modèle\u00a0: data-sample/creancier.json)',
  '  npm run relance -- import factures.csv --dry-run  ce qui serait compris, et ce qui est à corriger',
  '  npm run relance -- import factures.csv',
  '  npm run relance -- release                        ces factures peuvent être relancées',
  '  npm run relance -- confirm bank                   les encaissements sont à jour',
  '  npm run relance -- plan                           qui relancer aujourd’hui, comment et pourquoi',
  '  npm run relance -- why F-2026-014                 pourquoi rien ne part, et ce qui vient ensuite',
  '  npm run relance -- run                            le travail du jour',
];
