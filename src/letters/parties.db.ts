import type { Day } from '../calendar/day.ts';
import { readCreditor } from '../creditors/creditors.db.ts';
import type { Scope } from '../journal/scope.ts';
import { asSha256 } from '../journal/sha256.ts';
import type { Tx } from '../platform/db.ts';
import { readDocument } from '../vault/documents.db.ts';
import type { CreditorIdentity, DebtorIdentity, LetterFacts, PostalAddress } from './letter-facts.ts';

/** The creditor as its letters present it, its signature read from the vault. */
export async function readCreditorIdentity(scope: Scope): Promise<CreditorIdentity> {
  const creditor = await readCreditor(scope);
  if (!creditor) throw new Error('no creditor in this transaction');
  const { signatory, signatureSha256, address } = creditor;
  const signature =
    signatureSha256 === null ? null : new Uint8Array(await readDocument(scope, asSha256(signatureSha256)));
  return {
    ...creditor,
    address,
    signatory: signatory && { name: signatory.name, role: signatory.role, signature },
  };
}

export interface AddressedDebtor {
  readonly identity: DebtorIdentity;
  readonly language: 'fr' | 'en';
  readonly profile: LetterFacts['profile'];
  readonly customerSince: Day | null;
  readonly insolvencyOn: Day | null;
}

/** The debtor as a text addresses it. */
export async function readDebtorIdentity(tx: Tx, debtorId: string): Promise<AddressedDebtor> {
  const row = await tx.selectFrom('debtors').selectAll().where('id', '=', debtorId).executeTakeFirstOrThrow();
  const contact = await tx
    .selectFrom('debtor_contacts')
    .select('name')
    .where('debtor_id', '=', debtorId)
    .where('removed_on', 'is', null)
    .where('role', '<>', 'invoice-intake')
    .where('name', 'is not', null)
    .orderBy('role')
    .orderBy('id')
    .executeTakeFirst();
  const regime = (row.regime ?? 'b2b') as DebtorIdentity['regime'];
  return {
    identity: {
      name: row.name,
      legalForm: row.legal_form,
      siren: row.siren,
      regime,
      naturalPerson: regime === 'b2c',
      address: row.address as PostalAddress | null,
      contactName: contact?.name ?? null,
      serviceCode: row.service_code,
    },
    language: row.language as 'fr' | 'en',
    profile: (row.profile ?? (row.strategic ? 'strategic' : 'standard')) as LetterFacts['profile'],
    customerSince: row.customer_since,
    insolvencyOn: row.insolvency_on,
  };
}
