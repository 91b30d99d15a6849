import type { PrintBatch } from '../courier/print-batch.ts';
import type { Refusal } from '../platform/refusal.ts';

/** A letter that no batch can take as it is: its page or an enclosure is damaged, or is no PDF within. */
export interface Unprintable {
  readonly proposalId: string;
  readonly message: string;
}

/** The letters that a batch set aside, each told to whoever has to post it; `idOf` writes a contact's id. */
export function unprintable(
  letters: readonly {
    readonly letterId: string;
    readonly proposalId: string;
    readonly debtorName: string;
    readonly enclosures: readonly unknown[];
  }[],
  written: PrintBatch | Refusal,
  idOf: (proposalId: string) => string,
): readonly Unprintable[] {
  const aside = 'refused' in written ? written.details.setAside : written.setAside;
  const ids = new Set((aside as PrintBatch['setAside']).map(({ id }) => id));
  return letters
    .filter(({ letterId }) => ids.has(letterId))
    .map(({ proposalId, debtorName, enclosures }) => {
      const what = enclosures.length === 0 ? 'sa page' : 'sa page ou une copie de facture jointe';
      const id = idOf(proposalId);
      return {
        proposalId,
        message:
          `La lettre pour ${debtorName} n’est pas imprimée\u00a0: ${what} ne se lit pas. ` +
          `Imprimez-la seule («\u00a0relance letter ${id} --out LETTRE.pdf\u00a0»), ou écartez-la («\u00a0relance skip ${id} --reason …\u00a0») ` +
          'et remplacez la copie (relance attach).',
      };
    });
}
