import { sql } from 'kysely';
import type { Day } from '../calendar/day.ts';
import { hashFromBytes, type Sha256 } from '../journal/sha256.ts';
import type { Tx } from '../platform/db.ts';
import { shortId } from '../platform/ids.ts';
import type { ShelvedBatch, ShelvedLetter } from './shelf.ts';

/** The newest letters shown; older ones are on their debtor's page. */
const SHOWN = 200;

/** Letters on paper in force, newest first, with what the post did of them. */
export async function lettersOnPaper(tx: Tx): Promise<readonly ShelvedLetter[]> {
  const { rows } = await sql<ShelvedLetter & { batch: string | null }>`
    select l.id, l.kind, l.step, l.on_day as "on", l.subject, d.key as debtor, d.name as "debtorName",
      b.id as batch, b.posted_on as "postedOn", r.tracking, r.deposited_on as "depositedOn",
      r.presented_on as "presentedOn", r.outcome
    from letters l
    join debtors d on d.creditor_id = l.creditor_id and d.id = l.debtor_id
    left join print_batch_letters p on p.creditor_id = l.creditor_id and p.letter_id = l.id
    left join print_batches b on b.creditor_id = p.creditor_id and b.id = p.batch_id
    left join registered_letters r on r.creditor_id = l.creditor_id and r.letter_id = l.id
    where l.kind in ('letter', 'registered') and l.superseded_on is null
    order by l.on_day desc, l.kind desc, d.name, l.id limit ${SHOWN}`.execute(tx);
  return rows;
}

/** Print batches, newest first. */
export async function printBatches(tx: Tx): Promise<readonly ShelvedBatch[]> {
  const { rows } = await sql<Omit<ShelvedBatch, 'shortId'>>`
    select b.id, b.made_on as "madeOn", b.file_name as "fileName", b.posted_on as "postedOn",
      (select count(*) from print_batch_letters p
        join letters l on l.creditor_id = p.creditor_id and l.id = p.letter_id and l.superseded_on is null
        where p.creditor_id = b.creditor_id and p.batch_id = b.id) as letters
    from print_batches b order by b.made_on desc, b.id desc limit ${SHOWN}`.execute(tx);
  return rows.map((row) => ({ ...row, shortId: shortId('lot', row.id) }));
}

/** Where the frozen page of a text lies in the vault, and the name under which it is shown. */
export async function frozenPage(
  tx: Tx,
  letterId: string,
): Promise<{ readonly sha256: Sha256; readonly name: string } | null> {
  const { rows } = await sql<{ pdf: Buffer; on: Day; kind: string; debtor: string }>`
    select l.pdf_sha256 as pdf, l.kind, d.key as debtor from letters l
    join debtors d on d.creditor_id = l.creditor_id and d.id = l.debtor_id
    where l.id = ${letterId}::uuid`.execute(tx);
  const [row] = rows;
  if (!row) return null;
  return { sha256: hashFromBytes(row.pdf), name: `${shortId('let', letterId)}.pdf` };
}
