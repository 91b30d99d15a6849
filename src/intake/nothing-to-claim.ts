import { typeset, type Warning } from '../formats/defect.ts';
import type { FileDocument } from './plan-documents.ts';

/** Documents that one sentence names. */
const NAMED = 12;

/** Says which documents of a file the books do not take, for nothing can be claimed or deducted by them. */
export function nothingToClaim(documents: readonly FileDocument[]): readonly Warning[] {
  const invoices = documents.filter(({ kind }) => kind === 'invoice');
  const creditNotes = documents.filter(({ kind }) => kind === 'credit_note');
  return [
    ...warned(invoices, ['Facture de 0,00 €, rien à réclamer', 'Factures de 0,00 €, rien à réclamer']),
    ...warned(creditNotes, [
      'Avoir déjà utilisé ou nul, rien à déduire',
      'Avoirs déjà utilisés ou nuls, rien à déduire',
    ]),
  ];
}

function warned(
  documents: readonly FileDocument[],
  [one, several]: readonly [string, string],
): readonly Warning[] {
  if (documents.length === 0) return [];
  const named = documents
    .slice(0, NAMED)
    .map(({ number, records }) => `${number} (ligne ${records[0]!.line})`);
  const more = documents.length > NAMED ? '…' : '';
  const message = `${documents.length > 1 ? several : one} : ${named.join(', ')}${more}.`;
  return [{ code: 'nothing_to_claim', message: typeset(message) }];
}
