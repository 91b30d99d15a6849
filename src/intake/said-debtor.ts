import type { PostalAddress } from '../creditors/creditor.ts';
import type { StatedContact } from '../debtors/contacts.ts';
import type { Debtor } from '../debtors/debtor.ts';
import type { DebtorStatement } from '../debtors/statement.ts';
import type { DebtorRecord } from '../formats/debtor.ts';

/** All that one file says of one customer. */
export interface SaidDebtor {
  readonly key: string;
  readonly keyFrom: DebtorRecord['keyFrom'];
  /** Null when every line gives a code and no name. */
  readonly name: string | null;
  readonly siren: string | null;
  readonly postcode: string | null;
  /** Two lines of the file say two kinds of customer: neither is believed. */
  readonly regimesDiffer: boolean;
  readonly facts: DebtorStatement['facts'];
  readonly contact: StatedContact;
}

/**
 * What the records of one customer say together: of each fact the first record that has it, so the caller
 * puts the most recent first and the order of lines in the file does not matter. E-mails add up.
 */
export function saidDebtor(records: readonly DebtorRecord[]): SaidDebtor {
  const first = <T>(pick: (record: DebtorRecord) => T | null): T | null => {
    for (const record of records) {
      const value = pick(record);
      if (value !== null) return value;
    }
    return null;
  };
  const regimes = new Set(records.flatMap(({ regime }) => regime ?? []));
  const [regime = null] = regimes.size === 1 ? regimes : [];
  const { key = '', keyFrom = 'name' } = records[0] ?? {};
  return {
    key,
    keyFrom,
    name: first((record) => record.name),
    siren: first((record) => record.siren),
    postcode: first((record) => record.address.postcode),
    regimesDiffer: regimes.size > 1,
    facts: known({
      regime,
      name: first((record) => record.name),
      legalForm: first((record) => record.legalForm),
      siren: first((record) => record.siren),
      siret: first((record) => record.siret),
      vatNumber: first((record) => record.vatNumber),
      address: first(addressOf),
      language: first((record) => record.language),
      customerSince: first((record) => record.customerSince),
      salesperson: first((record) => record.salesperson),
      scenarioKey: first((record) => record.scenario),
    }),
    contact: {
      role: 'accounts',
      emails: [...new Set(records.flatMap((record) => record.emails))],
      phone: first((record) => record.phones[0] ?? null),
      name: first((record) => record.contact),
    },
  };
}

/** A null in a file says nothing: exports drop columns, and a person may have filled the gap. */
function known(facts: { readonly [K in keyof Debtor]?: Debtor[K] | null }): DebtorStatement['facts'] {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null));
}

function addressOf({ address }: DebtorRecord): PostalAddress | null {
  const { lines, postcode, city, country } = address;
  if (lines.length === 0 && postcode === null && city === null) return null;
  return { lines, postcode: postcode ?? '', city: city ?? '', country: country ?? 'FR' };
}
