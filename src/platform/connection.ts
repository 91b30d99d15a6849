import pg from 'pg';
import { errorCode } from './postgres.ts';
import { refuse } from './refusal.ts';
import { RefusedError } from './refused-error.ts';
import { APP, ensureRoles, OWNER, openSchemaToOwner } from './roles.ts';
import { refuseOldServer } from './server-version.ts';
import { valueTypes } from './sql-values.ts';

/** Where a database answers: a socket of the embedded cluster, or a URL of the user's own. */
export type Address =
  | { readonly host: string; readonly port: number; readonly user: string; readonly database: string }
  | { readonly connectionString: string };

/** How to connect as one of our roles, with days, instants and numbers read our way. */
export function session(address: Address, role: typeof OWNER | typeof APP): pg.ClientConfig {
  return {
    ...address,
    types: valueTypes,
    options: `-c role=${role} -c timezone=UTC -c datestyle=ISO`,
    application_name: 'relance',
  };
}

/** The database or our roles are not there yet, or are not ours to take yet. */
const UNPREPARED = new Set(['3D000', '22023', '42501']);

/**
 * A connection as the owner role, to a database that is made ready first when it has to be. The caller ends
 * it.
 */
export async function connectOwner(address: Address): Promise<pg.Client> {
  const ready = await connectedOrNull(session(address, OWNER));
  if (ready !== null) {
    const { rows } = await ready.query("select has_schema_privilege('public', 'create') as able");
    if (rows[0].able) return ready;
    await ready.end();
  }
  await prepare(address);
  return await connected(session(address, OWNER));
}

async function connectedOrNull(config: pg.ClientConfig): Promise<pg.Client | null> {
  try {
    return await connected(config);
  } catch (error) {
    if (UNPREPARED.has(errorCode(error) ?? '')) return null;
    throw error;
  }
}

/**
 * A connection to `config`, whose loss between two statements is told by the next one and not by an
 * exception.
 */
export async function connected(config: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client(config);
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

const BY_AN_ADMINISTRATOR = [
  'create role relance_owner; create role relance_app; create role relance_auth',
  'grant relance_owner, relance_app, relance_auth to COMPTE',
  'grant create, usage on schema public to relance_owner with grant option',
].join('; ');

async function prepare(address: Address): Promise<void> {
  const embedded = 'host' in address;
  const client = await connected(embedded ? { ...address, database: 'postgres' } : { ...address });
  try {
    await checkVersion(client);
    await ensureRoles(client);
    if (embedded) await createDatabase(client, address.database);
    else await openSchemaToOwner(client);
  } catch (error) {
    if (errorCode(error) !== '42501') throw error;
    throw new RefusedError(
      refuse(
        'database_roles_missing',
        'Le compte de DATABASE_URL ne peut pas créer les rôles de Relance\u00a0: demandez à un administrateur' +
          ` d’exécuter «\u00a0${BY_AN_ADMINISTRATOR}\u00a0».`,
      ),
    );
  } finally {
    await client.end();
  }
}

async function createDatabase(client: pg.Client, name: string): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
  if (rowCount) return;
  try {
    await client.query(`create database ${pg.escapeIdentifier(name)} owner ${OWNER}`);
  } catch (error) {
    // Another command made it between our look and our statement.
    if (!['42P04', '23505'].includes(errorCode(error) ?? '')) throw error;
  }
}

async function checkVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query("select current_setting('server_version_num')::int / 10000 as major");
  const refusal = refuseOldServer(rows[0].major);
  if (refusal !== null) throw new RefusedError(refusal);
}

/**
 * Makes sure that connections of the application are bound by row-level security on every table that has
 * it: as a superuser, or as the owner of the tables, they would see every creditor.
 */
export async function assertIsolated(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ role: string; bound: boolean }>(
    `select current_user::text as role, coalesce(bool_and(row_security_active(oid)), true) as bound
     from pg_class where relrowsecurity and relnamespace = 'public'::regnamespace`,
  );
  const [answer] = rows;
  if (answer?.role === APP && answer.bound) return;
  throw new Error(
    `connections run as ${answer?.role}, which row-level security does not bind: refusing to start`,
  );
}
