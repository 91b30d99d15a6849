import { iso, toIso } from '../calendar/day.ts';
import { formatShortDay } from '../calendar/french.ts';
import { findDebtor } from '../debtors/debtors.db.ts';
import { creditNoteById } from '../invoices/credit-notes.db.ts';
import { instalmentsByIds } from '../invoices/instalments.db.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { invoicesByIds } from '../invoices/invoices.db.ts';
import type { Scope } from '../journal/scope.ts';
import { ZERO } from '../money/cents.ts';
import { formatMoney, parseDecimal, toDecimal } from '../money/format.ts';
import { addPayment, type PaymentAdded } from '../payments/add-payment.act.ts';
import type { Share } from '../payments/allocate.ts';
import { allocateCredit, type CreditSource } from '../payments/allocate-credit.act.ts';
import { balancesOn, creditsOn } from '../payments/balances.db.ts';
import { paymentsOfDebtors } from '../payments/file-payments.db.ts';
import type { Payment } from '../payments/payment.ts';
import { paymentById, unassignedPayments } from '../payments/payments.db.ts';
import { reversePayment } from '../payments/reverse-payment.act.ts';
import { findId } from '../platform/find-id.ts';
import { shortId } from '../platform/ids.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { columns } from './columns.ts';
import type { Answer } from './command.ts';
import type { CommandContext } from './context.ts';
import { refuseFuture } from './fact-day.ts';
import { creditShape } from './fact-shapes.ts';
import {
  amountArgument,
  debtorKeyOf,
  debtorOption,
  INVOICE_OPTIONS,
  instalmentOption,
  invoiceNamed,
  methodOption,
} from './named.ts';
import { type OptionValues, required, text } from './options.ts';
import { readArguments } from './positionals.ts';
import { commandOfVerbs } from './verbs.ts';
import { withCreditor } from './with-creditor.ts';

export const payment = commandOfVerbs(
  'payment',
  [
    'relance payment add FACTURE MONTANT [--on D] [--means virement|prélèvement|lcr|chèque|carte|espèces] [--reference R] [--instalment N]',
    'relance payment add --debtor CLÉ MONTANT [--currency EUR]',
    'relance payment reverse ID --reason MOTIF',
    'relance payment allocate ID FACTURE [MONTANT] [--instalment N]',
    'relance payment list [--debtor CLÉ]',
  ],
  { add, reverse, allocate, list },
);

const REVERSE_INSTEAD =
  'Un règlement rejeté, remboursé ou saisi par erreur s’annule\u00a0: «\u00a0relance payment reverse ID --reason MOTIF\u00a0» ' +
  '(«\u00a0relance payment list --debtor CLÉ\u00a0» donne son ID).';

async function add(args: readonly string[], context: CommandContext): Promise<Answer | Refusal> {
  const read = readArguments(args, ['FACTURE', '[MONTANT]'], {
    ...INVOICE_OPTIONS,
    means: { type: 'string' },
    reference: { type: 'string' },
    currency: { type: 'string' },
  });
  if (isRefusal(read)) return read;
  const { positionals, values } = read;
  const number = positionals.length === 2 ? positionals[0]! : null;
  const amount = amountArgument(positionals.at(-1)!, REVERSE_INSTEAD);
  if (isRefusal(amount)) return amount;
  const means = methodOption(values, 'means');
  if (isRefusal(means)) return means;
  const position = instalmentOption(values);
  if (isRefusal(position)) return position;
  return await withCreditor(context, async (scope, creditor) => {
    const future = refuseFuture(context, creditor, scope);
    if (future) return future;
    const target = await targetOf(scope, number, values);
    if (isRefusal(target)) return target;
    const { debtorId, invoice } = target;
    const currency = text(values, 'currency')?.toUpperCase() ?? invoice?.currency ?? 'EUR';
    const reference = text(values, 'reference') ?? null;
    const entry = { debtorId, invoice, position, amount, currency, means, reference };
    const added = await addPayment(scope, entry);
    return isRefusal(added) ? added : await answerAdded(scope, added, invoice);
  });
}

