import pg from 'pg';
import { connected } from './connection.ts';
import { notUnderstood } from './environment.ts';
import { errorCode } from './postgres.ts';
import { type Refusal, refuse } from './refusal.ts';
import { RefusedError } from './refused-error.ts';

/** A server that answers takes milliseconds; one behind a wall that drops everything would take minutes. */
const PATIENCE_MS = 10_000;

const CAUSES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'personne n’y répond',
  ENOENT: 'personne n’y répond',
  ENOTFOUND: 'ce serveur n’est pas connu du réseau',
  EAI_AGAIN: 'ce serveur n’est pas connu du réseau',
  EHOSTUNREACH: 'le réseau n’y mène pas',
  ENETUNREACH: 'le réseau n’y mène pas',
  ETIMEDOUT: 'il ne répond pas à temps',
  ECONNRESET: 'il coupe la connexion',
  '3D000': 'il n’a pas de base de ce nom',
  '28P01': 'il refuse le compte ou le mot de passe',
  '28000': 'il refuse ce compte',
  '53300': 'il a déjà toutes les connexions qu’il accepte',
  '57P03': 'il démarre ou s’arrête',
};

/** What the driver says in words only. */
const SAID: readonly (readonly [RegExp, string])[] = [
  [/terminated|closed/i, 'il coupe la connexion'],
  [/timeout/i, 'il ne répond pas à temps'],
  [/SSL/, 'il n’accepte pas la connexion chiffrée que demande l’adresse'],
  [/password must be/i, 'il demande un mot de passe'],
];

/**
 * Connects once to the user's own PostgreSQL. Throws a RefusedError `database_unreachable`, which names the
 * server and never the password.
 */
export async function reachOwnServer(url: string): Promise<void> {
  const server = serverOf(url);
  if ('refused' in server) throw new RefusedError(server);
  try {
    const client = await connected({ connectionString: url, connectionTimeoutMillis: PATIENCE_MS });
    await client.end();
  } catch (error) {
    throw new RefusedError(unreachable(server, error));
  }
}

interface Server {
  readonly host: string;
  readonly port: number;
  readonly database: string | null;
  readonly user: string | null;
}

function serverOf(url: string): Server | Refusal {
  try {
    const { host, port, database, user } = new pg.Client({ connectionString: url });
    return { host, port, database: database ?? null, user: user ?? null };
  } catch {
    return notUnderstood('DATABASE_URL');
  }
}

function unreachable(server: Server, error: unknown): Refusal {
  const { host, port, database, user } = server;
  const cause = errorCode(error);
  const words = error instanceof Error ? error.message : String(error);
  const why = CAUSES[cause ?? ''] ?? SAID.find(([said]) => said.test(words))?.[1] ?? words;
  const message =
    `La base de DATABASE_URL est hors d’atteinte (serveur ${host}, port ${port}, base ${database}, compte ${user})\u00a0: ` +
    `${why}. Vérifiez DATABASE_URL et le serveur, ou retirez-la pour la base intégrée.`;
  return refuse('database_unreachable', message, { ...server, cause });
}
