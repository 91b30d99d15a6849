import { type Refusal, refuse } from './refusal.ts';

/** The oldest PostgreSQL that migrations and statements are written for. */
const OLDEST_MAJOR = 15;

/** Refuses `database_too_old` for a server of the user's own before PostgreSQL 15; null for any other. */
export function refuseOldServer(major: number): Refusal | null {
  if (major >= OLDEST_MAJOR) return null;
  return refuse(
    'database_too_old',
    `Le serveur de DATABASE_URL est un PostgreSQL ${major}\u00a0: il faut la version ${OLDEST_MAJOR} ou une suivante.`,
    { major },
  );
}
