import { join } from 'node:path';
import {
  Kysely,
  type KyselyPlugin,
  PostgresAdapter,
  PostgresDriver,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type Transaction,
} from 'kysely';
import pg from 'pg';
import type { DB } from '../../migrations/schema.d.ts';
import { holdName } from './alive.ts';
import { systemClock } from './clock.ts';
import { columnValues, type SpecialColumns } from './column-values.ts';
import { packageFolder } from './config.ts';
import { type Address, assertIsolated, connectOwner, session } from './connection.ts';
import { makeDataFolder } from './data-folder.ts';
import { adoptInstance, recogniseInstance } from './instance.ts';
import { type Migration, migrate, readMigrations } from './migrate.ts';
import { reachOwnServer } from './own-server.ts';
import { attachCluster, type Cluster, errorCode, isUnreachable } from './postgres.ts';
import { isRefusal } from './refusal.ts';
import { APP, OWNER } from './roles.ts';
import { beforeDeath } from './signals.ts';
import { isUuid } from './uuid.ts';

/** One transaction. Acts hand it on to the acts they call, and never open another. */
export type Tx = Transaction<DB>;

export interface Database {
  readonly dataFolder: string;
  /**
   * Runs `work` in one transaction that sees and writes the rows of one creditor only. Commits, unless
   * `work` throws or resolves to a refusal: a refused act changes nothing. Runs `work` again, three times
   * at most, when PostgreSQL says that two transactions crossed: it must have no other effect than on `tx`.
   * `prepared`: PostgreSQL plans each statement once per connection, not each time it comes; for work on one
   * contact or a small batch, done hundreds of times in a run.
   */
  readonly inCreditor: <T>(
    creditorId: string,
    work: (tx: Tx) => Promise<T>,
    habit?: { readonly prepared: boolean },
  ) => Promise<T>;
  /**
   * As `inCreditor`, for all creditors at once: lists of creditors, backups, checks. No row-level security.
   */
  readonly asOwner: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
  /**
   * False when another process serves this data folder already. A database of DATABASE_URL has as many as
   * wanted.
   */
  readonly claimService: () => Promise<boolean>;
  /** Holds a name alone, until the answer is called or this process ends (`holdName`). */
  readonly holdName: (name: string, onWait?: () => void) => Promise<() => Promise<void>>;
  /** Makes a copied or restored instance one of its own, on a person's word: it may send again. */
  readonly adopt: () => Promise<void>;
  /** Ends every connection; the last process out stops the embedded database. */
  readonly close: () => Promise<void>;
}

export interface OpenOptions {
  readonly dataFolder: string;
  /** A PostgreSQL of the user's own (15 or later) instead of the embedded one. */
  readonly url?: string | null;
}

const DATABASE = 'relance';

/**
 * Opens the database of a data folder: starts or joins the embedded PostgreSQL unless `url` names another,
 * brings the schema up to date, and tells a copied instance. Throws a RefusedError (`schema_newer`,
 * `database_too_old`, `database_roles_missing`, `database_unreachable`, `data_folder_unusable`) when a person
 * must act first.
 */
export async function openDatabase(options: OpenOptions): Promise<Database> {
  const { dataFolder, url } = options;
  makeDataFolder(dataFolder);
  if (url) {
    await reachOwnServer(url);
    return await openAt(dataFolder, async () => ({ address: { connectionString: url }, cluster: null }));
  }
  return await openAt(dataFolder, async () => {
    const cluster = await attachCluster(dataFolder);
    const forget = beforeDeath(cluster.release);
    const release = async () => {
      forget();
      await cluster.release();
    };
    return { address: addressOf(cluster), cluster: { ...cluster, release } };
  });
}

/** Our database in a cluster. */
export function addressOf({ host, port, user }: Cluster): Address {
  return { host, port, user, database: DATABASE };
}

/**
 * Runs `work` in one transaction as the owner of a database whose schema is left as it is, be it an older
 * one: for an upgrade, which reads it.
 */
export async function asOwnerAt<T>(address: Address, work: (tx: Tx) => Promise<T>): Promise<T> {
  const pool = openPool({ ...session(address, OWNER), max: 1 });
  const wire = { connect: () => pool.connect(), opening: 'begin', plugins: [], prepared: false };
  return await transact(wire, work).finally(() => pool.end());
}

/** A place to connect to, and our hold on the cluster there when it is the embedded one. */
export interface Place {
  readonly address: Address;
  readonly cluster: Cluster | null;
}

