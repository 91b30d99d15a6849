import { type Day, toIso } from '../calendar/day.ts';
import { formatDay } from '../calendar/french.ts';
import { readCreditor } from '../creditors/creditors.db.ts';
import { markAddressBad } from '../debtors/mark-address-bad.act.ts';
import { CREDITOR_CHAIN } from '../journal/event.ts';
import { append, lockChains } from '../journal/events.db.ts';
import { documentName } from '../journal/reference.ts';
import type { Scope } from '../journal/scope.ts';
import { lettersOf } from '../letters/letters.db.ts';
import { recordNotice } from '../penalties/record-notice.act.ts';
import { shortId } from '../platform/ids.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { contactOfProposal, type StoredContact, setPresentation } from '../reminders/contacts.db.ts';
import { contactPresented } from '../reminders/events.ts';
import { giveTracking } from '../reminders/give-tracking.act.ts';
import { openLitigation } from '../reminders/open-litigation.act.ts';
import type { Proposal } from '../reminders/proposal.ts';
import { endProposal } from '../reminders/proposals.db.ts';
import { recordContact } from '../reminders/record-contact.act.ts';
import { settleContacts } from '../reminders/settle-contacts.act.ts';
import { storeDocument } from '../vault/documents.db.ts';
import { registeredRecorded } from './events.ts';
import { queueMail } from './queue-mail.act.ts';
import { addressingOf } from './recipients.db.ts';
import {
  addProof,
  letterTracked,
  type RegisteredLetter,
  registeredById,
  registeredLetterOf,
  saveRegistered,
  type TrackedLetter,
} from './registered.db.ts';

/** What a person tells of a registered letter; what is absent stays as it was. */
export interface RegisteredNews {
  readonly tracking: string | null;
  readonly depositedOn: Day | null;
  readonly presentedOn: Day | null;
  readonly outcome: RegisteredLetter['outcome'];
  readonly outcomeOn: Day | null;
  readonly proof: {
    readonly bytes: Uint8Array;
    readonly mediaType: string;
    readonly kind: 'slip' | 'receipt' | 'envelope';
  } | null;
}

/**
 * Records what the post did with a formal notice. Its deposit is the contact: the step is done, the debtor
 * leaves the automatic steps, the copy by e-mail goes to the outbox. Its presentation and receipt move the
 * route, never the letter; an unknown address undoes the step. Refusals: `not_registered`,
 * `tracking_in_use`, `date_order`, `letter_not_frozen`.
 */
export async function recordRegistered(
  scope: Scope,
  proposal: Proposal,
  news: RegisteredNews,
): Promise<RegisteredLetter | Refusal> {
  const { tracking } = news;
  // Two clerks with one slip: the creditor's chain makes the numbers be given one after the other.
  const chains = tracking === null ? [proposal.debtorId] : [proposal.debtorId, CREDITOR_CHAIN];
  await lockChains(scope, chains);
  const id = shortId('rem', proposal.id);
  if (proposal.channel !== 'registered') {
    return refuse('not_registered', `${id} n’est pas un recommandé.`, { id });
  }
  const other = tracking === null ? null : await letterTracked(scope.tx, tracking, proposal.id);
  if (other !== null) return trackingInUse(tracking!, other);
  if (proposal.state === 'proposed') return await trackingOnly(scope, proposal, news);
  const letterId = await registeredLetterOf(scope.tx, proposal.id);
  if (letterId === null) return refuse('letter_not_frozen', `${id} n’a pas de lettre en vigueur.`, { id });
  const before = await registeredById(scope.tx, letterId);
  const after = merged(before, letterId, proposal, news);
  const wrong = refuseOrder(after, scope.on);
  if (wrong) return wrong;
  await saveRegistered(scope, after);
  const proofs = await keepProof(scope, letterId, news);
  await append(scope, proposal.debtorId, registeredRecorded, {
    letter: letterId,
    tracking: after.tracking,
    depositedOn: isoOrNull(after.depositedOn),
    presentedOn: isoOrNull(after.presentedOn),
    outcome: after.outcome,
    proofs,
  });
  if (after.depositedOn !== null && before?.depositedOn == null) {
    const deposited = await deposit(scope, proposal, after.depositedOn);
    if (isRefusal(deposited)) return deposited;
  }
  if (after.presentedOn !== before?.presentedOn || after.outcome !== before?.outcome) {
    await present(scope, proposal, after);
  }
  return after;
}

function trackingInUse(tracking: string, other: TrackedLetter): Refusal {
  const { debtorKey, debtorName, on, deposited } = other;
  const id = shortId('rem', other.proposalId);
  const whose = `${debtorName} ${deposited ? 'déposé' : 'prévu'} le ${formatDay(on)} (${id})`;
  const message =
    `Le numéro ${tracking} est déjà celui du recommandé de ${whose}\u00a0: relisez le bordereau. Si c’est ` +
    `l’autre qui est faux, corrigez-le d’abord\u00a0: «\u00a0relance registered ${id} --tracking …\u00a0».`;
  return refuse('tracking_in_use', message, {
    tracking,
    id,
    debtor: debtorKey,
    debtorName,
    on: toIso(on),
    deposited,
  });
}

