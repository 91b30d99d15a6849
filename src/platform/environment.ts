import { z } from 'zod';

const environment = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//)
    .optional(),
  RELANCE_DATA: z.string().min(1).optional(),
  RELANCE_CLOCK: z.iso.datetime({ offset: true }).optional(),
});

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

/**
 * The environment, checked. An empty variable counts as absent. Throws with the names of those that are
 * wrong.
 */
export function readConfig(variables: Readonly<Record<string, string | undefined>>): Config {
  const present = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(present);
  if (!parsed.success) {
    const names = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
    throw new RangeError(`environment variable not understood: ${names}`);
  }
  return {
    databaseUrl: parsed.data.DATABASE_URL ?? null,
    dataFolder: parsed.data.RELANCE_DATA ?? './data',
    clock: parsed.data.RELANCE_CLOCK ?? null,
    tty: process.stderr.isTTY === true,
  };
}
