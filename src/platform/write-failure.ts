import { errorCode } from './postgres.ts';

const CAUSES: Readonly<Record<string, string>> = {
  EACCES: 'vous n’avez pas le droit d’y écrire',
  EPERM: 'vous n’avez pas le droit d’y écrire',
  EROFS: 'ce disque est en lecture seule',
  EEXIST: 'un fichier porte déjà ce nom',
  EISDIR: 'c’est un dossier',
  ENOTDIR: 'son chemin passe par un fichier',
  ENOSPC: 'le disque est plein',
  EDQUOT: 'votre part du disque est pleine',
  EFBIG: 'votre compte n’a pas droit à un fichier si grand (ulimit -f)',
  EIO: 'le disque ne répond plus',
  ENOENT: 'cet endroit ne reçoit ni fichier ni dossier',
  ENAMETOOLONG: 'son nom est trop long',
  ELOOP: 'son chemin tourne en rond',
};

/** Why a person's file or folder takes no writing; null when the fault is not in what they named. */
export function writeFailure(error: unknown): string | null {
  return CAUSES[errorCode(error) ?? ''] ?? null;
}