async function targetOf(
  scope: Scope,
  number: string | null,
  values: OptionValues,
): Promise<{ readonly debtorId: string; readonly invoice: Invoice | null } | Refusal> {
  if (number !== null) {
    const invoice = await invoiceNamed(scope, number, values);
    return isRefusal(invoice) ? invoice : { debtorId: invoice.debtorId, invoice };
  }
  const debtor = await debtorOption(scope, values);
  if (isRefusal(debtor)) return debtor;
  if (debtor) return { debtorId: debtor.id, invoice: null };
  return refuse(
    'option_missing',
    'Donnez la facture et le montant, ou «\u00a0--debtor CLÉ\u00a0» et le montant.',
    {
      option: 'FACTURE',
    },
  );
}

async function answerAdded(
  scope: Scope,
  { payment: made, shares, credit, twins }: PaymentAdded,
  invoice: Invoice | null,
): Promise<Answer> {
  const warnings = [];
  if (credit > 0 && invoice) {
    const message = `${formatMoney(credit, made.currency)} dépassent ce qui était dû\u00a0: gardés en crédit du client.`;
    warnings.push({ code: 'overpaid', message });
  }
  if (twins.length > 0) {
    const message =
      'Un règlement du même jour et du même montant est déjà connu\u00a0: vérifiez qu’il ne s’agit pas du même.';
    warnings.push({ code: 'payment_twin', message });
  }
  const data = {
    done: 'payment_added',
    ...paymentShape(made),
    debtor: await debtorKeyOf(scope, made.debtorId!),
    allocations: await shareShapes(scope, shares, invoice),
    credit: toDecimal(credit),
    invoice: invoice && (await invoiceState(scope, invoice)),
    warnings,
  };
  const told = `${formatMoney(made.amount, made.currency)} reçus le ${formatShortDay(made.receivedOn)} (${data.id}).`;
  return { data, text: [told, ...warnings.map((warning) => warning.message)].join('\n') };
}

function paymentShape(made: Payment) {
  return {
    id: shortId('pay', made.id),
    receivedOn: toIso(made.receivedOn),
    amount: toDecimal(made.amount),
    currency: made.currency,
    means: made.means,
    reference: made.reference,
    reversedOn: made.reversedOn === null ? null : toIso(made.reversedOn),
  };
}

function paidCells({ id, receivedOn, amount, currency }: ReturnType<typeof paymentShape>): string[] {
  return [id, dayText(receivedOn), moneyText(amount, currency)];
}

/** A day and an amount as machines are told them, for a person. */
function dayText(day: string): string {
  return formatShortDay(iso(day));
}

function moneyText(amount: string, currency: string): string {
  return formatMoney(parseDecimal(amount) ?? ZERO, currency);
}

async function shareShapes(scope: Scope, shares: readonly Share[], invoice: Invoice | null) {
  const instalments = await instalmentsByIds(
    scope,
    shares.map((share) => share.itemId),
  );
  return shares.map((share) => ({
    invoice: invoice?.number ?? null,
    instalment: instalments.find((item) => item.id === share.itemId)?.position ?? null,
    amount: toDecimal(share.amount),
    countsOn: toIso(share.countsOn),
  }));
}

async function invoiceState(scope: Scope, invoice: Invoice) {
  const items = (await balancesOn(scope, [invoice.debtorId], scope.on)).filter(
    (item) => item.invoiceId === invoice.id,
  );
  const balance = items.reduce((total, item) => total + item.balance, 0);
  return { number: invoice.number, balance: toDecimal(balance as Payment['amount']) };
}

async function reverse(args: readonly string[], context: CommandContext): Promise<Answer | Refusal> {
  const read = readArguments(args, ['ID'], { reason: { type: 'string' } });
  if (isRefusal(read)) return read;
  const reason = required(read.values, 'reason');
  if (isRefusal(reason)) return reason;
  return await withCreditor(context, async (scope, creditor) => {
    const future = refuseFuture(context, creditor, scope);
    if (future) return future;
    const id = await findId(scope, 'payments', 'pay', read.positionals[0]!);
    if (isRefusal(id)) return id;
    const found = await paymentById(scope, id);
    if (!found) throw new Error(`payment ${id} was found and is not there`);
    const done = await reversePayment(scope, found, reason);
    if (isRefusal(done)) return done;
    const reopened = await shareShapes(
      scope,
      done.reopened.map((use) => ({ ...use, itemId: use.instalmentId })),
      null,
    );
    return {
      data: {
        done: 'payment_reversed',
        ...paymentShape(done.payment),
        debtor: done.payment.debtorId && (await debtorKeyOf(scope, done.payment.debtorId)),
        reopened: reopened.map(({ instalment, amount }) => ({ instalment, amount })),
      },
      text: `Règlement annulé\u00a0: ${formatMoney(found.amount, found.currency)} sont de nouveau dus.`,
    };
  });
}

