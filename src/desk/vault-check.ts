import { counted } from './counted.ts';
import { type Check, fault, ok } from './doctor.ts';

/** What was sent and what proves it: `damaged` of these files are gone or cut. */
export function checkVault(damaged: number, creditor: string): Check {
  if (damaged === 0) return { ...ok('vault', 'Les documents du coffre sont à leur place.'), creditor };
  const told = counted(
    damaged,
    'document du coffre manque ou est coupé',
    'documents du coffre manquent ou sont coupés',
  );
  const remedy =
    'relance verify les nomme\u00a0; reprenez ces fichiers (dossier vault) d’une sauvegarde restaurée dans un dossier neuf.';
  return {
    ...fault('vault', `${told}\u00a0: ce qu’ils prouvent est perdu s’ils ne reviennent pas.`, remedy),
    creditor,
  };
}
