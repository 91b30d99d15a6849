import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { errorCode } from './postgres.ts';

/** Migrations and the queue; owns every table, so row-level security does not bind it. */
export const OWNER = 'relance_owner';
/** Everything the program does for one creditor; bound by row-level security. */
export const APP = 'relance_app';
/** Sign-in and sessions, which the application role cannot read. */
const AUTH = 'relance_auth';

const ROLES = [OWNER, APP, AUTH];

/**
 * Another session made it between our look and our statement: roles are global, no lock of one database
 * covers them.
 */
const MADE_MEANWHILE = new Set(['42710', '23505', '0LP01']);

/**
 * Makes the three roles of the cluster, lets our login take them, and lets the owner build in this database.
 * For a database of the user's own, needs CREATEROLE or an administrator who made the roles before.
 */
export async function ensureRoles(client: pg.Client): Promise<void> {
  const { rows } = await client.query('select rolname from pg_roles where rolname = any($1)', [ROLES]);
  const known = new Set(rows.map((row) => row.rolname));
  for (const role of ROLES) {
    if (known.has(role)) continue;
    await unlessMade(client, `create role ${role} nologin`);
  }
  const { rows: missing } = await client.query(
    `select rolname from pg_roles
     where rolname = any($1) and not pg_has_role(current_user, rolname, 'member')`,
    [ROLES],
  );
  for (const { rolname } of missing) await unlessMade(client, `grant ${rolname} to current_user`);
}

/** Lets the owner role build in the schema of the database that `client` is connected to. */
export async function openSchemaToOwner(client: pg.Client): Promise<void> {
  const { rows } = await client.query(
    `select has_schema_privilege('${OWNER}', 'public', 'create')
       and has_schema_privilege('${OWNER}', 'public', 'usage with grant option') as able`,
  );
  if (rows[0].able) return;
  // With the right to pass it on: the first migration lets the application use the schema.
  await unlessMade(client, `grant create, usage on schema public to ${OWNER} with grant option`);
}

/** Two sessions that grant on the same object: PostgreSQL refuses the later one as an internal error. */
const CROSSED = 'XX000';
const ATTEMPTS = 20;

/** Runs a statement that may find its work done by another session; one that crosses another is run again. */
async function unlessMade(client: pg.Client, statement: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query(statement);
      return;
    } catch (error) {
      const code = errorCode(error) ?? '';
      if (MADE_MEANWHILE.has(code)) return;
      if (code !== CROSSED || attempt === ATTEMPTS) throw error;
      await sleep(10 * attempt);
    }
  }
}
