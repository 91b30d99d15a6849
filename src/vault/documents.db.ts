import { sql } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import { type Day, toIso } from '../calendar/day.ts';
import type { Scope } from '../journal/scope.ts';
import { hashBytes, hashFromBytes, type Sha256, sha256 } from '../journal/sha256.ts';
import type { Tx } from '../platform/db.ts';
import { DocumentUnreadable } from './document-unreadable.ts';
import { documentPath, readBytes, writeDocument } from './folder.ts';

/** What a reading of the vault needs of a scope. */
export type VaultReader = Pick<Scope, 'tx' | 'creditorId' | 'dataFolder'>;

export interface DocumentRow {
  readonly sha: Sha256;
  readonly bytes: number;
  readonly mediaType: string;
  readonly erasedOn: Day | null;
}

/** One document to store: its bytes and their type, as `application/pdf`. */
interface NewDocument {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

/** Any constant: held shared by whoever stores, alone by whoever removes files. */
const VAULT = 1_919_249_601;

const WRITES_AT_ONCE = 8;

/**
 * Puts bytes in the vault and answers their name. They are on disk before the transaction that names them
 * commits; when it never does, the file is an orphan that `sweepOrphans` removes. The same bytes twice are
 * one document.
 */
export async function storeDocument(scope: Scope, bytes: Uint8Array, mediaType: string): Promise<Sha256> {
  const [sha] = await storeDocuments(scope, [{ bytes, mediaType }]);
  return sha!;
}

/** The same for many, whose writes to disk then overlap: letters frozen together. */
export async function storeDocuments(
  scope: Scope,
  documents: readonly NewDocument[],
): Promise<readonly Sha256[]> {
  if (documents.length === 0) return [];
  await sql`select pg_advisory_xact_lock_shared(${VAULT})`.execute(scope.tx);
  const at = Temporal.Instant.from(scope.at).epochMilliseconds;
  const names = documents.map(({ bytes }) => sha256(bytes));
  const distinct = new Map(documents.map((document, index) => [names[index]!, document]));
  const named = Array.from(distinct, ([sha, document]) => ({ ...document, sha }));
  for (let from = 0; from < named.length; from += WRITES_AT_ONCE) {
    const slice = named.slice(from, from + WRITES_AT_ONCE);
    await Promise.all(
      slice.map(({ sha, bytes }) =>
        writeDocument(documentPath(scope.dataFolder, scope.creditorId, sha), bytes, at),
      ),
    );
  }
  await sql`
    insert into documents (creditor_id, sha256, bytes, media_type, stored_at)
    select ${scope.creditorId}::uuid, d.sha256, d.bytes, d.media_type, ${scope.at}::timestamptz
    from unnest(
      ${named.map(({ sha }) => hashBytes(sha))}::bytea[],
      ${named.map(({ bytes }) => bytes.length)}::bigint[],
      ${named.map(({ mediaType }) => mediaType)}::text[]
    ) as d(sha256, bytes, media_type)
    order by d.sha256
    on conflict (creditor_id, sha256) do update set erased_on = null where documents.erased_on is not null
  `.execute(scope.tx);
  return names;
}

/**
 * The bytes of a document, checked against its name. Throws a DocumentUnreadable that names it when this
 * creditor has no such document, or when its file is gone, altered or erased: a letter with other bytes than
 * its proof never leaves.
 */
export async function readDocument(reader: VaultReader, sha: Sha256): Promise<Buffer> {
  const row = await findDocument(reader, sha);
  if (row === null) throw new DocumentUnreadable(sha, { kind: 'unknown' });
  if (row.erasedOn !== null) throw new DocumentUnreadable(sha, { kind: 'erased', on: row.erasedOn });
  const bytes = await readBytes(documentPath(reader.dataFolder, reader.creditorId, sha));
  if (bytes === null) throw new DocumentUnreadable(sha, { kind: 'missing' });
  if (sha256(bytes) !== sha) throw new DocumentUnreadable(sha, { kind: 'altered' });
  return bytes;
}

/**
 * As `readDocument`, for many whose rows are looked up at once. Answers bytes that are not yet compared with
 * their name: whoever reads them does that, as it puts them to use.
 */
export async function documentReader(
  reader: VaultReader,
  hashes: readonly Sha256[],
): Promise<(sha: Sha256) => Promise<Uint8Array>> {
  const rows = await documentRows(
    reader.tx,
    sql`creditor_id = ${reader.creditorId} and sha256 = any(${hashes.map(hashBytes)}::bytea[])`,
  );
  const known = new Map(rows.map((row) => [row.sha, row]));
  return async (sha) => {
    const row = known.get(sha);
    if (row === undefined) throw new DocumentUnreadable(sha, { kind: 'unknown' });
    if (row.erasedOn !== null) throw new DocumentUnreadable(sha, { kind: 'erased', on: row.erasedOn });
    const bytes = await readBytes(documentPath(reader.dataFolder, reader.creditorId, sha));
    if (bytes === null) throw new DocumentUnreadable(sha, { kind: 'missing' });
    return new Uint8Array(bytes);
  };
}

/** What the vault knows of a document of this creditor; null when nothing. */
export async function findDocument(reader: VaultReader, sha: Sha256): Promise<DocumentRow | null> {
  const rows = await documentRows(
    reader.tx,
    sql`creditor_id = ${reader.creditorId} and sha256 = ${hashBytes(sha)}`,
  );
  return rows[0] ?? null;
}

/** The documents of a creditor after `after` in the order of their names, at most `limit`. */
export async function documentPage(
  reader: Pick<Scope, 'tx' | 'creditorId'>,
  after: Sha256 | null,
  limit: number,
): Promise<readonly DocumentRow[]> {
  const from = after === null ? Buffer.alloc(0) : hashBytes(after);
  return await documentRows(
    reader.tx,
    sql`creditor_id = ${reader.creditorId} and sha256 > ${from} order by sha256 limit ${limit}`,
  );
}

/** Those of `hashes` that the vault never registered for this creditor. */
export async function unknownDocuments(
  reader: Pick<Scope, 'tx' | 'creditorId'>,
  hashes: readonly Sha256[],
): Promise<ReadonlySet<Sha256>> {
  const { rows } = await sql<{ sha256: Buffer }>`
    select asked.sha256 from unnest(${hashes.map(hashBytes)}::bytea[]) as asked(sha256)
    where not exists (
      select from documents d where d.creditor_id = ${reader.creditorId} and d.sha256 = asked.sha256)
  `.execute(reader.tx);
  return new Set(rows.map((row) => hashFromBytes(row.sha256)));
}

/**
 * Those of `hashes` whose file serves no more: no row, or one erased before today. A backup under way still
 * reads what its snapshot holds as it was, and copies the file.
 */
export async function withoutUse(
  reader: Pick<Scope, 'tx' | 'creditorId' | 'on'>,
  hashes: readonly Sha256[],
): Promise<readonly Sha256[]> {
  const { rows } = await sql<{ sha256: Buffer }>`
    select asked.sha256 from unnest(${hashes.map(hashBytes)}::bytea[]) as asked(sha256)
    where not exists (
      select from documents d
      where d.creditor_id = ${reader.creditorId} and d.sha256 = asked.sha256
        and (d.erased_on is null or d.erased_on >= ${toIso(reader.on)}::date))
  `.execute(reader.tx);
  return rows.map((row) => hashFromBytes(row.sha256));
}

/** Marks a document as erased; false when it is unknown or erased already. */
export async function markErased(scope: Scope, sha: Sha256): Promise<boolean> {
  const { rows } = await sql`
    update documents set erased_on = ${toIso(scope.on)}::date
    where creditor_id = ${scope.creditorId} and sha256 = ${hashBytes(sha)} and erased_on is null
    returning 1`.execute(scope.tx);
  return rows.length > 0;
}

/** Until the end of the transaction nobody stores; false, without waiting, when somebody is at it now. */
export async function lockVault(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(${VAULT}) as locked`.execute(tx);
  return rows[0]!.locked;
}

/** Until the end of the transaction no file is removed. */
export async function keepVault(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${VAULT})`.execute(tx);
}

async function documentRows(tx: Tx, condition: ReturnType<typeof sql>): Promise<readonly DocumentRow[]> {
  const { rows } = await sql<{ sha256: Buffer; bytes: number; media_type: string; erased_on: Day | null }>`
    select sha256, bytes, media_type, erased_on from documents where ${condition}`.execute(tx);
  return rows.map((row) => ({
    sha: hashFromBytes(row.sha256),
    bytes: row.bytes,
    mediaType: row.media_type,
    erasedOn: row.erased_on,
  }));
}
