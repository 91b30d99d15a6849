import { type Day, daysBetween } from '../calendar/day.ts';
import { formatShortDay } from '../calendar/french.ts';
import type { Scope } from '../journal/scope.ts';
import { ratesOfSemester } from '../law/rates.ts';
import { type Cents, cents, sumCents } from '../money/cents.ts';
import { isRefusal, type Refusal } from '../platform/refusal.ts';
import { loadCreditorFacts } from '../reminders/facts.db.ts';
import type { Proposal } from '../reminders/proposal.ts';
import type { Action } from '../reminders/verdict.ts';
import { stepRank } from '../scenarios/steps.ts';
import { type AttachedFile, type AttachmentChoice, attachmentsFor } from './attached-files.db.ts';
import { bookedItems, callsOf, freeCredits, type StoredItem } from './booked-items.db.ts';
import type { LetterFacts, LetterItem } from './letter-facts.ts';
import { letterItem, NO_PENALTIES, type PenaltyTerms, penaltiesOf } from './letter-item.ts';
import { readCreditorIdentity, readDebtorIdentity } from './parties.db.ts';

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
  const items = itemsOf(booked, proposal, terms);
  if (isRefusal(items)) return items;
  const credits = await freeCredits(tx, proposal.debtorId, proposal.currency, on);
  const creditorFacts = await loadCreditorFacts(tx, on);
  const demandedIds = new Set([...proposal.items, ...proposal.quiet].map(({ id }) => id));
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
    credits: credits.map(({ on: since, number, amount }) => ({
      label: number === null ? `Règlement du ${formatShortDay(since)}` : `Avoir ${number}`,
      on: since,
      amount,
    })),
    penaltyMode: proposal.penalties,
    planDate: proposal.planDate,
    toPay: toPay(
      items,
      credits.map(({ amount }) => amount),
      proposal,
    ),
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

interface Tables {
  readonly demanded: readonly LetterItem[];
  readonly others: readonly LetterItem[];
  readonly notYetDue: readonly LetterItem[];
}

/** Who reached this step, who is due beside, who is not due yet: each item by its own step. */
function itemsOf(booked: readonly StoredItem[], proposal: TextOrder, terms: PenaltyTerms): Tables | Refusal {
  const demanded: LetterItem[] = [];
  const others: LetterItem[] = [];
  const notYetDue: LetterItem[] = [];
  const counted = new Set<string>();
  // Before reminder-1 a text names nothing to come, but what it announces in the place of a pre-due (L01).
  const announced = new Set(proposal.quiet.map(({ id }) => id));
  const showsAll = stepRank(proposal.step) >= stepRank('reminder-1');
  for (const item of booked) {
    const own = proposal.items.find(({ id }) => id === item.id);
    const late = item.dueOn < terms.on;
    const aside = proposal.step === 'formal-notice' && late;
    if (!own && late && !aside) continue;
    const claimed = own && proposal.penalties !== 'none';
    const penalties = claimed || aside ? penaltiesOf(item, terms, counted.has(item.invoiceId)) : NO_PENALTIES;
    if (isRefusal(penalties)) return penalties;
    if (penalties.indemnity > 0) counted.add(item.invoiceId);
    const line = letterItem(item, own?.step ?? 'contact', terms, penalties);
    if (own)
      ((own.completes && own.step === proposal.step) || proposal.planDate ? demanded : others).push(line);
    else if (late) others.push(line);
    else if (showsAll || announced.has(item.id)) notYetDue.push(line);
  }
  return { demanded, others, notYetDue };
}

/**
 * The one figure: balances demanded less credits, plus the accessories of the items at this step when it
 * claims them; for a plan's date, what remains of that date less credits.
 */
function toPay(tables: Tables, credits: readonly Cents[], proposal: TextOrder): Cents {
  const { penalties: mode, step, planDate } = proposal;
  if (planDate) return cents(planDate.open - sumCents(credits));
  const demanded = step === 'formal-notice' ? tables.demanded : [...tables.demanded, ...tables.others];
  const principal = sumCents(demanded.map(({ balance }) => balance)) - sumCents(credits);
  if (mode !== 'claim') return cents(principal);
  const accessories = tables.demanded.map(({ interest, indemnity }) =>
    cents(sumCents(interest.map(({ amount }) => amount)) + indemnity),
  );
  return cents(principal + sumCents(accessories));
}
