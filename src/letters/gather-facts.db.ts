import { type Day, daysBetween } from '../calendar/day.ts';
import type { Scope } from '../journal/scope.ts';
import { ratesOfSemester } from '../law/rates.ts';
import { cents, sumCents } from '../money/cents.ts';
import type { Tx } from '../platform/db.ts';
import { isRefusal, type Refusal } from '../platform/refusal.ts';
import { loadCreditorFacts, loadFacts } from '../reminders/facts.db.ts';
import { creditsFor } from '../reminders/free-credit.ts';
import type { Proposal } from '../reminders/proposal.ts';
import type { Action } from '../reminders/verdict.ts';
import { type AttachedFile, type AttachmentChoice, attachmentsFor } from './attached-files.db.ts';
import { bookedItems, callsOf, freeCredits } from './booked-items.db.ts';
import { type FreeCredit, itemTables, toPay } from './item-tables.ts';
import { creditLabel } from './labels.ts';
import type { LetterFacts } from './letter-facts.ts';
import { missedPlans } from './missed-plans.ts';
import { readCreditorIdentity, readDebtorIdentity } from './parties.db.ts';
import { reversedPayments } from './reversed-payments.db.ts';

/** A contact as far as its text goes: decided, or written down as a proposal. */
export type TextOrder = Action & Pick<Proposal, 'debtorId' | 'tracking'>;

/** What a text needs to be written: its facts, and the files that leave with it. */
export interface GatheredFacts {
  readonly facts: LetterFacts;
  readonly files: readonly AttachedFile[];
}

/**
 * The facts of a contact on a day, from the books and the journal. Refuses `rate_missing` when the step
 * claims penalties for a semester whose rate nobody published.
 */
export async function gatherFacts(
  scope: Scope,
  proposal: TextOrder,
  on: Day,
  choice: AttachmentChoice = 'copies',
): Promise<GatheredFacts | Refusal> {
  const { tx } = scope;
  const debtor = await readDebtorIdentity(tx, proposal.debtorId);
  const booked = await bookedItems(tx, proposal.debtorId, proposal.currency, on);
  const terms = { regime: debtor.identity.regime, on, insolvencyOn: debtor.insolvencyOn };
  const everyCredit = await freeCredits(tx, proposal.debtorId, proposal.currency, on);
  const credits = await creditsOf(tx, everyCredit, proposal, on);
  const named = ({ on: since, number, amount }: FreeCredit) => ({
    label: creditLabel(number, debtor.identity.regime === 'public' ? 'fr' : debtor.language),
    on: since,
    amount,
  });
  const items = itemTables(booked, credits, proposal, terms);
  if (isRefusal(items)) return items;
  const creditorFacts = await loadCreditorFacts(tx, on);
  const askedIds = proposal.items.map(({ id }) => id);
  const demandedIds = new Set([...askedIds, ...proposal.quiet.map(({ id }) => id)]);
  const demandedItems = booked.filter(({ id }) => demandedIds.has(id));
  const files = await attachmentsFor(scope, proposal, demandedItems, debtor.identity.regime, choice);
  const facts: LetterFacts = {
    step: proposal.step,
    language: debtor.language,
    profile: debtor.profile,
    on,
    answerBy: proposal.answerBy,
    creditor: await readCreditorIdentity(scope),
    debtor: debtor.identity,
    currency: proposal.currency,
    ...items,
    credits: credits.map(named),
    accountCredits: everyCredit.map(named),
    penaltyMode: proposal.penalties,
    planDate: proposal.planDate,
    missedPlans: proposal.planDate ? [] : missedPlans(demandedItems, booked, on),
    reversedPayments: await reversedPayments(tx, askedIds, on),
    toPay: toPay(items, credits, proposal),
    freshUntil: creditorFacts.freshUntil,
    calls: await callsOf(tx, proposal.debtorId, on),
    attachments: files.map(({ name, kind }) => ({ name, kind })),
    tracking: proposal.tracking,
    customerYears:
      debtor.customerSince === null ? null : Math.floor(daysBetween(debtor.customerSince, on) / 365),
    legalRate: ratesOfSemester(on).legal?.others ?? null,
  };
  return { facts, files };
}

/** The debtor's credits as far as this text may deduct them (`creditsFor`), oldest first. */
async function creditsOf(
  tx: Tx,
  all: readonly FreeCredit[],
  order: TextOrder,
  on: Day,
): Promise<readonly FreeCredit[]> {
  const [debtor] = all.length === 0 ? [] : await loadFacts(tx, [order.debtorId], on);
  if (!debtor) return all;
  const free = new Map(creditsFor(debtor, order.currency, order.items).map((credit) => [credit.id, credit]));
  const asked = order.planDate?.open ?? sumCents(order.items.map(({ balance }) => balance));
  // What the decision has deducted: the rest covers invoices that this text does not ask.
  let left: number = asked - order.amount;
  return all.flatMap((credit) => {
    const { amount: most = 0, told = [] } = free.get(credit.id) ?? {};
    const amount = cents(Math.min(most, left));
    left -= amount;
    return amount > 0 ? { ...credit, amount, told } : [];
  });
}
