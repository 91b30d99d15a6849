import { type Refusal, refuse } from '../platform/refusal.ts';
import type { Debtor } from './debtor.ts';

/** The debtor that a text names among those found for it: its exact key wins over names and SIREN. */
export function debtorMeant(text: string, found: readonly Debtor[]): Debtor | Refusal {
  const exact = found.find((debtor) => debtor.key === text);
  if (exact) return exact;
  const [only, other] = found;
  if (only && !other) return only;
  if (!only) return unknownDebtor(text);
  const candidates = found.map((debtor) => debtor.key);
  return refuse(
    'debtor_ambiguous',
    `Plusieurs clients répondent à «\u00a0${text}\u00a0»\u00a0: donnez la clé de l’un d’eux (${candidates.join(', ')}).`,
    { debtor: text, candidates },
  );
}

export function unknownDebtor(key: string): Refusal {
  return refuse(
    'debtor_unknown',
    `Aucun client «\u00a0${key}\u00a0»\u00a0: vérifiez sa clé («\u00a0relance debtor list\u00a0»), ou donnez «\u00a0--name\u00a0» pour le créer.`,
    { debtor: key },
  );
}
