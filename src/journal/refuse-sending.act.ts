import { isCopy } from '../platform/instance.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { clockMovedBack } from './events.db.ts';
import type { Scope } from './scope.ts';

/**
 * Why nothing may leave this machine, whatever the creditor's own arming says; null when something may. Asked
 * by every act that hands a message to a transport, in the transaction that claims it.
 */
export async function refuseSending(scope: Scope): Promise<Refusal | null> {
  if (await isCopy(scope.tx)) {
    return refuse(
      'instance_copied',
      'Cette base est la copie d’une autre (sauvegarde restaurée ou dossier recopié)\u00a0: rien ne part d’ici, pour que ' +
        'personne ne soit relancé deux fois. Arrêtez l’autre, puis «\u00a0relance adopt\u00a0».',
    );
  }
  return await clockMovedBack(scope);
}
