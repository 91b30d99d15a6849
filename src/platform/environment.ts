import { type Refusal, refuse } from './refusal.ts';
import { RefusedError } from './refused-error.ts';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

// By hand: loading zod takes 40 ms, as long as a calculator needs for all the rest.
const UNDERSTOOD: Readonly<Record<string, (value: string) => boolean>> = {
  DATABASE_URL: (value) => /^postgres(ql)?:\/\//.test(value),
  RELANCE_CLOCK: (value) => INSTANT.test(value) && !Number.isNaN(Date.parse(value)),
};

/** What the surroundings of the process say; everything else comes from the command line or the database. */
export interface Config {
  /** A PostgreSQL of the user's own (15 or later) instead of the embedded one. */
  readonly databaseUrl: string | null;
  /** Where the data live unless `--data` says otherwise. */
  readonly dataFolder: string;
  /**
   * The instant that a rehearsal takes for now (ISO 8601 with its offset); null when the machine's clock
   * counts.
   */
  readonly clock: string | null;
  readonly tty: boolean;
}

const WRITTEN: Readonly<Record<string, string>> = {
  DATABASE_URL:
    'l’adresse d’une base PostgreSQL\u00a0: écrivez-la postgresql://COMPTE:MOT_DE_PASSE@SERVEUR:5432/BASE',
  RELANCE_CLOCK: 'un instant\u00a0: écrivez-le 2026-11-22T08:00:00+01:00',
};

/** The value is not repeated: a password may stand in it. */
export function notUnderstood(variable: string): Refusal {
  const message = `La variable ${variable} n’est pas ${WRITTEN[variable]}, ou retirez-la.`;
  return refuse('environment_invalid', message, { variable });
}

/**
 * The environment, checked. An empty variable counts as absent. Throws a RefusedError `environment_invalid`.
 */
export function readConfig(variables: Readonly<Record<string, string | undefined>>): Config {
  const wrong = Object.keys(UNDERSTOOD).filter((name) => {
    const value = variables[name];
    return value && !UNDERSTOOD[name]!(value);
  });
  const [variable] = wrong;
  if (variable !== undefined) throw new RefusedError(notUnderstood(variable));
  return {
    databaseUrl: variables.DATABASE_URL || null,
    dataFolder: variables.RELANCE_DATA || './data',
    clock: variables.RELANCE_CLOCK || null,
    tty: process.stderr.isTTY === true,
  };
}
