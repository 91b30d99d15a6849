import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import type pg from 'pg';
import { z } from 'zod';
import type { Tx } from './db.ts';
import { giveToOwnerOf } from './postgres-user.ts';

const markerSchema = z.object({ instance: z.uuid() });

interface Fingerprint {
  readonly instance_id: string;
  readonly system_identifier: string;
  readonly marker_inode: string;
}

function markerFile(dataFolder: string): string {
  return join(dataFolder, 'instance.json');
}

/** The inode tells a file from its copy; it survives a rename and a change of host name. */
function readMarker(dataFolder: string): Pick<Fingerprint, 'instance_id' | 'marker_inode'> | null {
  const file = markerFile(dataFolder);
  if (!existsSync(file)) return null;
  const marker = markerSchema.safeParse(parsed(readFileSync(file, 'utf8')));
  // Cut by a full disk or altered: as if it were another's, so that a person looks before anything leaves.
  if (!marker.success) return null;
  return {
    instance_id: marker.data.instance,
    marker_inode: String(statSync(file, { bigint: true }).ino),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function systemIdentifier(client: pg.Client): Promise<string> {
  const { rows } = await client.query('select system_identifier::text as id from pg_control_system()');
  return rows[0].id;
}

/**
 * Compares database, cluster and data folder with what the database remembers of them, and marks the
 * database as a copy when they differ: a restored or copied instance must not write to debtors a second
 * time.
 */
export async function recogniseInstance(client: pg.Client, dataFolder: string): Promise<void> {
  const { rows } = await client.query<Fingerprint & { is_copy: boolean }>('select * from instance');
  const known = rows[0];
  if (known === undefined) return await adoptInstance(client, dataFolder);
  if (known.is_copy) return;
  if (stands(known, dataFolder, await systemIdentifier(client))) return;
  await client.query('update instance set is_copy = true');
}

function stands(known: Fingerprint, dataFolder: string, system: string): boolean {
  const marker = readMarker(dataFolder);
  return (
    marker?.instance_id === known.instance_id &&
    marker.marker_inode === known.marker_inode &&
    system === known.system_identifier
  );
}

/** Whether `recogniseInstance` would take this database for a copy, or did already; marks nothing. */
export async function seemsCopied(tx: Tx, dataFolder: string): Promise<boolean> {
  const { rows } = await sql<Fingerprint & { is_copy: boolean; system: string }>`
    select i.*, c.system_identifier::text as system from instance i, pg_control_system() c`.execute(tx);
  return rows.some((known) => known.is_copy || !stands(known, dataFolder, known.system));
}

/** Makes this database, in this cluster and with this data folder, an instance of its own. */
export async function adoptInstance(client: pg.Client, dataFolder: string): Promise<void> {
  const instance = randomUUID();
  writeFileSync(markerFile(dataFolder), `${JSON.stringify({ instance })}\n`, { mode: 0o600 });
  giveToOwnerOf(dataFolder, markerFile(dataFolder));
  const inode = readMarker(dataFolder)?.marker_inode;
  await client.query(
    `insert into instance (instance_id, system_identifier, marker_inode) values ($1, $2, $3)
     on conflict (only_row) do update
       set (instance_id, system_identifier, marker_inode, is_copy) =
         (excluded.instance_id, excluded.system_identifier, excluded.marker_inode, false)`,
    [instance, await systemIdentifier(client), inode],
  );
}

/** Whether this database is a copy of another instance: nothing may leave it until a person adopts it. */
export async function isCopy(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ is_copy: boolean }>`select is_copy from instance`.execute(tx);
  return rows[0]?.is_copy ?? true;
}
