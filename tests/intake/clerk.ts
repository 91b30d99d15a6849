import { creditorFile, type Desk, openDesk } from '../harness/desk.ts';
import { invoicesFile } from './ledger.ts';

export interface Clerk extends Desk {
  /** Imports a file of this content; the document of the answer for that file, with the exit code beside. */
  // biome-ignore lint/suspicious/noExplicitAny: a test reads documents of every shape
  imports(content: string | Uint8Array, options?: string, name?: string): Promise<any>;
  /** Imports rows of invoices that say only what matters. */
  invoices(
    rows: Parameters<typeof invoicesFile>[0],
    options?: string,
    extra?: readonly string[],
  ): ReturnType<Clerk['imports']>;
  /** What remains of an invoice, instalment by instalment, as decimal text. */
  balances(number: string): Promise<readonly string[]>;
}

/** Somebody at the command line of a creditor, on Monday 23 November 2026. */
export async function openClerk(creditor: Readonly<Record<string, unknown>> = {}): Promise<Clerk> {
  const desk = await openDesk('2026-11-23');
  await desk.done(`creditor set ${desk.file('creditor.json', creditorFile(creditor))}`);
  let made = 0;
  const imports: Clerk['imports'] = async (content, options = '', name) => {
    made += 1;
    const path = desk.file(name ?? `fichier-${made}.csv`, content);
    const said = await desk.say(`import ${path} ${options}`);
    if (said.refused !== null) return { exit: said.exit, refused: said.refused, text: said.text };
    return { exit: said.exit, text: said.text, ...said.data.files[0] };
  };
  return {
    ...desk,
    imports,
    invoices: async (rows, options, extra) => await imports(invoicesFile(rows, extra), options),
    balances: async (number) => {
      const { items } = await desk.done(`invoice show ${number}`);
      return items.map((item: { balance: string }) => item.balance);
    },
  };
}
