import { sql } from 'kysely';
import type { Day } from '../calendar/day.ts';
import type { Scope } from '../journal/scope.ts';
import { hashFromBytes, type Sha256 } from '../journal/sha256.ts';
import type { Regime } from '../law/regime.ts';
import type { Tx } from '../platform/db.ts';
import type { Proposal } from '../reminders/proposal.ts';
import { stepRank } from '../scenarios/steps.ts';
import type { StoredItem } from './booked-items.db.ts';
import { invoiceCopyNames, previousReminderName } from './file-names.ts';
import type { Attachment } from './letter-facts.ts';

/** A file that leaves with a text, and its bytes in the vault. */
export interface AttachedFile extends Attachment {
  readonly sha256: Sha256;
}

/** What leaves with a text: the copies the step attaches, or what a person chose instead of them. */
export type AttachmentChoice = 'copies' | { readonly files: readonly AttachedFile[] };

/**
 * Copies of the invoices whose copy we have, from the message before the due date on (a public buyer has them
 * on Chorus Pro); from the second reminder on, the reminders that these invoices received. A plan's date is
 * announced without files: its invoices were recognised in the plan.
 */
export async function attachmentsFor(
  scope: Scope,
  proposal: Pick<Proposal, 'step' | 'items' | 'planDate'>,
  items: readonly StoredItem[],
  regime: Regime,
  choice: AttachmentChoice,
): Promise<readonly AttachedFile[]> {
  if (proposal.planDate) return [];
  if (choice !== 'copies') return choice.files;
  const files = regime === 'public' && stepRank(proposal.step) < stepRank('reminder-1') ? [] : copies(items);
  if (stepRank(proposal.step) < stepRank('reminder-2')) return files;
  const earlier = await earlierReminders(scope.tx, proposal);
  return [...files, ...earlier];
}

function copies(items: readonly StoredItem[]): AttachedFile[] {
  const known = new Map<string, Sha256>();
  for (const { number, copySha256 } of items) {
    if (copySha256 !== null) known.set(number, hashFromBytes(copySha256));
  }
  const names = invoiceCopyNames([...known.keys()]);
  return [...known].map(([number, sha256], index) => ({
    name: names[index]!,
    kind: 'invoice-copy',
    document: { number },
    sha256,
  }));
}

/** The texts of earlier reminders about these items that arrived, as they were kept when they left. */
async function earlierReminders(tx: Tx, proposal: Pick<Proposal, 'items'>): Promise<AttachedFile[]> {
  const ids = proposal.items.filter(({ completes }) => completes).map(({ id }) => id);
  const { rows } = await sql<{ on: Day; pdf: Buffer; kind: string }>`
    select distinct on (c.on_day, c.id) c.on_day as "on", l.pdf_sha256 as pdf, l.kind
    from contact_items ci
    join contacts c on c.creditor_id = ci.creditor_id and c.id = ci.contact_id
    join letters l on l.creditor_id = c.creditor_id and l.proposal_id = c.proposal_id and l.superseded_on is null
    where ci.instalment_id = any(${ids}::uuid[]) and c.state = 'done' and c.step like 'reminder-%'
      and ci.step like 'reminder-%'
    order by c.on_day, c.id, l.kind`.execute(tx);
  const seen = new Map<string, number>();
  return rows.map(({ on, pdf, kind }) => {
    const name = previousReminderName(on);
    const again = seen.get(name) ?? 0;
    seen.set(name, again + 1);
    const unique = again === 0 ? name : name.replace(/\.pdf$/, `-${again + 1}.pdf`);
    const document = { sentOn: on, by: kind === 'email' ? ('email' as const) : ('letter' as const) };
    return { name: unique, kind: 'previous-reminder', document, sha256: hashFromBytes(pdf) };
  });
}