async function allocate(args: readonly string[], context: CommandContext): Promise<Answer | Refusal> {
  const read = readArguments(args, ['ID', 'FACTURE', '[MONTANT]'], INVOICE_OPTIONS);
  if (isRefusal(read)) return read;
  const [said = '', number = '', amountSaid] = read.positionals;
  const amount = amountSaid === undefined ? null : amountArgument(amountSaid, REVERSE_INSTEAD);
  if (isRefusal(amount)) return amount;
  const position = instalmentOption(read.values);
  if (isRefusal(position)) return position;
  return await withCreditor(context, async (scope) => {
    const source = await sourceOf(scope, said);
    if (isRefusal(source)) return source;
    const invoice = await invoiceNamed(scope, number, read.values);
    if (isRefusal(invoice)) return invoice;
    const done = await allocateCredit(scope, source, { invoice, position }, amount);
    if (isRefusal(done)) return done;
    const state = await invoiceState(scope, invoice);
    return {
      data: {
        done: 'credit_allocated',
        id: said,
        debtor: await debtorKeyOf(scope, invoice.debtorId),
        allocations: await shareShapes(scope, done.shares, invoice),
        credit: toDecimal(done.credit),
        invoice: state,
      },
      text: `${formatMoney(done.allocated, invoice.currency)} affectés à ${invoice.number}\u00a0; il en reste dû ${moneyText(state.balance, invoice.currency)}.`,
    };
  });
}

/** The payment (`pay-…`) or the credit note (`crn-…`) of an id. */
async function sourceOf(scope: Scope, said: string): Promise<CreditSource | Refusal> {
  if (/^crn-/i.test(said)) {
    const id = await findId(scope, 'credit_notes', 'crn', said);
    if (isRefusal(id)) return id;
    const creditNote = await creditNoteById(scope, id);
    if (!creditNote) throw new Error(`credit note ${id} was found and is not there`);
    return { kind: 'credit-note', creditNote };
  }
  const id = await findId(scope, 'payments', 'pay', said);
  if (isRefusal(id)) return id;
  const found = await paymentById(scope, id);
  if (!found) throw new Error(`payment ${id} was found and is not there`);
  return { kind: 'payment', payment: found };
}

const LONGEST_LIST = 1_000;

async function list(args: readonly string[], context: CommandContext): Promise<Answer | Refusal> {
  const read = readArguments(args, [], { debtor: { type: 'string' } });
  if (isRefusal(read)) return read;
  const said = text(read.values, 'debtor');
  return await withCreditor(context, async (scope) => {
    if (said === undefined) {
      const unassigned = (await unassignedPayments(scope, LONGEST_LIST)).map(paymentShape);
      const lines = unassigned.map((made) => [...paidCells(made), made.reference ?? '']);
      return {
        data: { unassigned },
        text: lines.length === 0 ? 'Tous les règlements ont un client.' : columns(lines, [2]),
      };
    }
    const debtor = await findDebtor(scope, said);
    if (isRefusal(debtor)) return debtor;
    const credits = (await creditsOn(scope, [debtor.id], scope.on)).map(creditShape);
    const payments = await standingPayments(scope, debtor.id);
    const lines = [
      ...payments.map((made) => [...paidCells(made), made.invoices.join(', ')]),
      ...credits.map(({ id, on, amount, currency, label }) => [
        id,
        dayText(on),
        moneyText(amount, currency),
        ['crédit à affecter', label].filter(Boolean).join(', '),
      ]),
    ];
    const data = { debtor: debtor.key, payments, credits };
    return { data, text: lines.length === 0 ? 'Aucun règlement, aucun crédit.' : columns(lines, [2]) };
  });
}

/** What the debtor paid and was not reversed, with the invoices that each payment settles a part of. */
async function standingPayments(scope: Scope, debtorId: string) {
  const used = await paymentsOfDebtors(scope, [debtorId]);
  const invoices = await invoicesByIds(
    scope,
    used.flatMap(({ invoiceIds }) => invoiceIds),
  );
  const numbers = new Map(invoices.map((invoice) => [invoice.id, invoice.number]));
  return used.map(({ payment: made, invoiceIds }) => ({
    ...paymentShape(made),
    invoices: invoiceIds.map((id) => numbers.get(id) ?? id),
  }));
}
