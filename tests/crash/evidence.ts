import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Database, Tx } from '../../src/platform/db.ts';
import { shortId } from '../../src/platform/ids.ts';

/** A message as the books have it, with everything that was written about it anywhere. */
export interface MessageEvidence {
  readonly id: string;
  readonly messageId: string;
  readonly state: string;
  readonly leased: boolean;
  /** Hash of the frozen bytes, in hexadecimal. */
  readonly frozen: string;
  readonly proposalId: string | null;
  readonly proposalState: string | null;
  /** Whether the message is the contact itself, and not the copy of a registered letter. */
  readonly leading: boolean;
  /** Days of the receipts are not needed: what happened, in order. */
  readonly receipts: readonly string[];
  /** What the journal says was answered: `sent machine`, `failed person`… */
  readonly answered: readonly string[];
  /** States of the contacts recorded for it, one per try. */
  readonly contacts: readonly string[];
  /** Steps that it completes: an instalment and a step each. */
  readonly steps: readonly string[];
  readonly step: string | null;
}

/** What the books hold after a crash, whatever the program says of it. */
export interface Evidence {
  readonly messages: readonly MessageEvidence[];
  /** Instalment and step, once for each contact that is not known to have failed. */
  readonly stepsDone: readonly string[];
  readonly documents: readonly string[];
  readonly batches: readonly { readonly id: string; readonly file: string; readonly posted: boolean }[];
}

export async function evidenceIn(database: Database): Promise<Evidence> {
  return await database.asOwner(async (tx) => ({
    messages: await messagesIn(tx),
    stepsDone: await stepsDoneIn(tx),
    documents: await documentsIn(tx),
    batches: await batchesIn(tx),
  }));
}

async function messagesIn(tx: Tx): Promise<readonly MessageEvidence[]> {
  const { rows } = await sql<MessageEvidence>`
    select m.id, m.message_id as "messageId", m.state, m.lease_until is not null as leased,
      encode(m.frozen_sha256, 'hex') as frozen, l.proposal_id as "proposalId", p.state as "proposalState",
      p.channel = 'email' as leading, p.step,
      array(select r.event from message_receipts r where r.id = m.id order by r.seq) as receipts,
      array(select (e.payload::jsonb ->> 'state') || ' ' || (e.payload::jsonb ->> 'by') from journal_events e
        where e.type = 'message.answered' and e.payload::jsonb ->> 'message' = m.id::text order by e.seq)
        as answered,
      array(select c.state from contacts c where c.proposal_id = l.proposal_id order by c.id) as contacts,
      array(select (one ->> 'id') || ' ' || (one ->> 'step')
        from jsonb_array_elements(p.items -> 'demanded') one where (one ->> 'completes')::boolean) as steps
    from messages m
    left join letters l on l.creditor_id = m.creditor_id and l.id = m.letter_id
    left join proposals p on p.creditor_id = l.creditor_id and p.id = l.proposal_id
    order by m.id`.execute(tx);
  return rows;
}

async function stepsDoneIn(tx: Tx): Promise<readonly string[]> {
  const { rows } = await sql<{ done: string }>`
    select i.instalment_id || ' ' || i.step as done from contact_items i
    join contacts c on c.creditor_id = i.creditor_id and c.id = i.contact_id
    where c.state <> 'undelivered' order by 1`.execute(tx);
  return rows.map(({ done }) => done);
}

async function documentsIn(tx: Tx): Promise<readonly string[]> {
  const { rows } = await sql<{ path: string }>`
    select creditor_id || '/' || substr(encode(sha256, 'hex'), 1, 2) || '/' || encode(sha256, 'hex') as path
    from documents where erased_on is null order by 1`.execute(tx);
  return rows.map(({ path }) => path);
}

async function batchesIn(tx: Tx): Promise<Evidence['batches']> {
  const { rows } = await sql<{ id: string; day: string; name: string; posted: boolean }>`
    select id, to_char(made_on, 'YYYY-MM-DD') as day, file_name as name, posted_on is not null as posted
    from print_batches order by id`.execute(tx);
  return rows.map(({ id, day, name, posted }) => ({ id: shortId('lot', id), file: join(day, name), posted }));
}

/** Files of the vault that rows name, and that are not there or are not what their name says. */
export function unfitDocuments(folder: string, { documents }: Evidence): readonly string[] {
  return documents.filter((path) => {
    const file = join(folder, 'vault', path);
    if (!existsSync(file)) return true;
    return createHash('sha256').update(readFileSync(file)).digest('hex') !== path.split('/').at(-1);
  });
}

/** Pages that lie ready for the printer: a person who looks into the folder prints them. */
export function printedFiles(folder: string): readonly string[] {
  const root = join(folder, 'print');
  if (!existsSync(root)) return [];
  return readdirSync(root).flatMap((day) =>
    readdirSync(join(root, day))
      .filter((name) => name.endsWith('.pdf') && !name.startsWith('.'))
      .map((name) => join(day, name)),
  );
}
