import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Outcome } from '../src/delivery/day-report.ts';
import { makeReady } from '../src/delivery/make-ready.job.ts';
import { proposeDay } from '../src/delivery/propose-day.job.ts';
import { type DayWork, inScope } from '../src/delivery/run-day.job.ts';
import type { Scope } from '../src/journal/scope.ts';
import type { Sha256 } from '../src/journal/sha256.ts';
import { composeMessage } from '../src/letters/compose-message.ts';
import { withDocuments } from '../src/letters/enclosures.ts';
import { gatherFacts } from '../src/letters/gather-facts.db.ts';
import { type LetterInput, letterInput } from '../src/letters/letter-input.ts';
import type { Database } from '../src/platform/db.ts';
import { isRefusal } from '../src/platform/refusal.ts';
import { openProposals } from '../src/reminders/proposals.db.ts';
import { creditorOf, dayWork, fillBooks } from './books.ts';
import type { BareLetter } from './reference/draw-letters.ts';

/** Invoices in each letter: with the payment code and the signature, one full page. */
const INVOICES = 5;

/** Books in which each debtor, without e-mail, is due a first reminder by post today; it is proposed. */
export async function dueByPost(database: Database, letters: number): Promise<DayWork> {
  await fillBooks(database, { debtors: letters, each: INVOICES, due: "date '2026-11-16'" });
  await database.asOwner(async (tx) => await sql`delete from debtor_contacts`.execute(tx));
  const work = await dayWork(database, () => undefined);
  await proposeDay(work);
  return work;
}

/** What the template reads of each letter that is due, in the order in which the product draws them. */
export async function inputsOf(work: DayWork): Promise<readonly LetterInput[]> {
  return await inScope(work, async (scope) => {
    const inputs: LetterInput[] = [];
    for (const proposal of await openProposals(scope.tx)) {
      const gathered = await gatherFacts(scope, proposal, scope.on);
      if (isRefusal(gathered)) throw new Error(gathered.message);
      const composed = composeMessage(withDocuments(gathered.facts, gathered.files));
      if (isRefusal(composed) || !composed.letter) throw new Error('not composed');
      inputs.push(letterInput(composed.letter, { rehearsal: scope.rehearsal }));
    }
    return inputs;
  });
}

/** Approves and freezes all that is due, as `run` does. Throws when one did not come to it. */
export async function freezeAll(work: DayWork): Promise<void> {
  const errors: { proposalId: string; message: string }[] = [];
  const outcomes = new Map<string, Outcome>();
  const open = await inScope(work, async ({ tx }) => await openProposals(tx));
  await makeReady(work, open, errors, outcomes);
  if (errors.length > 0) throw new Error(errors[0]!.message);
}

/** The names of the letters' pages, in one order whoever drew them. */
export async function frozenPages({ database }: DayWork): Promise<readonly Sha256[]> {
  const creditor = await creditorOf(database);
  return await database.inCreditor(creditor.id, async (tx: Scope['tx']) => {
    const { rows } = await sql<{ sha: Sha256 }>`
      select encode(pdf_sha256, 'hex') as sha from letters where kind = 'letter' order by 1`.execute(tx);
    return rows.map(({ sha }) => sha);
  });
}

const FILE = 'letters.json';

/** Keeps them for the other side, which knows no books. */
export function keepInputs(folder: string, inputs: readonly LetterInput[]): void {
  const text = inputs.map(({ data, files }) => ({
    json: JSON.stringify({ ...data, tight: false }),
    files: files.map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')]),
  }));
  writeFileSync(join(folder, FILE), JSON.stringify(text));
}

export function keptLetters(folder: string): readonly BareLetter[] {
  const text: readonly { json: string; files: [string, string][] }[] = JSON.parse(
    readFileSync(join(folder, FILE), 'utf8'),
  );
  return text.map(({ json, files }) => ({
    json: Buffer.from(json),
    files: files.map(([name, bytes]) => [name, Buffer.from(bytes, 'base64')]),
  }));
}
