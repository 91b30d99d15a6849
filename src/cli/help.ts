import { COMMANDS, type CommandName } from './commands.ts';

const GLOBALS = [
  ['--data DOSSIER', 'dossier des données (./data par défaut)'],
  ['--creditor CLÉ', 'créancier, quand il y en a plusieurs'],
  ['--on AAAA-MM-JJ', 'jour de raisonnement (aujourd’hui par défaut)'],
  ['--as UTILISATEUR', 'qui agit (le propriétaire par défaut)'],
  ['--json', 'réponse pour machine sur la sortie standard'],
  ['--lang fr|en', 'langue'],
] as const;

/** `relance help`, or the usage of one command. */
export async function helpText(name: string | undefined): Promise<string> {
  if (name !== undefined && name in COMMANDS) {
    const { summary, usage } = await COMMANDS[name as CommandName]();
    return `${usage}\n  ${summary}`;
  }
  const lines = ['Relance fait payer les factures. Commandes\u00a0:', ''];
  for (const load of Object.values(COMMANDS)) {
    const command = await load();
    lines.push(`  ${command.name.padEnd(14)} ${command.summary}`);
  }
  lines.push('', 'Partout\u00a0:', '');
  for (const [option, meaning] of GLOBALS) lines.push(`  ${option.padEnd(18)} ${meaning}`);
  lines.push('', '«\u00a0relance help COMMANDE\u00a0» en donne l’usage exact.');
  return lines.join('\n');
}
