import type { Selectable } from 'kysely';
import type { CreditorsTable } from '../../migrations/schema.d.ts';
import type { Day } from '../calendar/day.ts';
import type { Scope } from '../journal/scope.ts';
import type { Creditor, LateStart, PostalAddress, Smtp } from './creditor.ts';

/** What a reading needs of a scope. */
export type Reader = Pick<Scope, 'tx' | 'creditorId'>;

/** The creditor of the transaction; null before its first settings. */
export async function readCreditor({ tx, creditorId }: Reader): Promise<Creditor | null> {
  const row = await tx
    .selectFrom('creditors')
    .selectAll()
    .where('creditor_id', '=', creditorId)
    .executeTakeFirst();
  return row ? creditorOf(row) : null;
}

export async function saveCreditor({ tx }: Reader, creditor: Creditor, on: Day): Promise<void> {
  const row = rowOf(creditor);
  await tx
    .insertInto('creditors')
    .values({ ...row, creditor_id: creditor.id, created_on: on })
    .onConflict((conflict) => conflict.column('creditor_id').doUpdateSet(row))
    .execute();
}

export async function saveSignature({ tx, creditorId }: Reader, sha256: Buffer): Promise<void> {
  await tx
    .updateTable('creditors')
    .set({ signature_sha256: sha256 })
    .where('creditor_id', '=', creditorId)
    .execute();
}

function creditorOf(row: Selectable<CreditorsTable>): Creditor {
  return {
    id: row.creditor_id,
    key: row.key,
    name: row.name,
    legalForm: row.legal_form,
    capital: row.capital_cents,
    siren: row.siren,
    rcs: row.rcs,
    vatNumber: row.vat_number,
    address: row.address as PostalAddress | null,
    email: row.email,
    phone: row.phone,
    iban: row.iban,
    bic: row.bic,
    accountHolder: row.account_holder,
    ibanChangedOn: row.iban_changed_on,
    signatory: row.signatory as Creditor['signatory'],
    signatureSha256: row.signature_sha256?.toString('hex') ?? null,
    soleTrader: row.sole_trader,
    inLiquidation: row.in_liquidation,
    timeZone: row.time_zone,
    smtp: row.smtp as Smtp | null,
    lateStart: row.late_start as LateStart,
    minimumGapDays: row.minimum_gap_days,
    bankFreshnessDays: row.bank_freshness_days,
    mailboxCheck: row.mailbox_check as Creditor['mailboxCheck'],
    approvals: row.approvals as Creditor['approvals'],
    vatRegime: row.vat_regime as Creditor['vatRegime'],
    rehearsal: row.rehearsal,
    armed: row.armed,
  };
}

function rowOf(creditor: Creditor) {
  return {
    key: creditor.key,
    name: creditor.name,
    legal_form: creditor.legalForm,
    capital_cents: creditor.capital,
    siren: creditor.siren,
    rcs: creditor.rcs,
    vat_number: creditor.vatNumber,
    address: creditor.address,
    email: creditor.email,
    phone: creditor.phone,
    iban: creditor.iban,
    bic: creditor.bic,
    account_holder: creditor.accountHolder,
    iban_changed_on: creditor.ibanChangedOn,
    signatory: creditor.signatory,
    sole_trader: creditor.soleTrader,
    in_liquidation: creditor.inLiquidation,
    time_zone: creditor.timeZone,
    smtp: creditor.smtp,
    late_start: creditor.lateStart,
    minimum_gap_days: creditor.minimumGapDays,
    bank_freshness_days: creditor.bankFreshnessDays,
    mailbox_check: creditor.mailboxCheck,
    approvals: creditor.approvals,
    vat_regime: creditor.vatRegime,
    rehearsal: creditor.rehearsal,
    armed: creditor.armed,
  };
}
