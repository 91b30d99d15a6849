/** What one command line answers, as JSON; `creditor` is the key of the firm it is asked of. */
export type Ask = (line: string, creditor: string | null) => Promise<unknown>;

/** Everything that a data folder is asked, and what it answered, by firm and line. */
export type Answers = Readonly<Record<string, unknown>>;

/** Stands in a line for a new file that a page is written into. */
export const PAGE = '{page}';

/**
 * Sentences may be said better one day, pages drawn better; the rest are figures, keys, codes and days that
 * scripts rely on.
 */
const SENTENCES = new Set([
  'message',
  'remedy',
  'text',
  'script',
  'subject',
  'usage',
  'summary',
  'sources',
  'file',
  'sha256',
]);

/**
 * Asks the books of every firm about every debtor and invoice, and reads the journal of each: the same
 * questions to the program that made a backup and to each one that opens it.
 */
export async function askBooks(ask: Ask): Promise<Answers> {
  const answers: Record<string, unknown> = {};
  const put = async (line: string, creditor: string | null) => {
    const answer = figures(await ask(line, creditor));
    answers[creditor === null ? line : `${creditor}: ${line}`] = answer;
    // biome-ignore lint/suspicious/noExplicitAny: documents of every shape
    return answer as any;
  };
  await put('verify', null);
  await put('rates --on 2027-02-01', null);
  const { creditors } = await put('creditor list', null);
  for (const { key } of creditors) {
    for (const line of FIRM) await put(line, key);
    const { debtors } = await put('debtor list', key);
    for (const { debtor } of debtors) {
      const { items } = await put(`debtor show "${debtor}"`, key);
      for (const line of DEBTOR) await put(`${line} "${debtor}"`, key);
      for (const number of new Set(items.map((item: { number: string }) => item.number))) {
        await put(`invoice show ${number} --debtor "${debtor}"`, key);
        await put(`why ${number} --debtor "${debtor}"`, key);
      }
    }
  }
  return answers;
}

const FIRM = [
  'creditor show',
  'user list',
  'scenario list',
  'scenario show atelier',
  'wording list',
  'wording show reminder-1.b2b',
  'payment list',
  'plan',
];

const DEBTOR = ['history', 'payment list --debtor', `statement --out ${PAGE}`];

/** An answer without its sentences; a refusal comes as its code. */
export function figures(answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.map(figures);
  if (typeof answer !== 'object' || answer === null) return answer;
  const kept = Object.entries(answer).filter(([key]) => !SENTENCES.has(key));
  return Object.fromEntries(kept.map(([key, value]) => [key, figures(value)]));
}
