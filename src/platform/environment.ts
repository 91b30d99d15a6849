import { type Refusal, refuse } from './refusal.ts';
import { RefusedError } from './refused-error.ts';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

// By hand: loading zod takes 40 ms, as long as a calculator needs for all the rest.
const UNDERSTOOD: Readonly<Record<string, (value: string) => boolean>> = {
  DATABASE_URL: (value) => /^postgres(ql)?:\/\//.test(value),
  RELANCE_CLOCK: (value) => INSTANT.test(value) && !Number.isNaN(Date.parse(value)),
  RELANCE_DNS: (value) => serversOf(value).every(isServer),
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
  /** The folder of an older PostgreSQL, for data that it made; null: the registry's. */
  readonly oldPostgres: string | null;
  /** Name servers to ask instead of the machine's own, `address:port`; null: the machine's. */
  readonly dns: readonly string[] | null;
  readonly tty: boolean;
}

const WRITTEN: Readonly<Record<string, string>> = {
  DATABASE_URL:
    'l’adresse d’une base PostgreSQL\u00a0: écrivez-la postgresql://COMPTE:MOT_DE_PASSE@SERVEUR:5432/BASE',
  RELANCE_DNS:
    'l’adresse d’un serveur de noms\u00a0: écrivez-la 192.0.2.53:53 (plusieurs, séparées par des virgules)',
  RELANCE_CLOCK: 'un instant\u00a0: écrivez-le 2026-11-22T08:00:00+01:00',
};

function serversOf(value: string): readonly string[] {
  return value.split(',').map((server) => server.trim());
}

/** An address, not a name: whoever asks a name server has no other to ask for it. */
function isServer(server: string): boolean {
  const address = /^((\d{1,3}\.){3}\d{1,3}|\[[0-9a-f:.]+\])(:\d{1,5})?$/i;
  return address.test(server) && URL.canParse(`http://${server}`);
}

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
    oldPostgres: variables.RELANCE_OLD_POSTGRES || null,
    dns: variables.RELANCE_DNS ? serversOf(variables.RELANCE_DNS) : null,
    tty: process.stderr.isTTY === true,
  };
}
