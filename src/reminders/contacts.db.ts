import { sql } from 'kysely';
import { type Day, toIso } from '../calendar/day.ts';
import { namedBytes } from '../journal/reference.ts';
import type { Scope } from '../journal/scope.ts';
import { insertRows } from '../platform/bulk.ts';
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

export async function insertContacts(scope: Scope, contacts: readonly NewContact[]): Promise<void> {
  await insertRows(
    scope.tx,
    'contacts',
    contacts.map((contact) => ({
      creditor_id: scope.creditorId,
      id: contact.id,
      debtor_id: contact.debtorId,
      on_day: toIso(contact.on),
      step: contact.step,
      channel: contact.channel,
      currency: contact.currency,
      counts: contact.counts,
      written: contact.written,
      reached: contact.reached,
      answer_by: contact.answerBy === null ? null : toIso(contact.answerBy),
      proposal_id: contact.proposalId,
      outcome: contact.outcome,
      spoke_with: contact.spokeWith,
      state: contact.state,
    })),
  );
}

interface DoneStep {
  readonly instalment: string;
  readonly step: StepKey;
  readonly cycle: number;
}

/**
 * The steps that contacts complete, by contact, each in a new cycle when an earlier one never arrived. The
 * unique key refuses a step done twice: that throws, for only a broken promise of the program leads there.
 */
export async function insertContactItems(
  scope: Scope,
  contacts: readonly NewContact[],
): Promise<ReadonlyMap<string, readonly DoneStep[]>> {
  const wanted = contacts.flatMap(({ id, debtorId, items }) =>
    items.map((item) => ({ contact: id, debtorId, item: item.id, step: item.step })),
  );
  if (wanted.length === 0) return new Map();
  const { rows } = await sql<DoneStep & { readonly contact: string }>`
    with wanted as (
      select * from unnest(${wanted.map(({ item }) => item)}::uuid[], ${wanted.map(({ step }) => step)}::text[],
        ${wanted.map(({ debtorId }) => debtorId)}::uuid[], ${wanted.map(({ contact }) => contact)}::uuid[])
        with ordinality as w(instalment_id, step, debtor_id, contact_id, position)
    ), done as (
      insert into contact_items (creditor_id, instalment_id, step, cycle, debtor_id, contact_id)
      select ${scope.creditorId}::uuid, w.instalment_id, w.step, 1 + (
        select count(*) from contact_items ci
        join contacts c on c.creditor_id = ci.creditor_id and c.id = ci.contact_id
        where ci.instalment_id = w.instalment_id and ci.step = w.step and c.state = 'undelivered'
      ), w.debtor_id, w.contact_id
      from wanted w
      returning contact_id, instalment_id, step, cycle
    )
    select contact_id as contact, instalment_id as instalment, step, cycle
    from done join wanted w using (contact_id, instalment_id, step) order by w.position`.execute(scope.tx);
  const byContact = Map.groupBy(rows, ({ contact }) => contact);
  return new Map(
    Array.from(byContact, ([contact, steps]) => [
      contact,
      steps.map(({ instalment, step, cycle }) => ({ instalment, step, cycle })),
    ]),
  );
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

/** A proposal as far as its contact is looked for: by its debtor, of whom the table has an index. */
type OfProposal = { readonly id: string; readonly debtorId: string };

/** The live contact that a proposal led to. */
export async function contactOfProposal(tx: Tx, proposal: OfProposal): Promise<StoredContact | null> {
  return (await contactsOfProposals(tx, [proposal])).get(proposal.id) ?? null;
}

/** The same of many proposals; those without one are not in the answer. */
export async function contactsOfProposals(
  tx: Tx,
  proposals: readonly OfProposal[],
): Promise<ReadonlyMap<string, StoredContact>> {
  if (proposals.length === 0) return new Map();
  const { rows } = await sql<StoredContact & { readonly proposalId: string }>`
    select proposal_id as "proposalId", id, debtor_id as "debtorId", on_day as "on", step,
      answer_by as "answerBy", state, presented_on as "presentedOn"
    from contacts where debtor_id = any(${proposals.map(({ debtorId }) => debtorId)}::uuid[])
      and proposal_id = any(${proposals.map(({ id }) => id)}::uuid[]) and state <> 'undelivered'
    order by id`.execute(tx);
  // Of several, the newest is the last that the map is given.
  return new Map(rows.map(({ proposalId, ...contact }) => [proposalId, contact]));
}

/** Answers the ids of those that were not in that state. */
export async function setContactStates(
  scope: Scope,
  ids: readonly string[],
  state: 'done' | 'undelivered' | 'doubtful',
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    update contacts set state = ${state} where id = any(${ids}::uuid[])
      and state in ('sending', 'doubtful', 'done') and state <> ${state} returning id`.execute(scope.tx);
  return new Set(rows.map(({ id }) => id));
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
