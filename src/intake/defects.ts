import { type Defect, typeset } from '../formats/defect.ts';

/**
 * What only the books can tell is wrong with a line that reads well. Each code has its line in
 * docs/defects.md.
 */
export const BOOK_DEFECTS = {
  kind_unknown: {
    message: 'Impossible de dire si ce fichier contient des factures, des règlements ou des clients.',
    remedy:
      'Dites-le avec --as invoices, --as payments ou --as debtors, et associez les colonnes avec --mapping.',
  },
  customer_unknown: {
    message: 'Le client « {value} » est inconnu et la ligne ne donne pas son nom.',
    remedy: 'Ajoutez une colonne client, ou importez d’abord le fichier des clients.',
  },
  number_under_another_customer: {
    message: 'La facture « {value} » est déjà connue sous un autre client.',
    remedy:
      'Corrigez le client ; si ce sont bien deux factures, importez à nouveau avec --accept-shared-numbers.',
  },
  invoice_revived: {
    message: 'La facture « {value} » était soldée ou annulée, et ce fichier la rouvrirait ({detail}).',
    remedy: 'Vérifiez qu’elle est bien due, puis importez à nouveau avec --accept-revived.',
  },
  invoice_zeroed: {
    message: 'Le montant de la facture « {value} » tombe à zéro alors qu’elle est connue.',
    remedy: 'Si elle n’est plus due, annulez-la (relance invoice void) ou importez son avoir.',
  },
  paid_lowered: {
    message: 'Le montant déjà réglé de « {value} » baisse ({detail}) : rien n’est changé.',
    remedy:
      'Si un règlement a été rejeté, enregistrez-le (relance payment reverse) ; sinon corrigez la colonne.',
  },
  credit_note_lowered: {
    message: 'L’avoir « {value} » est maintenant inférieur à ce qu’il règle déjà : rien n’est changé.',
    remedy: 'Vérifiez son montant ; s’il a été refait, importez le nouveau sous son propre numéro.',
  },
  currency_changed: {
    message: 'La facture « {value} » change de devise ({detail}).',
    remedy: 'Corrigez la devise ; si la facture a été refaite, annulez l’ancienne (relance invoice void).',
  },
  instalments_changed: {
    message: 'Les échéances de « {value} » ne correspondent plus à celles connues ({detail}).',
    remedy:
      'Donnez toutes les échéances de la facture dans le fichier, ou annulez l’ancienne et réimportez-la.',
  },
  returned_payment_unknown: {
    message: 'Ce rejet ou remboursement de {detail} ne correspond à aucun règlement connu.',
    remedy: 'Indiquez le numéro de la facture et le montant exact du règlement rejeté.',
  },
} as const;

export type BookDefectCode = keyof typeof BOOK_DEFECTS;

/** A defect as the answer of an import tells it, whoever found it. */
export type ToldDefect = Omit<Defect, 'code'> & { readonly code: string };

export function bookDefect(
  code: BookDefectCode,
  place: { readonly line: number; readonly field: string; readonly value?: string; readonly detail?: string },
): ToldDefect {
  const filled = (text: string) =>
    typeset(text.replace('{value}', place.value ?? '').replace('{detail}', place.detail ?? ''));
  const { message, remedy } = BOOK_DEFECTS[code];
  return {
    line: place.line,
    field: place.field,
    code,
    value: place.value ?? '',
    message: filled(message),
    remedy: filled(remedy),
    rejects: code === 'kind_unknown' ? 'file' : 'line',
  };
}
