import { type Day, toIso } from '../calendar/day.ts';
import type { Scope } from '../journal/scope.ts';
import type { Sha256 } from '../journal/sha256.ts';
import { type BulkRow, insertRows, updateRows } from '../platform/bulk.ts';
import type { Tx } from '../platform/db.ts';
import { idsNamed, parseIdReference } from '../platform/ids.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { Channel, StepKey } from '../scenarios/steps.ts';
import { RULES_VERSION } from './decide.ts';
import { asksTheSame, type Proposal } from './proposal.ts';
import type { Action } from './verdict.ts';

const OPEN = ['proposed', 'approved'] as const;
const COLUMNS = [
  'id',
  'debtor_id',
  'on_day',
  'step',
  'channel',
  'copies',
  'mode',
  'currency',
  'amount_cents',
  'answer_by',
  'reasons',
  'items',
  'state',
  'approved_by',
  'approved_on',
  'tracking',
] as const;

interface StoredItems {
  readonly demanded: Proposal['items'];
  readonly quiet: Proposal['quiet'];
  readonly approver: Proposal['approver'];
  readonly penalties: Proposal['penalties'];
  readonly planDate: Proposal['planDate'];
}

/** Proposals not yet ended, of these debtors or of all, oldest first. */
export async function openProposals(tx: Tx, debtorIds: readonly string[] | null = null): Promise<Proposal[]> {
  if (debtorIds?.length === 0) return [];
  let query = tx
    .selectFrom('proposals')
    .select(COLUMNS)
    .where('state', 'in', OPEN)
    .orderBy('on_day')
    .orderBy('id');
  if (debtorIds !== null) query = query.where('debtor_id', 'in', [...debtorIds]);
  return (await query.execute()).map(proposalOf);
}

/** Those whose id begins as a person typed it: none, one, or several to choose from. */
export async function proposalsNamed(tx: Tx, typed: string): Promise<Proposal[]> {
  const reference = parseIdReference(typed);
  if (!reference) return [];
  const ids = await tx.selectFrom('proposals').select('id').where('state', '<>', 'withdrawn').execute();
  const named = idsNamed(
    reference,
    'rem',
    ids.map((row) => row.id),
  );
  if (named.length === 0) return [];
  const rows = await tx
    .selectFrom('proposals')
    .select(COLUMNS)
    .where('id', 'in', [...named])
    .execute();
  return rows.map(proposalOf);
}

export async function proposalById(tx: Tx, id: string): Promise<Proposal | null> {
  const row = await tx.selectFrom('proposals').select(COLUMNS).where('id', '=', id).executeTakeFirst();
  return row ? proposalOf(row) : null;
}

/** A contact decided of a debtor, with what it was decided on. */
export interface ProposalOf {
  readonly id: string;
  readonly action: Action;
  readonly debtorId: string;
  readonly scenario: Scenario;
  readonly facts: Sha256;
}

export async function insertProposals(scope: Scope, proposals: readonly ProposalOf[]): Promise<void> {
  await insertRows(
    scope.tx,
    'proposals',
    proposals.map(({ id, action, debtorId, scenario, facts }) => ({
      creditor_id: scope.creditorId,
      id,
      debtor_id: debtorId,
      scenario_key: scenario.key,
      scenario_version: scenario.version,
      rules_version: RULES_VERSION,
      facts_sha256: `\\x${facts}`,
      state: 'proposed',
      first_on: toIso(scope.on),
      ...decided(scope.on, action),
    })),
    'items',
  );
}

interface Replaced {
  readonly before: Proposal;
  readonly action: Action;
}

/**
 * The same contacts decided anew: their ids stay, so that a person who saw one finds it again. What a first
 * person approved falls when it asks for something else.
 */
export async function replaceProposals(scope: Scope, replaced: readonly Replaced[]): Promise<void> {
  await updateRows(
    scope.tx,
    'proposals',
    replaced.map(({ before, action }) => {
      const approval = asksTheSame(before, action) && before.approvedOn !== null;
      return {
        creditor_id: scope.creditorId,
        id: before.id,
        approved_by: approval ? before.approvedBy : null,
        approved_on: approval ? toIso(before.approvedOn) : null,
        ...decided(scope.on, action),
      };
    }),
  );
}

