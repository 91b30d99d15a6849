import type { Creditor } from '../creditors/creditor.ts';
import { ROLE_NAMES, type User } from '../creditors/user.ts';

/** The creditor for a person: what letters will bear, and whether anything can leave. */
export function creditorText(creditor: Creditor, users: readonly User[], copied: boolean): string {
  const { address, smtp } = creditor;
  const lines: readonly (readonly [string, string | null])[] = [
    ['Créancier', `${creditor.name}${creditor.legalForm ? ` (${creditor.legalForm})` : ''}`],
    ['SIREN', creditor.siren],
    ['Adresse', address && [...address.lines, `${address.postcode} ${address.city}`].join(', ')],
    ['E-mail', creditor.email],
    ['IBAN', creditor.iban],
    ['Titulaire', creditor.accountHolder],
    [
      'Signataire',
      creditor.signatory && [creditor.signatory.name, creditor.signatory.role].filter(Boolean).join(', '),
    ],
    ['Envoi', smtp && `${smtp.host}:${smtp.port}${smtp.password ? ' (mot de passe enregistré)' : ''}`],
    ['Armé', armedText(creditor.armed, copied)],
    ['Répétition', creditor.rehearsal ? 'oui\u00a0: rien ne quitte cette machine' : 'non'],
    [
      'Utilisateurs',
      users
        .filter((user) => user.removedOn === null)
        .map((user) => `${user.name} (${ROLE_NAMES[user.role]})`)
        .join(', '),
    ],
  ];
  return lines.map(([label, value]) => `${label.padEnd(13)} ${value ?? 'à renseigner'}`).join('\n');
}

function armedText(armed: boolean, copied: boolean): string {
  if (copied) return 'non\u00a0: cette base est une copie, rien n’en part («\u00a0relance adopt\u00a0»)';
  return armed ? 'oui' : 'non\u00a0: rien ne part';
}
