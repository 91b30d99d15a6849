import { sql } from 'kysely';
import type { Day } from '../calendar/day.ts';
import { namedBytes } from '../journal/reference.ts';
import type { Scope } from '../journal/scope.ts';
import type { Tx } from '../platform/db.ts';
import { sqlDate } from '../platform/sql-values.ts';
import type { Channel, StepKey } from '../scenarios/steps.ts';
import type { RegisteredFacts } from './facts.ts';
import type { AnnouncedDate } from './verdict.ts';

export interface NewContact {
  readonly id: string;
  readonly debtorId: string;
  readonly on: Day;
  readonly step: StepKey | null;
  readonly channel: Channel;
  readonly currency: string;
  readonly counts: boolean;
  readonly written: boolean;
  readonly reached: boolean;
  readonly answerBy: Day | null;
  readonly proposalId: string | null;
  readonly outcome: string | null;
  readonly spokeWith: string | null;
  readonly state: 'sending' | 'done';
  readonly items: readonly { readonly id: string; readonly step: StepKey }[];
  readonly planDate?: AnnouncedDate | null;
}

export interface StoredContact {
  readonly id: string;
  readonly debtorId: string;
  readonly on: Day;
  readonly step: StepKey | null;
  readonly answerBy: Day | null;
  readonly state: 'sending' | 'done' | 'undelivered' | 'doubtful';
  readonly presentedOn: Day | null;
}

export async function insertContact(scope: Scope, contact: NewContact): Promise<void> {
  await scope.tx
    .insertInto('contacts')
    .values({
      creditor_id: scope.creditorId,
      id: contact.id,
      debtor_id: contact.debtorId,
      on_day: contact.on,
      step: contact.step,
      channel: contact.channel,
      currency: contact.currency,
      counts: contact.counts,
      written: contact.written,
      reached: contact.reached,
      answer_by: contact.answerBy,
      proposal_id: contact.proposalId,
      outcome: contact.outcome,
      spoke_with: contact.spokeWith,
      state: contact.state,
    })
    .execute();
}

/**
 * The steps that a contact completes, each in a new cycle when an earlier one never arrived. The unique key
 * refuses a step done twice: that throws, because only a broken promise of the program leads there.
 */
export async function insertContactItems(
  scope: Scope,
  contact: NewContact,
): Promise<readonly { readonly instalment: string; readonly step: StepKey; readonly cycle: number }[]> {
  const done: { instalment: string; step: StepKey; cycle: number }[] = [];
  for (const item of contact.items) {
    const { rows } = await sql<{ cycle: number }>`
      insert into contact_items (creditor_id, instalment_id, step, cycle, debtor_id, contact_id)
      select ${scope.creditorId}, ${item.id}, ${item.step}, 1 + (
        select count(*) from contact_items ci
        join contacts c on c.creditor_id = ci.creditor_id and c.id = ci.contact_id
        where ci.instalment_id = ${item.id} and ci.step = ${item.step} and c.state = 'undelivered'
      ), ${contact.debtorId}, ${contact.id}
      returning cycle`.execute(scope.tx);
    done.push({ instalment: item.id, step: item.step, cycle: rows[0]!.cycle });
  }
  return done;
}

/**
 * The date of a plan that a contact announces, in a new cycle when an earlier announcement never arrived; the
 * unique key refuses the same date twice, and that throws.
 */
export async function insertPlanDateNotice(
  scope: Scope,
  debtorId: string,
  date: Pick<AnnouncedDate, 'planId' | 'position'>,
  by: { readonly contactId: string } | { readonly reason: string },
): Promise<number> {
  const skipped = 'reason' in by;
  const { rows } = await sql<{ cycle: number }>`
    insert into plan_date_notices
      (creditor_id, plan_id, position, cycle, debtor_id, contact_id, skipped_on, reason_sha256, said_by)
    select ${scope.creditorId}, ${date.planId}, ${date.position}, 1 + (
      select count(*) from plan_date_notices n
      join contacts c on c.creditor_id = n.creditor_id and c.id = n.contact_id
      where n.plan_id = ${date.planId} and n.position = ${date.position} and c.state = 'undelivered'
    ), ${debtorId}, ${skipped ? null : by.contactId}::uuid, ${skipped ? sqlDate(scope.on) : null}::date,
      ${skipped ? namedBytes(by.reason) : null}::bytea, ${skipped ? scope.actor : null}::text
    returning cycle`.execute(scope.tx);
  return rows[0]!.cycle;
}

