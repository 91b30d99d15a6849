import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageFolder } from './config.ts';
import { connectOwner } from './connection.ts';
import { migrate, readMigrations } from './migrate.ts';
import { attachCluster } from './postgres.ts';
import { describeSchema, dumpSchema } from './schema.ts';

/**
 * Writes migrations/schema.sql and schema.d.ts from the migrations, in a cluster of its own that lasts a
 * moment.
 */
export async function writeSchema(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'relance-schema-'));
  const migrations = join(packageFolder(), 'migrations');
  const cluster = await attachCluster(folder, { durable: false });
  try {
    const { host, port, user } = cluster;
    const client = await connectOwner({ host, port, user, database: 'schema' });
    try {
      await migrate(client, readMigrations(migrations), '2026-01-01T00:00:00.000Z');
      writeFileSync(join(migrations, 'schema.sql'), await dumpSchema(client));
      writeFileSync(join(migrations, 'schema.d.ts'), await describeSchema(client));
    } finally {
      await client.end();
    }
  } finally {
    await cluster.release();
    rmSync(folder, { recursive: true, force: true });
  }
}
