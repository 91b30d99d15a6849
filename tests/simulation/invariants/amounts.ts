import { creditsOn } from '../oracle/balance.ts';
import { day } from '../oracle/calendar.ts';
import { type Claim, claimOf, type Text } from '../oracle/claim.ts';
import type { Step } from '../oracle/facts.ts';
import { amountText } from '../oracle/money.ts';
import type { Mail, Sent } from '../post-office.ts';
import { Violation } from '../violation.ts';
import type { House } from '../world.ts';

/** What a mail asks, item by item and in all, is what the oracle makes of the facts, to the cent. */
export function checkAmounts(house: House, mail: Mail, sent: Sent, today: string): void {
  // The announcement of a plan's date asks what remains of that date; a copy repeats the letter it follows.
  if (sent.proposal === null || sent.planned || sent.channel !== 'email') return;
  if (creditsOn(house.books, sent.debtor, sent.currency, day(today)).length > 0) return;
  const now = claim(house, sent, today);
  const wrong = (what: string) =>
    new Violation('amounts-are-right', house.key, sent.debtor, `${sent.step} of ${today}: ${what}`);
  for (const { number, instalment, balance } of sent.items) {
    const asked = now.asked.get(`${sent.debtor}/${number}/${instalment}`);
    if (asked !== BigInt(balance))
      throw wrong(`${number}/${instalment} asks ${balance}, the facts say ${asked}`);
  }
  if (now.principal !== BigInt(sent.amount ?? 0))
    throw wrong(`${sent.amount} in all, the facts say ${now.principal}`);
  // Whether days on which a payment stood before it bounced bear interest is told otherwise by both.
  const bounced = house.monies.some(
    ({ bill, reversedOn }) => reversedOn !== null && sent.items.some(({ number }) => number === bill?.number),
  );
  if (sent.currency !== 'EUR' || bounced) return;
  const composed = claim(house, sent, sent.composedOn);
  const sum = french(amountText(now.principal + composed.interest + composed.indemnity));
  const printed = /Montant : (.*)\n/.exec(mail.text)?.[1];
  if (printed !== undefined && printed !== sum)
    throw wrong(
      `prints ${printed}, the facts say ${sum}: ${told(sent, composed)} ${mail.text.slice(-1_500)}`,
    );
}

function claim(house: House, sent: Sent, on: string): Claim {
  const text: Text = {
    debtor: sent.debtor,
    currency: sent.currency,
    on: day(on),
    step: sent.step as Step,
    items: sent.items.map(({ number, instalment, step, completes }) => ({
      ref: { debtor: sent.debtor, invoice: number, instalment },
      completes: completes ? (step as Step) : null,
    })),
  };
  return claimOf(house.books, text);
}

/** `1234.50` → `1 234,50 €` */
function french(amount: string): string {
  const [whole = '', decimals = ''] = amount.split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ' ')},${decimals} €`;
}

function told(sent: Sent, { interest, indemnity }: Claim): string {
  const items = sent.items.map(({ number, instalment, step }) => `${number}/${instalment} ${step}`);
  return `${items.join(', ')}; composed ${sent.composedOn}, interest ${interest}, indemnity ${indemnity}`;
}
