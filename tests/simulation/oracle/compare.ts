import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { balanceOn, creditsOn } from './balance.ts';
import { itemKey, itemOf, itemsOf } from './books.ts';
import { day, text } from './calendar.ts';
import { type Claim, claimOf, type Text } from './claim.ts';
import type { Clerk } from './clerk.ts';
import { note } from './clerk.ts';
import { nextStep } from './course.ts';
import { askable, shareOut } from './credit.ts';
import type { DayTold } from './due.ts';
import { reasonsAgainst } from './eligibility.ts';
import type { Channel, ItemRef, Step } from './facts.ts';
import { amountText } from './money.ts';

/** An action as `plan` and `run` answer it. */
export interface Action {
  readonly id?: string;
  readonly debtor: string;
  readonly step: Step;
  readonly channel: Channel;
  readonly copies: readonly Channel[];
  readonly mode: string;
  readonly currency: string;
  readonly amount: string;
  readonly answerBy: string | null;
  readonly planDate: string | null;
  readonly invoices: readonly {
    readonly number: string;
    readonly instalment: number;
    readonly balance: string;
    readonly step: Step;
  }[];
  readonly outcome?: string;
}

/** A day as `plan` and `run` answer it. */
export interface Answer {
  readonly actions: readonly Action[];
  readonly held: readonly {
    readonly debtor: string;
    readonly invoice: string;
    readonly instalment: number;
    readonly code: string;
  }[];
}

export function textOf(action: Action, on: string): Text {
  const { debtor, currency, step } = action;
  const items = action.invoices.map(({ number, instalment, step: own }) => ({
    ref: { debtor, invoice: number, instalment },
    completes: own,
  }));
  return { debtor, currency, on: day(on), step, items };
}

/** What differs between the amounts of an action and the facts; empty when nothing does. */
export function actionDifferences(clerk: Clerk, on: string, action: Action): string[] {
  const claim = claimOf(clerk.books, textOf(action, on));
  const wrong: string[] = [];
  for (const { number, instalment, balance } of action.invoices) {
    const ref = { debtor: action.debtor, invoice: number, instalment };
    const asked = amountText(claim.asked.get(itemOf(clerk.books, ref).key)!);
    if (asked !== balance) wrong.push(`${number}/${instalment} asks ${balance}, the facts say ${asked}`);
  }
  const principal = amountText(claim.principal);
  if (principal !== action.amount) {
    wrong.push(
      `amount ${action.amount}, the facts say ${principal} (${situation(clerk, on, action.debtor)})`,
    );
  }
  return wrong.map((what) => `${on} ${action.debtor} ${action.step}: ${what}`);
}

/** A day's answer, as the oracle looks at it; an item asked at another step than its next is asked beside. */
export function toldBy({ books }: Clerk, on: string, answer: Answer): DayTold {
  const asked = new Map<string, string | null>();
  for (const { debtor, invoices, planDate } of answer.actions) {
    if (planDate !== null) continue;
    for (const { number, instalment, step } of invoices) {
      const ref = { debtor, invoice: number, instalment };
      asked.set(itemKey(ref), nextStep(books, itemOf(books, ref), day(on))?.key === step ? step : null);
    }
  }
  const held = new Map(
    answer.held.map(({ debtor, invoice, instalment, code }) => [
      itemKey({ debtor, invoice, instalment }),
      code,
    ]),
  );
  return { asked, held };
}

/**
 * Items mentioned quietly by a contact that leaves by itself: their word before the due date is done by
 * it.
 */
export function quietItems({ books }: Clerk, on: string, answer: Answer, told: DayTold): readonly ItemRef[] {
  const contacted = answer.actions.filter(
    ({ step, mode, channel }) => step !== 'pre-due' && mode === 'automatic' && channel === 'email',
  );
  return contacted.flatMap(({ debtor, currency }) =>
    itemsOf(books, debtor, currency)
      .filter(({ key }) => !told.asked.has(key) && !told.held.has(key))
      .filter((item) => reasonsAgainst(books, item, day(on)).size === 0)
      .filter((item) => nextStep(books, item, day(on))?.key === 'pre-due')
      .map(({ ref }) => ref),
  );
}