export async function replaceProposal(scope: Scope, before: Proposal, action: Action): Promise<void> {
  await replaceProposals(scope, [{ before, action }]);
}

function decided(on: Day, action: Action) {
  const items = {
    demanded: action.items,
    quiet: action.quiet,
    approver: action.approver,
    penalties: action.penalties,
    planDate: action.planDate,
  } satisfies StoredItems;
  return {
    on_day: toIso(on),
    step: action.step,
    channel: action.channel,
    copies: action.copies,
    mode: action.mode,
    currency: action.currency,
    amount_cents: action.amount,
    answer_by: action.answerBy === null ? null : toIso(action.answerBy),
    reasons: action.reasons,
    items,
  } as unknown as BulkRow;
}

export async function endProposal(
  scope: Scope,
  id: string,
  state: 'done' | 'withdrawn' | 'skipped',
): Promise<void> {
  await endProposals(scope, [id], state);
}

export async function endProposals(
  scope: Scope,
  ids: readonly string[],
  state: 'done' | 'withdrawn' | 'skipped',
): Promise<void> {
  if (ids.length === 0) return;
  await scope.tx
    .updateTable('proposals')
    .set({ state, ended_on: scope.on })
    .where('id', 'in', [...ids])
    .where('state', 'in', OPEN)
    .execute();
}

/**
 * A person (or the step itself) lets it leave; a formal notice waits for a second person when `second` is
 * true.
 */
export async function markApproved(
  scope: Scope,
  id: string,
  by: string,
  unedited: boolean,
  waitsForSecond: boolean,
): Promise<void> {
  await scope.tx
    .updateTable('proposals')
    .set({
      state: waitsForSecond ? 'proposed' : 'approved',
      approved_by: by,
      approved_on: scope.on,
      approved_unedited: unedited,
    })
    .where('id', '=', id)
    .where('state', '=', 'proposed')
    .execute();
}

type Row = {
  readonly id: string;
  readonly debtor_id: string;
  readonly on_day: Day;
  readonly step: string;
  readonly channel: string;
  readonly copies: unknown;
  readonly mode: string;
  readonly currency: string;
  readonly amount_cents: Proposal['amount'];
  readonly answer_by: Day | null;
  readonly reasons: unknown;
  readonly items: unknown;
  readonly state: string;
  readonly approved_by: string | null;
  readonly approved_on: Day | null;
  readonly tracking: string | null;
};

function proposalOf(row: Row): Proposal {
  const items = row.items as StoredItems;
  return {
    id: row.id,
    debtorId: row.debtor_id,
    on: row.on_day,
    step: row.step as StepKey,
    channel: row.channel as Channel,
    copies: row.copies as Channel[],
    mode: row.mode as Action['mode'],
    approver: items.approver,
    currency: row.currency,
    amount: row.amount_cents,
    answerBy: row.answer_by,
    penalties: items.penalties,
    items: items.demanded,
    quiet: items.quiet,
    reasons: row.reasons as Proposal['reasons'],
    planDate: items.planDate,
    state: row.state as Proposal['state'],
    approvedBy: row.approved_by,
    approvedOn: row.approved_on,
    tracking: row.tracking,
  };
}

export async function setTracking(scope: Scope, id: string, tracking: string): Promise<void> {
  await scope.tx.updateTable('proposals').set({ tracking }).where('id', '=', id).execute();
}

/** These proposals, whatever became of them, in the order of their days. */
export async function proposalsById(tx: Tx, ids: readonly string[]): Promise<Proposal[]> {
  if (ids.length === 0) return [];
  const rows = await tx
    .selectFrom('proposals')
    .select(COLUMNS)
    .where(({ eb, fn, val }) => eb('id', '=', fn.any(val([...ids]))))
    .orderBy('on_day')
    .orderBy('id')
    .execute();
  return rows.map(proposalOf);
}

/** The same order of their ids alone: all of a day's are too many to be read at once. */
export async function inOrderOfDays(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const rows = await tx
    .selectFrom('proposals')
    .select('id')
    .where(({ eb, fn, val }) => eb('id', '=', fn.any(val([...ids]))))
    .orderBy('on_day')
    .orderBy('id')
    .execute();
  return rows.map((row) => row.id);
}
