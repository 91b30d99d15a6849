import type { Answer } from './command.ts';
import { COMMANDS, type CommandName } from './commands.ts';

/** What each command does, here and not in the command: help must not load them all, which takes a second. */
const SUMMARIES: Readonly<Record<CommandName, string>> = {
  penalties: 'pénalités de retard et indemnité d’une créance, ligne par ligne, avec leurs sources',
  rates: 'taux en vigueur un jour donné, avec leurs sources',
  'rates set': 'saisit les taux publiés d’un semestre que la table n’a pas encore, avec leur source',
  limitation: 'dernier jour pour agir avant la prescription, selon les événements',
  deadline: 'dernier jour d’un délai de procédure, avec son report (CPC art. 640 à 643)',
  due: 'date d’échéance selon les conditions convenues, et plafond légal',
  import: 'importe factures, règlements ou clients (CSV, XLSX), reconnus à leur contenu',
  release: 'libère un import en quarantaine\u00a0: ses factures peuvent être relancées',
  creditor: 'l’entreprise à qui l’on doit\u00a0: identité, compte bancaire, envoi, réglages',
  user: 'les personnes qui travaillent pour un créancier, et leur rôle',
  debtor: 'un client\u00a0: identité, contacts, type, procédure collective, réglages de relance',
  payment: 'l’argent reçu\u00a0: règlements, rejets, crédits à affecter',
  invoice: 'une facture\u00a0: état, annulation, avoir, taux du contrat, dates',
  attach: 'joint le PDF d’une facture, que les relances reprennent',
  promise: 'une promesse de paiement\u00a0: rien ne part jusqu’à son jour et deux jours ouvrés',
  dispute: 'un litige\u00a0: la part contestée n’est plus demandée, le reste l’est',
  hold: 'une pause\u00a0: rien ne part jusqu’à un jour inclus',
  'plan-payments': 'un échéancier\u00a0: rien ne part tant que chaque date est tenue',
  confirm: 'dire que les encaissements sont à jour, ou la boîte aux lettres lue',
  scenario: 'les procédures de relance\u00a0: étapes, délais, canaux, approbations',
  wording: 'les textes\u00a0: les lire, les remplacer par les vôtres, les essayer sur un client',
  plan: 'qui relancer aujourd’hui, comment et pourquoi\u00a0; n’écrit rien',
  why: 'ce qui a été fait pour une facture, pourquoi rien ne part aujourd’hui, ce qui vient ensuite',
  history: 'tout ce qui est arrivé à un client, ligne par ligne, d’après le journal',
  erase: 'efface un client\u00a0: identité, contacts, lettres, textes saisis, quand la loi le permet',
  run: 'fait le travail du jour\u00a0: décide, envoie ce qui peut partir, imprime\u00a0; autant de fois qu’on veut',
  approve:
    'laisse partir un contact proposé\u00a0: ses textes sont figés, le prochain «\u00a0run\u00a0» les envoie',
  skip: 'ne fait pas une étape, avec la raison\u00a0; la suivante garde son écart',
  done: 'dit ce qu’un appel ou une tâche a donné',
  call: 'note un appel passé hors scénario\u00a0; il compte comme contact si quelqu’un a répondu',
  letter: 'écrit le PDF exact d’un contact (figé s’il est approuvé, sinon tel qu’il partirait)',
  statement: 'relevé de compte d’un client\u00a0: en PDF, par e-mail, ou les deux',
  notice: 'messages courtois hors scénario\u00a0: confirmation d’une promesse, reçu d’un règlement',
  posted: 'un lot de courriers a été posté\u00a0: ses relances par lettre sont faites',
  registered: 'suit un recommandé\u00a0: numéro, dépôt, présentation, résultat, preuve',
  litigation: 'sortir un client du contentieux, où une mise en demeure l’a mis',
  bounced: 'un e-mail est revenu\u00a0: il ne compte plus, l’étape se refait par un autre canal',
  resolve: 'tranche un envoi à l’issue incertaine',
  start: 'ouvre la page\u00a0: celle de vos données, ou de l’entreprise d’exemple tant qu’il n’y en a pas',
  sample: 'une entreprise d’exemple, trois mois d’histoire, chaque étape visible ce jour',
  serve: 'montre dans un navigateur le travail du jour, les courriels, les lettres et l’histoire des clients',
  doctor: 'vérifie la base, le disque, les polices, les taux, l’envoi, les réglages\u00a0; dit quoi faire',
  verify: 'recalcule le journal, les scellés et les documents\u00a0; nomme ce qui a été modifié',
  backup: 'écrit toutes les données dans un seul fichier neuf',
  adopt: 'cette copie (restaurée, recopiée) remplace l’original et peut envoyer',
  restore: 'charge une sauvegarde dans un dossier neuf\u00a0; l’instance restaurée n’envoie rien',
};

const GLOBALS = [
  ['--data DOSSIER', 'dossier des données (./data par défaut)'],
  ['--creditor CLÉ', 'créancier, quand il y en a plusieurs'],
  ['--on AAAA-MM-JJ', 'jour de raisonnement (aujourd’hui par défaut)'],
  ['--as UTILISATEUR', 'qui agit (le propriétaire par défaut)'],
  ['--json', 'réponse pour machine sur la sortie standard'],
  [
    '--lang fr|en',
    'langue du texte que «\u00a0wording\u00a0» nomme sans elle\u00a0; les réponses sont en français',
  ],
] as const;

/** `relance help`, or the usage of one command; for a machine with the usage of each. */
export async function help(name: CommandName | null, json: boolean): Promise<Answer> {
  if (name === null && !json) return { data: null, text: overview() };
  const names = name === null ? (Object.keys(SUMMARIES) as CommandName[]) : [name];
  const commands = await Promise.all(names.map(described));
  const text = commands.map(({ usage, summary }) => `${usage}\n  ${summary}`).join('\n');
  return { data: { commands }, text };
}

async function described(name: CommandName) {
  const { usage } = await COMMANDS[name]();
  return { name, usage, summary: SUMMARIES[name] };
}

/** Loads no command: it takes a tenth of a second. */
function overview(): string {
  const lines = ['Relance fait payer les factures. Commandes\u00a0:', ''];
  for (const [known, summary] of Object.entries(SUMMARIES)) lines.push(`  ${known.padEnd(14)} ${summary}`);
  lines.push('', 'Partout\u00a0:', '');
  for (const [option, meaning] of GLOBALS) lines.push(`  ${option.padEnd(18)} ${meaning}`);
  lines.push('', '«\u00a0relance help COMMANDE\u00a0» en donne l’usage exact.');
  return lines.join('\n');
}
