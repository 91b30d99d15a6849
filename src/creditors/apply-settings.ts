import { isDeepStrictEqual } from 'node:util';
import type { Day } from '../calendar/day.ts';
import type { SealedSecret } from '../platform/secrets.ts';
import type { Creditor, Smtp } from './creditor.ts';
import type { Settings } from './settings.ts';

type Seal = (password: string) => SealedSecret;

/**
 * The creditor as the settings make it, its bank account as they ask it to be: whether that may be is another
 * question.
 */
export function applySettings(creditor: Creditor, settings: Settings, on: Day, seal: Seal): Creditor {
  const { smtp, signatory, name, ...rest } = settings;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const next: Creditor = {
    ...creditor,
    ...(given as Partial<Creditor>),
    name: name ?? creditor.name,
    smtp: smtp === undefined ? creditor.smtp : smtp && smtpOf(smtp, creditor.smtp, seal),
    signatory: signatory === undefined ? creditor.signatory : signatory,
  };
  const changed = creditor.iban !== null && next.iban !== creditor.iban;
  return { ...next, key: next.siren ?? next.name, ibanChangedOn: changed ? on : creditor.ibanChangedOn };
}

function smtpOf(given: NonNullable<Settings['smtp']>, known: Smtp | null, seal: Seal): Smtp {
  const { host, port, secure, user, password } = given;
  if (password !== undefined)
    return { host, port, secure, user, password: password === null ? null : seal(password) };
  // A known password is for one account of one server: it never follows to another.
  const same = known !== null && known.host === host && known.user === user;
  return { host, port, secure, user, password: same ? known.password : null };
}

/** A change of an account that was known is what a fraud looks like; a first account is not. */
export function isIbanChanged(before: Creditor, after: Creditor): boolean {
  return before.iban !== null && after.iban !== null && before.iban !== after.iban;
}

/** The creditor with the bank account of another version of it. */
export function keepBankAccount(creditor: Creditor, of: Creditor): Creditor {
  const { iban, bic, accountHolder, ibanChangedOn } = of;
  return { ...creditor, iban, bic, accountHolder, ibanChangedOn };
}

/** Names of the settings that differ, for the journal: never their values. */
export function changedSettings(before: Creditor, after: Creditor): readonly string[] {
  const keys = Object.keys(after) as (keyof Creditor)[];
  return keys.filter((key) => !isDeepStrictEqual(before[key], after[key]));
}