/** The account as the oracle sees it, for a person who looks into a difference. */
function situation({ books }: Clerk, on: string, debtor: string): string {
  const now = day(on);
  const { bound, covered, left } = shareOut(books, debtor, 'EUR', now);
  const items = itemsOf(books, debtor, 'EUR')
    .filter((item) => balanceOn(item, now) > 0n)
    .map((item) => {
      const name = `${item.ref.invoice}/${item.ref.instalment} due ${text(item.dueOn!)}`;
      const sums = `owes ${amountText(balanceOn(item, now))} asks ${amountText(askable(books, item, now))}`;
      return `${name} ${sums} next ${nextStep(books, item, now)?.key}${covered.has(item) ? ' covered' : ''}`;
    });
  const told = bound.map(({ item, amount }) => `${amountText(amount)} told with ${item.ref.invoice}`);
  const free = left.map(({ source, left: rest }) => `${amountText(rest)} left since ${text(source.on)}`);
  return [...items, ...told, ...free].join(' · ');
}

/** Balances and credits as `debtor show` tells them. */
export async function accountDifferences(clerk: Clerk, on: string, debtor: string): Promise<string[]> {
  const shown = await clerk.desk.done(`debtor show ${debtor}`);
  const now = day(on);
  const told = new Map<string, string>(
    shown.items.map((item: { number: string; instalment: number; balance: string }) => [
      `${item.number}/${item.instalment}`,
      item.balance,
    ]),
  );
  const wrong: string[] = [];
  for (const item of itemsOf(clerk.books, debtor, 'EUR')) {
    const name = `${item.ref.invoice}/${item.ref.instalment}`;
    const balance = amountText(balanceOn(item, now));
    const shownBalance = told.get(name) ?? '0.00';
    if (shownBalance !== balance) wrong.push(`${name} owes ${shownBalance}, the facts say ${balance}`);
  }
  const credits = creditsOn(clerk.books, debtor, 'EUR', now).map(
    ({ source, free }) => `${source.id} ${amountText(free)}`,
  );
  const toldCredits = shown.credits.map((one: { id: string; amount: string }) => `${one.id} ${one.amount}`);
  if (credits.toSorted().join() !== toldCredits.toSorted().join()) {
    wrong.push(`credits ${toldCredits.join()}, the facts say ${credits.join()}`);
  }
  return wrong.map((what) => `${on} ${debtor}: ${what}`);
}

/** Mails that came since the last look, by the address they went to. */
export async function newMails(clerk: Clerk, seen: Set<string>) {
  const folder = join(clerk.desk.database.dataFolder, 'mailbox');
  const files = (existsSync(folder) ? readdirSync(folder) : []).filter(
    (name) => name.endsWith('.eml') && !seen.has(name),
  );
  const found: { readonly to: string; readonly subject: string; readonly text: string }[] = [];
  for (const name of files) {
    seen.add(name);
    const mail = await simpleParser(readFileSync(join(folder, name)));
    const to = [mail.to].flat().flatMap((one) => one?.value ?? []);
    found.push({ to: to[0]?.address ?? '', subject: mail.subject ?? '', text: folded(mail.text ?? '') });
  }
  return found;
}

function folded(said: string): string {
  return said.replace(/[\u00a0\u202f]/g, ' ');
}

/** `1234.50` → `1 234,50 €` */
function french(amount: string): string {
  const [whole = '', decimals = ''] = amount.split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ' ')},${decimals} €`;
}

/** The figures of a claim that an e-mail must bear. */
export function mailDifferences(on: string, action: Action, mail: string, claim: Claim): string[] {
  const asked = /Montant : (.*)\n/.exec(mail)?.[1];
  const sum = french(amountText(claim.sum));
  if (asked === sum) return [];
  const { principal, interest, indemnity, parts } = claim;
  const figures = [principal, interest, indemnity].map(amountText).join(' + ');
  const deducted = parts.map(
    ({ source, item, amount }) => `${amountText(amount)} of ${text(source.on)} on ${item.ref.invoice}`,
  );
  const lines = mail.split('\n').filter((line) => /base|Principal|Pénalités|Indemnité/.test(line));
  return [
    `${on} ${action.debtor} ${action.step}: mail asks ${asked}, facts say ${sum} = ${figures} ` +
      `(${deducted.join(', ')}; mail: ${lines.join(' | ')})`,
  ];
}

/** Enters what left as a contact. */
export function noteContact(clerk: Clerk, on: string, action: Action, claim: Claim): void {
  const { debtor, currency, step, channel, copies } = action;
  note(clerk, {
    kind: 'contact',
    on,
    id: action.id!,
    debtor,
    currency,
    step,
    channel,
    copies,
    reached: channel !== 'task',
    items: action.invoices.map(({ number, instalment, balance, step: own }) => ({
      item: { debtor, invoice: number, instalment },
      step: own,
      completes: true,
      asked: balance,
    })),
    sum: channel === 'task' ? null : amountText(claim.sum),
    answerBy: action.answerBy,
    composedOn: on,
  });
}