const COLUMNS = ['id', 'debtor_id', 'on_day', 'step', 'answer_by', 'state', 'presented_on'] as const;

export async function contactById(tx: Tx, id: string): Promise<StoredContact | null> {
  const row = await tx.selectFrom('contacts').select(COLUMNS).where('id', '=', id).executeTakeFirst();
  return row ? stored(row) : null;
}

/** The live contact that a proposal led to. */
export async function contactOfProposal(tx: Tx, proposalId: string): Promise<StoredContact | null> {
  const row = await tx
    .selectFrom('contacts')
    .select(COLUMNS)
    .where('proposal_id', '=', proposalId)
    .where('state', '<>', 'undelivered')
    .orderBy('id', 'desc')
    .executeTakeFirst();
  return row ? stored(row) : null;
}

function stored(row: {
  readonly id: string;
  readonly debtor_id: string;
  readonly on_day: Day;
  readonly step: string | null;
  readonly answer_by: Day | null;
  readonly state: string;
  readonly presented_on: Day | null;
}): StoredContact {
  return {
    id: row.id,
    debtorId: row.debtor_id,
    on: row.on_day,
    step: row.step as StepKey | null,
    answerBy: row.answer_by,
    state: row.state as StoredContact['state'],
    presentedOn: row.presented_on,
  };
}

export async function setContactState(
  scope: Scope,
  id: string,
  state: 'done' | 'undelivered' | 'doubtful',
): Promise<boolean> {
  const { numUpdatedRows } = await scope.tx
    .updateTable('contacts')
    .set({ state })
    .where('id', '=', id)
    .where('state', 'in', ['sending', 'doubtful', 'done'])
    .where('state', '<>', state)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function setPresentation(
  scope: Scope,
  id: string,
  presentedOn: Day | null,
  outcome: RegisteredFacts['outcome'],
): Promise<void> {
  await scope.tx
    .updateTable('contacts')
    .set({ presented_on: presentedOn, receipt_outcome: outcome })
    .where('id', '=', id)
    .execute();
}

export async function insertLitigation(
  scope: Scope,
  litigation: {
    readonly id: string;
    readonly debtorId: string;
    readonly contactId: string;
    readonly owner: string;
  },
): Promise<void> {
  await scope.tx
    .insertInto('litigations')
    .values({
      creditor_id: scope.creditorId,
      id: litigation.id,
      debtor_id: litigation.debtorId,
      opened_on: scope.on,
      contact_id: litigation.contactId,
      owner_name: litigation.owner,
    })
    .execute();
}

/**
 * Ends the effect of a debtor's formal notices; answers the ids that were open. A reason is the name of a
 * kept value.
 */
export async function endLitigations(
  scope: Scope,
  debtorId: string,
  reason: string | null,
  contactId: string | null = null,
): Promise<string[]> {
  let query = scope.tx
    .updateTable('litigations')
    .set({ lifted_on: scope.on, reason_sha256: reason === null ? null : namedBytes(reason) })
    .where('debtor_id', '=', debtorId)
    .where('lifted_on', 'is', null);
  if (contactId !== null) query = query.where('contact_id', '=', contactId);
  const rows = await query.returning('id').execute();
  return rows.map(({ id }) => id);
}

export async function insertSkippedStep(
  scope: Scope,
  debtorId: string,
  item: { readonly id: string; readonly step: StepKey },
  reason: string,
): Promise<void> {
  await scope.tx
    .insertInto('skipped_steps')
    .values({
      creditor_id: scope.creditorId,
      instalment_id: item.id,
      step: item.step,
      debtor_id: debtorId,
      on_day: scope.on,
      reason_sha256: namedBytes(reason),
      said_by: scope.actor,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function insertMailboxRead(scope: Scope, until: Day): Promise<void> {
  await scope.tx
    .insertInto('mailbox_confirmations')
    .values({ creditor_id: scope.creditorId, id: scope.newId(), read_until: until, said_by: scope.actor })
    .execute();
}