/** As `openDatabase`, wherever `find` says; `find` is asked again when the embedded cluster was lost. */
export async function openAt(dataFolder: string, find: () => Promise<Place>): Promise<Database> {
  let place = await find();
  const leave = async () => await place.cluster?.release();
  let pools = openPools(place.address);
  let plugins: KyselyPlugin[];
  try {
    plugins = [columnValues(await bringUp(place.address, dataFolder))];
    await checkIsolation(pools.app);
  } catch (error) {
    await closePools(pools);
    await leave();
    throw error;
  }
  let reviving: Promise<void> | null = null;
  const revive = async () => {
    await closePools(pools);
    await leave();
    place = await find();
    pools = openPools(place.address);
  };
  const connect = async (kind: keyof Pools): Promise<pg.PoolClient> => {
    try {
      return await pools[kind].connect();
    } catch (error) {
      if (place.cluster === null || !isUnreachable(error)) throw error;
      reviving ??= revive().finally(() => {
        reviving = null;
      });
      await reviving;
      return await pools[kind].connect();
    }
  };
  return {
    dataFolder,
    inCreditor: async (creditorId, work, habit) => {
      if (!isUuid(creditorId)) throw new RangeError(`not the id of a creditor: ${creditorId}`);
      const opening = `begin; select set_config('app.creditor', '${creditorId}', true)`;
      const wire = { connect: () => connect('app'), opening, plugins, prepared: habit?.prepared ?? false };
      return await transact(wire, work);
    },
    asOwner: async (work) =>
      await transact({ connect: () => connect('owner'), opening: 'begin', plugins, prepared: false }, work),
    claimService: async () => (await place.cluster?.claimService()) ?? true,
    holdName: async (name, onWait) => await holdName(place.address, name, onWait),
    adopt: async () => {
      const client = await connectOwner(place.address);
      await adoptInstance(client, dataFolder).finally(() => client.end());
    },
    close: async () => {
      await closePools(pools);
      await leave();
    },
  };
}

interface Pools {
  readonly app: pg.Pool;
  readonly owner: pg.Pool;
}

function openPools(address: Address): Pools {
  return {
    app: openPool({ ...session(address, APP), max: 10 }),
    owner: openPool({ ...session(address, OWNER), max: 2 }),
  };
}

function openPool(settings: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(settings);
  // An idle connection that dies is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  return pool;
}

async function closePools(pools: Pools): Promise<void> {
  await Promise.all([pools.app.end(), pools.owner.end()]);
}

async function checkIsolation(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  client.on('error', ignore);
  await assertIsolated(client).finally(() => {
    client.off('error', ignore);
    client.release();
  });
}

async function bringUp(address: Address, dataFolder: string): Promise<SpecialColumns> {
  const client = await connectOwner(address);
  try {
    await migrate(client, packageMigrations(), systemClock.now());
    await recogniseInstance(client, dataFolder);
    return await readSpecialColumns(client);
  } finally {
    await client.end();
  }
}

function packageMigrations(): readonly Migration[] {
  return readMigrations(join(packageFolder(), 'migrations'));
}

async function readSpecialColumns(client: pg.Client): Promise<SpecialColumns> {
  const { rows } = await client.query<{ name: string; type: string }>(
    `select distinct attname as name, atttypid::regtype::text as type from pg_attribute
     where atttypid in ('date'::regtype, 'jsonb'::regtype) and attnum > 0 and not attisdropped
       and attrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace)`,
  );
  const named = (type: string) => new Set(rows.filter((row) => row.type === type).map((row) => row.name));
  return { dates: named('date'), json: named('jsonb') };
}

/**
 * Deadlock, serialization failure, and a row that another transaction made between our look and our
 * insertion: the work that is run again finds it.
 */
const CROSSED = new Set(['40P01', '40001', '23505']);
const ATTEMPTS = 4;

/** How the statements of a transaction reach the server. */
interface Wire {
  readonly connect: () => Promise<pg.PoolClient>;
  readonly opening: string;
  readonly plugins: KyselyPlugin[];
  readonly prepared: boolean;
}

async function transact<T>(wire: Wire, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(wire, work);
    } catch (error) {
      if (attempt >= ATTEMPTS || !CROSSED.has(errorCode(error) ?? '')) throw error;
    }
  }
}

/** Carries a refusal through the roll-back. */
class Refused extends Error {}

async function once<T>(wire: Wire, work: (tx: Tx) => Promise<T>): Promise<T> {
  let answer: { readonly refused: T } | null = null;
  const kysely = kyselyOver(wire);
  try {
    return await kysely.transaction().execute(async (tx) => {
      const result = await work(tx);
      if (!isRefusal(result)) return result;
      answer = { refused: result };
      throw new Refused();
    });
  } catch (error) {
    if (error instanceof Refused && answer !== null) return (answer as { readonly refused: T }).refused;
    throw error;
  }
}

function ignore(): void {}

/** Names of prepared statements, the same on each connection; a server keeps them all until it hangs up. */
const names = new Map<string, string>();
const MOST_NAMES = 500;

function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= MOST_NAMES) return known;
  const name = `relance_${names.size}`;
  names.set(text, name);
  return name;
}

/** A query builder whose `begin` is `opening`: the creditor is set in the same round trip. */
function kyselyOver({ connect, opening, plugins, prepared }: Wire): Kysely<DB> {
  const driver = new PostgresDriver({
    pool: {
      connect: async () => {
        const client = await connect();
        const query = ((text: string, values: unknown[] = []) => {
          if (text === 'begin') return client.query(opening);
          const name = prepared && values.length > 0 ? nameOf(text) : undefined;
          return name === undefined ? client.query(text, values) : client.query({ name, text, values });
        }) as typeof client.query;
        // A connection lost while we hold it fails our next query; unheard, it would end the process.
        client.on('error', ignore);
        const release = (discard?: boolean) => {
          client.off('error', ignore);
          client.release(discard);
        };
        return { query, release };
      },
      end: async () => undefined,
      options: {},
    },
  });
  return new Kysely<DB>({
    plugins,
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driver,
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
}
