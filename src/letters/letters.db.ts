import type { Day } from '../calendar/day.ts';
import type { Scope } from '../journal/scope.ts';
import { hashBytes, hashFromBytes } from '../journal/sha256.ts';
import type { Tx } from '../platform/db.ts';
import { idsNamed, parseIdReference } from '../platform/ids.ts';
import type { StepKey } from '../scenarios/steps.ts';
import type { FrozenLetter, LetterKind } from './frozen-letter.ts';

export async function insertLetter(scope: Scope, letter: FrozenLetter): Promise<void> {
  await scope.tx
    .insertInto('letters')
    .values({
      creditor_id: scope.creditorId,
      id: letter.id,
      debtor_id: letter.debtorId,
      proposal_id: letter.proposalId,
      kind: letter.kind,
      step: letter.step,
      currency: letter.currency,
      on_day: letter.on,
      answer_by: letter.answerBy,
      subject: letter.subject,
      pdf_sha256: hashBytes(letter.pdf),
      data_sha256: hashBytes(letter.data),
      made_with: JSON.stringify(letter.madeWith),
      attachments: JSON.stringify(letter.attachments),
      body: letter.body === null ? null : JSON.stringify(letter.body),
      frozen_on: scope.on,
    })
    .execute();
}

const COLUMNS = [
  'id',
  'debtor_id',
  'proposal_id',
  'kind',
  'step',
  'currency',
  'on_day',
  'answer_by',
  'subject',
  'pdf_sha256',
  'data_sha256',
  'made_with',
  'attachments',
  'body',
] as const;

/** The texts in force of a contact, one per channel. */
export async function lettersOf(tx: Tx, proposalId: string): Promise<FrozenLetter[]> {
  const rows = await tx
    .selectFrom('letters')
    .select(COLUMNS)
    .where('proposal_id', '=', proposalId)
    .where('superseded_on', 'is', null)
    .orderBy('id')
    .execute();
  return rows.map(letterOf);
}

/** The letters whose id begins as a person typed it (`let-…`). */
export async function lettersNamed(tx: Tx, typed: string): Promise<FrozenLetter[]> {
  const reference = parseIdReference(typed);
  if (!reference) return [];
  const ids = await tx.selectFrom('letters').select('id').execute();
  const named = idsNamed(
    reference,
    'let',
    ids.map(({ id }) => id),
  );
  if (named.length === 0) return [];
  const rows = await tx
    .selectFrom('letters')
    .select(COLUMNS)
    .where('id', 'in', [...named])
    .execute();
  return rows.map(letterOf);
}

/** The contact is composed anew: its earlier texts stay in the vault and say nothing any more. */
export async function supersedeLetters(scope: Scope, proposalId: string): Promise<void> {
  await scope.tx
    .updateTable('letters')
    .set({ superseded_on: scope.on })
    .where('proposal_id', '=', proposalId)
    .where('superseded_on', 'is', null)
    .execute();
}

type Row = {
  readonly id: string;
  readonly debtor_id: string;
  readonly proposal_id: string | null;
  readonly kind: string;
  readonly step: string | null;
  readonly currency: string;
  readonly on_day: Day;
  readonly answer_by: Day | null;
  readonly subject: string;
  readonly pdf_sha256: Buffer;
  readonly data_sha256: Buffer;
  readonly made_with: unknown;
  readonly attachments: unknown;
  readonly body: unknown;
};

function letterOf(row: Row): FrozenLetter {
  return {
    id: row.id,
    debtorId: row.debtor_id,
    proposalId: row.proposal_id,
    kind: row.kind as LetterKind,
    step: row.step as StepKey | null,
    currency: row.currency,
    on: row.on_day,
    answerBy: row.answer_by,
    subject: row.subject,
    pdf: hashFromBytes(row.pdf_sha256),
    data: hashFromBytes(row.data_sha256),
    madeWith: row.made_with as FrozenLetter['madeWith'],
    attachments: row.attachments as FrozenLetter['attachments'],
    body: row.body as FrozenLetter['body'],
  };
}
