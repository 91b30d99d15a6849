import type { Debtor } from '../debtors/debtor.ts';
import { debtorsByIds, findDebtor } from '../debtors/debtors.db.ts';
import { isFault } from '../formats/reading.ts';
import { readPaymentMethod } from '../formats/vocabulary.ts';
import { creditNotesByNumbers } from '../invoices/credit-notes.db.ts';
import type { Invoice, PaymentMethod } from '../invoices/invoice.ts';
import { findInvoice } from '../invoices/invoices.db.ts';
import type { Scope } from '../journal/scope.ts';
import type { Cents } from '../money/cents.ts';
import { parseDecimal } from '../money/format.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { type OptionValues, text } from './options.ts';

/** The options that tell an invoice apart: its debtor, and one of its instalments. */
export const INVOICE_OPTIONS = { debtor: { type: 'string' }, instalment: { type: 'string' } } as const;

/** The invoices of the given numbers; `--debtor` tells homonyms apart. */
export async function invoicesNamed(
  scope: Scope,
  numbers: readonly string[],
  values: OptionValues,
): Promise<readonly Invoice[] | Refusal> {
  const debtor = await debtorOption(scope, values);
  if (isRefusal(debtor)) return debtor;
  const invoices: Invoice[] = [];
  for (const number of numbers) {
    const invoice = await findInvoice(scope, number, debtor?.id ?? null);
    if (isRefusal(invoice)) return invoice;
    invoices.push(invoice);
  }
  return invoices;
}

export async function invoiceNamed(
  scope: Scope,
  number: string,
  values: OptionValues,
): Promise<Invoice | Refusal> {
  const found = await invoicesNamed(scope, [number], values);
  if (!isRefusal(found)) return found[0]!;
  const [note] = found.refused === 'invoice_unknown' ? await creditNotesByNumbers(scope, [number]) : [];
  if (!note) return found;
  const message =
    `«\u00a0${number}\u00a0» est un avoir, pas une facture\u00a0: «\u00a0relance debtor show\u00a0» dit ce ` +
    'qu’il en reste à affecter.';
  return refuse('invoice_unknown', message, { invoice: number, creditNote: number });
}

/** The debtor of `--debtor`; null when the option is not there. */
export async function debtorOption(scope: Scope, values: OptionValues): Promise<Debtor | null | Refusal> {
  const said = text(values, 'debtor');
  return said === undefined ? null : await findDebtor(scope, said);
}

export async function debtorKeyOf(scope: Scope, debtorId: string): Promise<string> {
  return (await debtorsByIds(scope, [debtorId])).get(debtorId)?.key ?? debtorId;
}

/** `--instalment 2`; null when it is not there. Refuses `number_invalid`. */
export function instalmentOption(values: OptionValues): number | null | Refusal {
  const said = text(values, 'instalment');
  if (said === undefined) return null;
  const position = Number(said);
  if (Number.isInteger(position) && position >= 1) return position;
  return refuse('number_invalid', `«\u00a0${said}\u00a0» n’est pas un rang d’échéance (1, 2, 3…).`, {
    option: 'instalment',
    value: said,
  });
}

/**
 * An amount that stands without an option name; `instead` says what to do by whoever meant less than nothing.
 * Refuses `amount_invalid`.
 */
export function amountArgument(said: string, instead: string): Cents | Refusal {
  const amount = parseDecimal(said);
  if (amount !== null && amount > 0) return amount;
  const message = `«\u00a0${said}\u00a0» n’est pas un montant supérieur à zéro\u00a0: écrivez-le comme 1200.00 ou 1200,00.`;
  const below = /^[-\u2212]/.test(said);
  return refuse('amount_invalid', below ? `${message} ${instead}` : message, { value: said });
}

/** A means of payment in French or English words; null when the option is not there. */
export function methodOption(values: OptionValues, option: string): PaymentMethod | null | Refusal {
  const said = text(values, option);
  if (said === undefined) return null;
  const found = readPaymentMethod(said.replace('-', ' '));
  if (!isFault(found)) return found.value === 'direct_debit' ? 'direct-debit' : found.value;
  return refuse(
    'option_value_unknown',
    `«\u00a0${said}\u00a0» n’est pas une valeur de --${option}\u00a0: virement, prélèvement, lcr, chèque, carte, espèces.`,
    { option, value: said },
  );
}
