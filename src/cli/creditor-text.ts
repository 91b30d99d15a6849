import type { Creditor } from '../creditors/creditor.ts';
import { ROLE_NAMES, type User } from '../creditors/user.ts';

/** The creditor for a person: what letters will bear, and whether anything can leave. */
export function creditorText(creditor: Creditor, users: readonly User[]): string {
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
    ['Armé', creditor.armed ? 'oui' : 'non\u00a0: rien ne part'],
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
