import type { Mail, Sent } from '../post-office.ts';
import { Violation } from '../violation.ts';
import type { House } from '../world.ts';

const NUMBER = /\b[A-Z]-\d{5}\b/g;

/** A mail goes to addresses of its debtor, comes from its creditor, and names its invoices alone. */
export function checkRightPeople(house: House, mail: Mail, sent: Sent): void {
  const wrong = (what: string) => new Violation('mails-name-the-right-people', house.key, sent.debtor, what);
  const patron = house.patrons.find(({ key }) => key === sent.debtor);
  if (patron === undefined) throw wrong('nobody knows that debtor');
  if (mail.from !== house.email) throw wrong(`from ${mail.from}`);
  const known = new Set(patron.emails);
  // A text outside the steps goes where it was to go when a person asked for it.
  const strangers = sent.proposal === null ? [] : mail.to.filter((address) => !known.has(address));
  if (strangers.length > 0 || mail.to.length === 0)
    throw wrong(`to ${mail.to.join()}, known ${[...known].join()}`);
  const said = `${mail.subject}\n${mail.text}`;
  if (!said.includes(house.name)) throw wrong(`does not name ${house.name}: ${said}`);
  const own = new Set(house.bills.filter((bill) => bill.patron === patron).map(({ number }) => number));
  const named = new Set(said.match(NUMBER) ?? []);
  const foreign = [...named].filter((number) => !own.has(number));
  if (foreign.length > 0) throw wrong(`names ${foreign.join()}`);
  const missing = sent.items.filter(({ number }) => !named.has(number));
  if (missing.length > 0)
    throw wrong(`asks ${missing.map(({ number }) => number).join()} without naming it: ${said}`);
}
