import { sql } from 'kysely';
import { iso } from '../../src/calendar/day.ts';
import { newCreditor } from '../../src/creditors/creditor.ts';
import { saveCreditor } from '../../src/creditors/creditors.db.ts';
import { importFile } from '../../src/intake/import-file.act.ts';
import type { FileImported, ImportChoices, ImportKind } from '../../src/intake/imported.ts';
import type { Scope } from '../../src/journal/scope.ts';
import { newId } from '../../src/platform/ids.ts';
import type { FreshDatabase } from '../harness/database.ts';

/** The books of one creditor of a database, into which files are imported without the command line. */
export interface Ledger {
  during<T>(work: (scope: Scope) => Promise<T>, on?: string): Promise<T>;
  take(file: string | Uint8Array, options?: TakeOptions): Promise<FileImported>;
  /** Every fact of the books in words, without ids and in one order: equal books, equal text. */
  facts(): Promise<readonly string[]>;
}

export interface TakeOptions extends Partial<Omit<ImportChoices, 'tell'>> {
  readonly on?: string;
  readonly kind?: ImportKind;
  readonly name?: string;
  readonly newId?: () => string;
}

const TODAY = '2026-11-23';

export async function openLedger(database: FreshDatabase): Promise<Ledger> {
  const id = newId();
  const during = async <T>(work: (scope: Scope) => Promise<T>, on = TODAY): Promise<T> =>
    await database.inCreditor(id, async (tx) =>
      work({
        tx,
        creditorId: id,
        actor: 'Claire Lefèvre',
        on: iso(on),
        at: `${on}T08:00:00.000Z`,
        rehearsal: false,
        dataFolder: database.dataFolder,
        newId,
      }),
    );
  await during((scope) => saveCreditor(scope, newCreditor(id, `Créancier ${id}`), scope.on));
  return {
    during,
    take: async (file, { on = TODAY, kind, name = 'fichier.csv', newId: ids = newId, ...choices } = {}) =>
      await during(
        (scope) =>
          importFile(
            { ...scope, newId: ids },
            { name, bytes: Buffer.from(file as string), kind: kind ?? null, mapping: null },
            {
              lateStart: 'at-age',
              acceptRevived: false,
              sharedNumbers: false,
              tell: () => undefined,
              ...choices,
            },
          ),
        on,
      ),
    facts: async () => await during(factsOf),
  };
}

async function factsOf({ tx, creditorId }: Scope): Promise<readonly string[]> {
  const rows = async (text: string) => {
    const { rows: found } = await sql<{ fact: string }>`${sql.raw(text)}`.execute(tx);
    return found.map(({ fact }) => fact).sort();
  };
  const mine = `creditor_id = '${creditorId}'`;
  const debtor = (alias: string) => `(select key from debtors where ${mine} and id = ${alias}.debtor_id)`;
  const invoice = (alias: string) =>
    `(select ${debtor('v')} || '/' || v.number from invoices v where v.${mine} and v.id = ${alias}.invoice_id)`;
  const item = (alias: string) =>
    `(select ${invoice('i')} || '#' || coalesce(i.due_on::text, '-') || i.retention from instalments i
      where i.${mine} and i.id = ${alias}.instalment_id)`;
  return [
    ...(await rows(
      `select jsonb_strip_nulls(to_jsonb(d) - 'id' - 'creditor_id')::text as fact from debtors d where ${mine}`,
    )),
    ...(await rows(
      `select ${debtor('c')} || (to_jsonb(c) - 'id' - 'creditor_id' - 'debtor_id')::text as fact
       from debtor_contacts c where ${mine}`,
    )),
    ...(await rows(
      `select ${debtor('v')} || (to_jsonb(v) - 'id' - 'creditor_id' - 'debtor_id' - 'import_id')::text as fact
       from invoices v where ${mine}`,
    )),
    ...(await rows(
      `select ${invoice('i')} || (to_jsonb(i) - 'id' - 'creditor_id' - 'debtor_id' - 'invoice_id' - 'import_id'
       - 'position')::text as fact from instalments i where ${mine}`,
    )),
    ...(await rows(
      `select ${debtor('n')} || coalesce(${invoice('n')}, '-') || (to_jsonb(n) - 'id' - 'creditor_id' - 'debtor_id'
       - 'invoice_id' - 'import_id')::text as fact from credit_notes n where ${mine}`,
    )),
    ...(await rows(
      `select coalesce(${debtor('p')}, '-') || (to_jsonb(p) - 'id' - 'creditor_id' - 'debtor_id' - 'import_id')::text
       as fact from payments p where ${mine}`,
    )),
    ...(await rows(
      `select ${item('a')} || coalesce((select number from credit_notes n where n.${mine} and n.id = a.credit_note_id),
       'payment') || (to_jsonb(a) - 'id' - 'creditor_id' - 'debtor_id' - 'instalment_id' - 'payment_id'
       - 'credit_note_id')::text as fact from allocations a where ${mine}`,
    )),
    ...(await rows(`select covered_until::text || source as fact from bank_coverage where ${mine}`)),
  ];
}

const HEAD = [
  'facture',
  'date_facture',
  'date_echeance',
  'montant_ttc',
  'deja_regle',
  'client',
  'code_client',
  'type_client',
  'email',
  'reference',
] as const;
type Column = (typeof HEAD)[number] | (string & {});

/** A file of invoices out of rows that say only what matters to the test. */
export function invoicesFile(
  rows: readonly Partial<Record<Column, string>>[],
  extra: readonly string[] = [],
): string {
  const columns = [...HEAD, ...extra];
  const usual: Partial<Record<Column, string>> = {
    date_facture: '01/09/2026',
    date_echeance: '30/09/2026',
    montant_ttc: '1200,00',
    client: 'Menuiserie Brûlé',
    code_client: 'C001',
    type_client: 'professionnel',
    email: 'compta@brule.example',
  };
  const lines = rows.map((row) => columns.map((column) => row[column] ?? usual[column] ?? '').join(';'));
  return [columns.join(';'), ...lines].join('\r\n') + '\r\n';
}
