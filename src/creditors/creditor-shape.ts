import { toIso } from '../calendar/day.ts';
import { toDecimal } from '../money/format.ts';
import type { Creditor, IbanChange } from './creditor.ts';
import type { User } from './user.ts';

/** A creditor as machines are told it: the keys of `creditor set`, and never a password. */
export function creditorShape(creditor: Creditor, users: readonly User[], waiting: IbanChange | null) {
  const { capital, ibanChangedOn, signatureSha256, smtp, ...plain } = creditor;
  return {
    ...plain,
    capital: capital === null ? null : toDecimal(capital),
    ibanChangedOn: ibanChangedOn === null ? null : toIso(ibanChangedOn),
    ibanWaiting: waiting && {
      iban: waiting.iban,
      bic: waiting.bic,
      accountHolder: waiting.accountHolder,
      askedBy: waiting.askedBy,
      askedOn: toIso(waiting.askedOn),
    },
    signature: signatureSha256,
    smtp: smtp && {
      host: smtp.host,
      port: smtp.port,
      secure: smtp.secure,
      user: smtp.user,
      passwordSet: smtp.password !== null,
    },
    users: users.filter((user) => user.removedOn === null).map(userShape),
  };
}

export function userShape(user: User) {
  return { name: user.name, role: user.role, email: user.email };
}
