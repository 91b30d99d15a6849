import type { Scope } from '../journal/scope.ts';
import { approveContact } from '../letters/approve-contact.act.ts';
import type { Attach } from '../letters/freeze-texts.act.ts';
import { formatMoney, toDecimal } from '../money/format.ts';
import { shortId } from '../platform/ids.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { isUuid } from '../platform/uuid.ts';
import type { Proposal } from '../reminders/proposal.ts';
import { openProposals } from '../reminders/proposals.db.ts';
import { stepName } from '../reminders/reasons.ts';
import type { Answer } from './command.ts';
import type { CommandContext, DeskCommand } from './context.ts';
import { findProposal } from './find-proposal.ts';
import { optionalChoice } from './options.ts';
import { readArguments } from './positionals.ts';
import { refuseOtherDay } from './run.ts';
import { withCreditor } from './with-creditor.ts';

const SOME_REFUSED = 3;
const ALL_REFUSED = 2;

interface Line {
  readonly id: string;
  readonly done: 'approved' | 'approved_first' | null;
  readonly step: string;
  readonly amount: string;
  readonly refused?: string;
  readonly message: string;
  /** Of a refusal: the mentions that are missing, say. */
  readonly details?: Refusal['details'];
}

export const approve: DeskCommand = {
  name: 'approve',
  usage: 'relance approve ID… | --all [--attach copies|statement|none]',
  async run(args, context) {
    const read = readArguments(args, ['[ID…'], {
      all: { type: 'boolean' },
      attach: { type: 'string' },
    });
    if (isRefusal(read)) return read;
    const attach = optionalChoice(read.values, 'attach', ['copies', 'statement', 'none'] as const);
    if (isRefusal(attach)) return attach;
    const all = read.values.all === true;
    if (!all && read.positionals.length === 0) {
      return refuse('option_missing', 'Donnez les contacts à approuver, ou --all.', { option: 'ID' });
    }
    const wanted = await withCreditor(context, async (scope, creditor) => {
      const wrongDay = refuseOtherDay(context, creditor, scope.on);
      return wrongDay ?? (all ? await waiting(scope) : read.positionals);
    });
    if (isRefusal(wanted)) return wanted;
    const lines: Line[] = [];
    for (const typed of wanted) lines.push(await approveOne(context, typed, attach ?? 'copies'));
    const [only] = lines;
    if (!all && lines.length === 1 && only!.done === null) {
      return refuse(only!.refused as never, only!.message, { ...only!.details, id: only!.id });
    }
    return answerOf(lines, all);
  },
};

function answerOf(lines: readonly Line[], all: boolean): Answer {
  const done = lines.filter((line) => line.done !== null).length;
  const exit = lines.length === 0 || done === lines.length ? 0 : done === 0 ? ALL_REFUSED : SOME_REFUSED;
  const [only] = lines;
  const data =
    lines.length === 1 && !all
      ? { ...only, approvals: lines }
      : { done: 'approved', approvals: lines, approved: done, refused: lines.length - done };
  const text = lines.map((line) => `${line.id}  ${line.message}`).join('\n') || 'Rien à approuver.';
  return { data, text, exit };
}

/** Their whole ids: two may share a short form. */
async function waiting({ tx }: Scope): Promise<readonly string[]> {
  return (await openProposals(tx))
    .filter(({ state, mode }) => state === 'proposed' && mode !== 'manual')
    .map(({ id }) => id);
}

/** Each in its own transaction: one that is refused does not hold the others back. */
async function approveOne(context: CommandContext, typed: string, attach: Attach): Promise<Line> {
  let seen: Proposal | null = null;
  const approved = await withCreditor(context, async (scope) => {
    const proposal = await findProposal(scope.tx, typed);
    if (isRefusal(proposal)) return proposal;
    seen = proposal;
    return await approveContact(scope, proposal.id, attach);
  });
  const proposal = seen as Proposal | null;
  const whole = proposal?.id ?? (isUuid(typed) ? typed : null);
  const id = whole === null ? typed : shortId('rem', whole);
  const base = { id, step: proposal?.step ?? '', amount: proposal ? toDecimal(proposal.amount) : '' };
  if (isRefusal(approved)) {
    const { refused, message, details } = approved;
    return { ...base, done: null, refused, message, details: 'id' in details ? { ...details, id } : details };
  }
  const { step, amount } = approved.proposal;
  const name = stepName(step);
  const told = { id, step, amount: toDecimal(amount) };
  if (approved.waitsFor !== null) {
    const message = `${name}\u00a0: première approbation enregistrée, une seconde personne doit l’approuver (--as NOM).`;
    return { ...told, done: 'approved_first', message: message + changedNote(proposal, approved.proposal) };
  }
  const alone = approved.proposal.approver === 'second-person' && approved.approvers < 2;
  const note = alone ? ' Une seule personne peut approuver\u00a0: le journal le dit.' : '';
  const message = `${name}\u00a0: approbation enregistrée, textes figés.${note}`;
  return { ...told, done: 'approved', message: message + changedNote(proposal, approved.proposal) };
}

/** The books moved since the contact was proposed: what is approved is what they ask for now. */
function changedNote(seen: Proposal | null, approved: Proposal): string {
  if (seen === null || seen.amount === approved.amount) return '';
  const now = formatMoney(approved.amount, approved.currency);
  return ` Le montant a changé depuis la proposition\u00a0: ${now}, au lieu de ${formatMoney(seen.amount, seen.currency)}.`;
}
