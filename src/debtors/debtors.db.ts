import type { Selectable } from 'kysely';
import type { DebtorsTable } from '../../migrations/schema.d.ts';
import { type Day, toIso } from '../calendar/day.ts';
import type { PostalAddress } from '../creditors/creditor.ts';
import type { Scope } from '../journal/scope.ts';
import type { Regime } from '../law/regime.ts';
import { type BulkRow, insertRows, slices, updateRows } from '../platform/bulk.ts';
import type { Refusal } from '../platform/refusal.ts';
import type { Debtor, Profile } from './debtor.ts';
import { debtorMeant } from './find-debtor.ts';

export type Reader = Pick<Scope, 'tx' | 'creditorId'>;

/** Keys or ids a statement looks for at a time. */
const SOUGHT_AT_ONCE = 10_000;

export async function debtorByKey({ tx, creditorId }: Reader, key: string): Promise<Debtor | null> {
  const row = await tx
    .selectFrom('debtors')
    .selectAll()
    .where('creditor_id', '=', creditorId)
    .where('key', '=', key)
    .executeTakeFirst();
  return row ? debtorOf(row) : null;
}

/** Debtors whose key, whatever its capitals, or whose SIREN or name is that text: what a person may type. */
export async function debtorsNamed({ tx, creditorId }: Reader, text: string): Promise<readonly Debtor[]> {
  const rows = await tx
    .selectFrom('debtors')
    .selectAll()
    .where('creditor_id', '=', creditorId)
    .where(({ eb, fn, or, val }) => {
      const folded = fn<string>('lower', [val(text)]);
      return or([
        eb(fn<string>('lower', ['key']), '=', folded),
        eb(fn<string>('lower', ['name']), '=', folded),
        eb('siren', '=', text.replace(/\s/g, '')),
      ]);
    })
    .orderBy('key')
    .limit(20)
    .execute();
  return rows.map(debtorOf);
}

/** The debtor that a text means. Refusals: `debtor_unknown`, `debtor_ambiguous` with its candidates. */
export async function findDebtor(reader: Reader, text: string): Promise<Debtor | Refusal> {
  // Found by its index; a name or another spelling is looked for in all of them.
  return (await debtorByKey(reader, text)) ?? debtorMeant(text, await debtorsNamed(reader, text));
}

export async function debtorsByKeys(reader: Reader, keys: readonly string[]): Promise<Map<string, Debtor>> {
  const found = new Map<string, Debtor>();
  for (const slice of slices(keys, SOUGHT_AT_ONCE)) {
    const rows = await reader.tx
      .selectFrom('debtors')
      .selectAll()
      .where('creditor_id', '=', reader.creditorId)
      .where(({ eb, fn, val }) => eb('key', '=', fn.any(val([...slice]))))
      .execute();
    for (const row of rows) found.set(row.key, debtorOf(row));
  }
  return found;
}

export async function debtorsByIds(reader: Reader, ids: readonly string[]): Promise<Map<string, Debtor>> {
  const found = new Map<string, Debtor>();
  for (const slice of slices(ids, SOUGHT_AT_ONCE)) {
    const rows = await reader.tx
      .selectFrom('debtors')
      .selectAll()
      .where('creditor_id', '=', reader.creditorId)
      .where(({ eb, fn, val }) => eb('id', '=', fn.any(val([...slice]))))
      .execute();
    for (const row of rows) found.set(row.id, debtorOf(row));
  }
  return found;
}

/** Debtors of these SIREN; several may share one (the sites of a group). */
export async function debtorsBySirens(
  reader: Reader,
  sirens: readonly string[],
): Promise<Map<string, Debtor[]>> {
  const found = new Map<string, Debtor[]>();
  for (const slice of slices(sirens, SOUGHT_AT_ONCE)) {
    const rows = await reader.tx
      .selectFrom('debtors')
      .selectAll()
      .where('creditor_id', '=', reader.creditorId)
      .where(({ eb, fn, val }) => eb('siren', '=', fn.any(val([...slice]))))
      .orderBy('id')
      .execute();
    for (const row of rows) {
      const own = found.get(row.siren!);
      if (own) own.push(debtorOf(row));
      else found.set(row.siren!, [debtorOf(row)]);
    }
  }
  return found;
}

/** Debtors in the order of their keys, a page at a time. */
export async function debtorPage(
  { tx, creditorId }: Reader,
  after: string | null,
  limit: number,
): Promise<readonly Debtor[]> {
  let query = tx.selectFrom('debtors').selectAll().where('creditor_id', '=', creditorId);
  if (after !== null) query = query.where('key', '>', after);
  return (await query.orderBy('key').limit(limit).execute()).map(debtorOf);
}

export async function insertDebtors(scope: Reader, debtors: readonly Debtor[]): Promise<void> {
  await insertRows(
    scope.tx,
    'debtors',
    debtors.map((debtor) => ({ ...rowOf(scope, debtor), entered_on: toIso(debtor.enteredOn) })),
  );
}

export async function updateDebtors(scope: Reader, debtors: readonly Debtor[]): Promise<void> {
  await updateRows(
    scope.tx,
    'debtors',
    debtors.map((debtor) => rowOf(scope, debtor)),
  );
}

function rowOf({ creditorId }: Reader, debtor: Debtor): BulkRow {
  return {
    creditor_id: creditorId,
    id: debtor.id,
    key: debtor.key,
    name: debtor.name,
    regime: debtor.regime,
    enforceable: debtor.enforceable,
    legal_form: debtor.legalForm,
    siren: debtor.siren,
    siret: debtor.siret,
    vat_number: debtor.vatNumber,
    address: debtor.address,
    language: debtor.language,
    customer_since: dayText(debtor.customerSince),
    salesperson: debtor.salesperson,
    owner_name: debtor.ownerName,
    tone_ceiling: debtor.toneCeiling,
    strategic: debtor.strategic,
    profile: debtor.profile,
    scenario_key: debtor.scenarioKey,
    service_code: debtor.serviceCode,
    registered_email_consent_on: dayText(debtor.registeredEmailConsentOn),
    insolvency_on: dayText(debtor.insolvencyOn),
    insolvency_ended_on: dayText(debtor.insolvencyEndedOn),
    over_indebted_on: dayText(debtor.overIndebtedOn),
    deceased_on: dayText(debtor.deceasedOn),
    address_bad_on: dayText(debtor.addressBadOn),
  };
}

function dayText(day: Day | null): string | null {
  return day === null ? null : toIso(day);
}

function debtorOf(row: Selectable<DebtorsTable>): Debtor {
  return {
    id: row.id,
    key: row.key,
    name: row.name,
    regime: row.regime as Regime | null,
    enforceable: row.enforceable as Debtor['enforceable'],
    legalForm: row.legal_form,
    siren: row.siren,
    siret: row.siret,
    vatNumber: row.vat_number,
    address: row.address as PostalAddress | null,
    language: row.language as Debtor['language'],
    customerSince: row.customer_since,
    salesperson: row.salesperson,
    ownerName: row.owner_name,
    toneCeiling: row.tone_ceiling,
    strategic: row.strategic,
    profile: row.profile as Profile | null,
    scenarioKey: row.scenario_key,
    serviceCode: row.service_code,
    registeredEmailConsentOn: row.registered_email_consent_on,
    insolvencyOn: row.insolvency_on,
    insolvencyEndedOn: row.insolvency_ended_on,
    overIndebtedOn: row.over_indebted_on,
    deceasedOn: row.deceased_on,
    addressBadOn: row.address_bad_on,
    enteredOn: row.entered_on,
  };
}
