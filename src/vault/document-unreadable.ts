import type { Day } from '../calendar/day.ts';
import { formatDay } from '../calendar/french.ts';
import type { Sha256 } from '../journal/sha256.ts';

export type Damage =
  | { readonly kind: 'unknown' | 'missing' | 'altered' }
  | { readonly kind: 'erased'; readonly on: Day };

/** A document that the program counted on cannot be had: nothing that needs it may go on. */
export class DocumentUnreadable extends Error {
  readonly sha: Sha256;
  readonly damage: Damage;

  constructor(sha: Sha256, damage: Damage) {
    super(`Document ${sha}\u00a0: ${damageText(damage)}`);
    this.name = 'DocumentUnreadable';
    this.sha = sha;
    this.damage = damage;
  }
}

function damageText(damage: Damage): string {
  switch (damage.kind) {
    case 'unknown':
      return 'inconnu du coffre de ce créancier.';
    case 'missing':
      return 'son fichier manque dans le coffre. Rétablissez-le depuis une sauvegarde.';
    case 'altered':
      return 'son fichier a été modifié, il ne prouve plus rien. Rétablissez-le depuis une sauvegarde.';
    case 'erased':
      return `effacé le ${formatDay(damage.on)}.`;
  }
}
