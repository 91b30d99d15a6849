import { sql } from 'kysely';
import type { Day } from '../calendar/day.ts';
import type { Scope } from '../journal/scope.ts';
import { hashFromBytes, type Sha256 } from '../journal/sha256.ts';
import type { Tx } from '../platform/db.ts';
import { idsNamed, parseIdReference } from '../platform/ids.ts';

/** A letter, its contact and whom it is for. */
interface PaperLetter {
  readonly letterId: string;
  readonly proposalId: string;
  readonly debtorId: string;
  readonly debtorKey: string;
  readonly debtorName: string;
  readonly kind: 'letter' | 'registered';
}

/**
 * A frozen letter that waits for the printer: a leading letter of an approved contact, or the copy of one
 * that left.
 */
export interface LetterToPrint extends PaperLetter {
  readonly leading: boolean;
  readonly sha256: Sha256;
  /** What the letter lists under « P. J. ». */
  readonly enclosures: readonly Sha256[];
  readonly tracking: string | null;
  readonly address: {
    readonly lines: readonly string[];
    readonly postcode: string;
    readonly city: string;
  } | null;
}

/**
 * What is to be printed today, in posting order: registered letters first, then by postcode as the post wants
 * them.
 */
export async function lettersToPrint(tx: Tx): Promise<LetterToPrint[]> {
  const { rows } = await sql<
    Omit<LetterToPrint, 'sha256' | 'enclosures'> & {
      pdf: Buffer;
      files: readonly { readonly sha256: Sha256 }[];
    }
  >`
    select l.id as "letterId", p.id as "proposalId", d.id as "debtorId", d.key as "debtorKey",
      d.name as "debtorName", l.kind, l.pdf_sha256 as pdf, l.attachments as files, p.tracking, d.address,
      p.state = 'approved' as leading
    from letters l
    join proposals p on p.creditor_id = l.creditor_id and p.id = l.proposal_id
    join debtors d on d.creditor_id = l.creditor_id and d.id = l.debtor_id
    where l.kind in ('letter', 'registered') and l.superseded_on is null
      -- A leading letter that is done left by other hands than a batch's: deposited before it was printed here.
      and (p.state = 'done' and l.kind <> p.channel
        or p.state = 'approved' and p.channel in ('letter', 'registered'))
      and not exists (select from print_batch_letters b
        where b.creditor_id = l.creditor_id and b.letter_id = l.id)
    order by l.kind desc, d.address ->> 'postcode', d.name, l.id`.execute(tx);
  return rows.map(({ pdf, files, ...row }) => ({
    ...row,
    sha256: hashFromBytes(pdf),
    enclosures: files.map((file) => file.sha256),
  }));
}

export async function insertBatch(
  scope: Scope,
  batch: { readonly id: string; readonly fileName: string; readonly letterIds: readonly string[] },
): Promise<void> {
  await scope.tx
    .insertInto('print_batches')
    .values({ creditor_id: scope.creditorId, id: batch.id, made_on: scope.on, file_name: batch.fileName })
    .execute();
  await scope.tx
    .insertInto('print_batch_letters')
    .values(
      batch.letterIds.map((letterId, index) => ({
        creditor_id: scope.creditorId,
        letter_id: letterId,
        batch_id: batch.id,
        position: index + 1,
      })),
    )
    .execute();
}

export interface StoredBatch {
  readonly id: string;
  readonly madeOn: Day;
  readonly fileName: string;
  readonly postedOn: Day | null;
}

export async function batchesNamed(tx: Tx, typed: string): Promise<StoredBatch[]> {
  const reference = parseIdReference(typed);
  if (!reference) return [];
  const rows = await tx
    .selectFrom('print_batches')
    .select(['id', 'made_on', 'file_name', 'posted_on'])
    .execute();
  const named = new Set(
    idsNamed(
      reference,
      'lot',
      rows.map(({ id }) => id),
    ),
  );
  return rows
    .filter(({ id }) => named.has(id))
    .map((row) => ({ id: row.id, madeOn: row.made_on, fileName: row.file_name, postedOn: row.posted_on }));
}

/** A letter of a batch: in force, or taken back or composed anew since it was printed. */
export interface BatchLetter extends PaperLetter {
  readonly inForce: boolean;
  readonly deposited: boolean;
}

/** The letters of a batch in the order of posting. */
export async function lettersOfBatch(tx: Tx, batchId: string): Promise<BatchLetter[]> {
  const { rows } = await sql<BatchLetter>`
    select l.id as "letterId", l.proposal_id as "proposalId", d.id as "debtorId", d.key as "debtorKey",
      d.name as "debtorName", l.kind, l.superseded_on is null as "inForce",
      r.deposited_on is not null as deposited
    from print_batch_letters b
    join letters l on l.creditor_id = b.creditor_id and l.id = b.letter_id
    join debtors d on d.creditor_id = l.creditor_id and d.id = l.debtor_id
    left join registered_letters r on r.creditor_id = l.creditor_id and r.letter_id = l.id
    where b.batch_id = ${batchId} and l.proposal_id is not null
    order by b.position`.execute(tx);
  return rows;
}

export async function markBatchPosted(scope: Scope, batchId: string): Promise<boolean> {
  const { numUpdatedRows } = await scope.tx
    .updateTable('print_batches')
    .set({ posted_on: scope.on })
    .where('id', '=', batchId)
    .where('posted_on', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