function isoOrNull(day: Day | null): string | null {
  return day === null ? null : toIso(day);
}

/** Before the text is frozen only the number can be given: the letter will bear it. */
async function trackingOnly(
  scope: Scope,
  proposal: Proposal,
  news: RegisteredNews,
): Promise<RegisteredLetter | Refusal> {
  const id = shortId('rem', proposal.id);
  if (news.tracking === null || news.depositedOn !== null || news.presentedOn !== null) {
    const message = `${id} n’est pas encore approuvée\u00a0: seul le numéro de suivi peut être donné avant.`;
    return refuse('letter_not_frozen', message, { id });
  }
  await giveTracking(scope, proposal, news.tracking);
  return merged(null, proposal.id, proposal, news);
}

function merged(
  before: RegisteredLetter | null,
  letterId: string,
  proposal: Proposal,
  news: RegisteredNews,
): RegisteredLetter {
  return {
    letterId,
    debtorId: proposal.debtorId,
    tracking: news.tracking ?? before?.tracking ?? proposal.tracking,
    depositedOn: news.depositedOn ?? before?.depositedOn ?? null,
    presentedOn: news.presentedOn ?? before?.presentedOn ?? null,
    outcome: news.outcome ?? before?.outcome ?? null,
    outcomeOn: news.outcomeOn ?? before?.outcomeOn ?? null,
  };
}

function refuseOrder({ depositedOn, presentedOn, outcome }: RegisteredLetter, on: Day): Refusal | null {
  if (depositedOn === null && (presentedOn !== null || outcome !== null)) {
    return refuse('date_order', 'Donnez d’abord la date de dépôt (--deposited AAAA-MM-JJ).', {
      field: 'deposited',
    });
  }
  if (depositedOn !== null && depositedOn > on) {
    return refuse('date_order', 'Le dépôt ne peut pas être à venir.', { field: 'deposited' });
  }
  if (depositedOn !== null && presentedOn !== null && presentedOn < depositedOn) {
    return refuse('date_order', 'La présentation ne peut pas précéder le dépôt.', { field: 'presented' });
  }
  return null;
}

async function keepProof(scope: Scope, letterId: string, { proof }: RegisteredNews): Promise<string[]> {
  if (proof === null) return [];
  const sha = await storeDocument(scope, proof.bytes, proof.mediaType);
  await addProof(scope, letterId, sha, proof.kind);
  return [documentName(sha)];
}

async function deposit(scope: Scope, proposal: Proposal, on: Day): Promise<Refusal | null> {
  const contactId = scope.newId();
  await recordContact(scope, {
    id: contactId,
    debtorId: proposal.debtorId,
    on,
    step: proposal.step,
    channel: 'registered',
    currency: proposal.currency,
    counts: true,
    written: true,
    reached: true,
    answerBy: proposal.answerBy,
    proposalId: proposal.id,
    outcome: null,
    spokeWith: null,
    state: 'done',
    items: proposal.items.filter(({ completes }) => completes),
  });
  await openLitigation(scope, proposal.debtorId, contactId, proposal.approvedBy ?? scope.actor);
  await endProposal(scope, proposal.id, 'done');
  const email = (await lettersOf(scope.tx, proposal.id)).find(({ kind }) => kind === 'email');
  if (!email) return null;
  const creditor = await readCreditor(scope);
  const prepared = await queueMail(scope, creditor!, email, await addressingOf(scope.tx, proposal));
  return isRefusal(prepared) ? prepared : null;
}

/** What the post says is written on the contact, which the decision reads; its effects follow the outcome. */
async function present(scope: Scope, proposal: Proposal, letter: RegisteredLetter): Promise<void> {
  const contact: StoredContact | null = await contactOfProposal(scope.tx, proposal);
  if (!contact) return;
  await setPresentation(scope, contact.id, letter.presentedOn, letter.outcome);
  await append(scope, proposal.debtorId, contactPresented, {
    contact: contact.id,
    presentedOn: isoOrNull(letter.presentedOn),
    outcome: letter.outcome,
  });
  if (letter.outcome === 'unknown-address') {
    await settleContacts(scope, [contact], 'undelivered');
    await markAddressBad(scope, proposal.debtorId);
    return;
  }
  const received = letter.outcome === 'received';
  const effective = received ? (letter.outcomeOn ?? letter.presentedOn) : letter.presentedOn;
  if (effective === null) return;
  const items = proposal.items.filter(({ completes }) => completes).map((item) => item.id);
  await recordNotice(scope, proposal.debtorId, items, effective, received ? 'received' : 'presented');
}
