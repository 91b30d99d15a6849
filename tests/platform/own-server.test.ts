import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connected } from '../../src/platform/connection.ts';
import { openDatabase } from '../../src/platform/db.ts';
import type { RefusedError } from '../../src/platform/refused-error.ts';
import { type FreshDatabase, freshDatabase } from '../harness/database.ts';

const ALPHA = '018f0000-0000-7000-8000-00000000000a';
const LOGIN = `login_${process.pid}`;
const NAME = `own_${process.pid}`;

let neighbour: FreshDatabase;
let admin: pg.Client;
let folder: string;

/** A server of the user's own: an account that is no superuser, and a database that belongs to it. */
beforeAll(async () => {
  neighbour = await freshDatabase();
  admin = await connected({ ...neighbour.direct, database: 'postgres' });
  await admin.query(`create role ${LOGIN} login`);
  await admin.query(`create database ${NAME} owner ${LOGIN}`);
  folder = mkdtempSync(join(tmpdir(), 'relance-own-'));
});

afterAll(async () => {
  await admin.query(`drop database ${NAME} with (force)`);
  await admin.query(`drop role ${LOGIN}`);
  await admin.end();
  await neighbour.close();
  rmSync(folder, { recursive: true, force: true });
});

function url(parameters = ''): string {
  const host = encodeURIComponent(neighbour.direct.host);
  return `postgresql://${LOGIN}@/${NAME}?host=${host}&port=${neighbour.direct.port}${parameters}`;
}

test('an account without the roles is told what its administrator has to run', async () => {
  const opening = openDatabase({ dataFolder: folder, url: url() });
  await expect(opening).rejects.toMatchObject({
    refusal: { refused: 'database_roles_missing', message: expect.stringContaining('grant relance_owner') },
  });
});

test('an account that may take the roles is at home, and as many serve as want to', async () => {
  await admin.query(`grant relance_owner, relance_app, relance_auth to ${LOGIN}`);
  const opened = await Promise.all(
    Array.from({ length: 6 }, async () => await openDatabase({ dataFolder: folder, url: url() })),
  );
  const [one] = opened;
  const { rows } = await one!.inCreditor(
    ALPHA,
    async (tx) => await sql`select current_user::text as role, count(*)::int as n from creditors`.execute(tx),
  );
  expect(rows).toEqual([{ role: 'relance_app', n: 0 }]);
  const claims = await Promise.all(opened.map(async (database) => await database.claimService()));
  expect(claims).toEqual(opened.map(() => true));
  await Promise.all(opened.map(async (database) => await database.close()));
});

test('a server that is away, or has no such database, is a refusal that names it and never the password', async () => {
  const password = 'tr0ub4dor';
  const host = encodeURIComponent(neighbour.direct.host);
  const port = neighbour.direct.port;
  for (const [address, cause, told] of [
    [`postgresql://paul:${password}@127.0.0.1:1/relance`, 'ECONNREFUSED', 'serveur 127.0.0.1, port 1,'],
    [`postgresql://paul:${password}@nulle-part.invalid/relance`, /ENOTFOUND|EAI_AGAIN/, 'nulle-part.invalid'],
    [`postgresql://${LOGIN}:${password}@/absente?host=${host}&port=${port}`, '3D000', 'base absente'],
    [`postgresql://inconnu:${password}@/${NAME}?host=${host}&port=${port}`, '28000', 'compte inconnu'],
  ] as const) {
    const refused = await openDatabase({ dataFolder: folder, url: address }).then(
      () => null,
      (error: unknown) => (error as RefusedError).refusal,
    );
    expect(refused?.refused, address).toBe('database_unreachable');
    expect(refused!.details.cause).toEqual(expect.stringMatching(cause));
    expect(refused!.message).toContain(told);
    expect(JSON.stringify(refused)).not.toContain(password);
  }
  await expect(openDatabase({ dataFolder: folder, url: 'postgresql://a:b@c:port/d' })).rejects.toMatchObject({
    refusal: { refused: 'environment_invalid', details: { variable: 'DATABASE_URL' } },
  });
});

test('an address that takes the guard away is refused: its sessions would see every creditor', async () => {
  const opening = openDatabase({
    dataFolder: folder,
    url: url(`&options=${encodeURIComponent('-c role=relance_owner')}`),
  });
  await expect(opening).rejects.toThrow('row-level security does not bind');
});
