import { toIso } from '../calendar/day.ts';
import { formatDay } from '../calendar/french.ts';
import type { Creditor } from '../creditors/creditor.ts';
import { type ItemRanks, partName } from '../desk/item-name.ts';
import { readItemRanks } from '../desk/item-ranks.db.ts';
import { readIban } from '../formats/bank-account.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { stateDueDate } from '../invoices/state-due-date.act.ts';
import { type InvoiceStatement, stateInvoice } from '../invoices/state-invoice.act.ts';
import type { Scope } from '../journal/scope.ts';
import { formatMoney, toDecimal } from '../money/format.ts';
import { parseRate, rateToDecimal } from '../money/rate.ts';
import { balancesOn } from '../payments/balances.db.ts';
import { enterCreditNote } from '../payments/enter-credit-note.act.ts';
import type { ItemBalance } from '../payments/payment.ts';
import { voidInvoice } from '../payments/void-invoice.act.ts';
import { shortId } from '../platform/ids.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import type { Answer } from './command.ts';
import type { CommandContext } from './context.ts';
import { balanceShape } from './fact-shapes.ts';
import { lintInvoice } from './invoice-lint.ts';
import {
  amountArgument,
  debtorKeyOf,
  INVOICE_OPTIONS,
  instalmentOption,
  invoiceNamed,
  methodOption,
} from './named.ts';
import { asDay, type OptionValues, required, text } from './options.ts';
import { readArguments } from './positionals.ts';
import { commandOfVerbs } from './verbs.ts';
import { withCreditor } from './with-creditor.ts';

export const invoice = commandOfVerbs(
  'invoice',
  [
    'relance invoice show FACTURE [--debtor CLÉ]',
    'relance invoice void FACTURE --reason MOTIF',
    'relance invoice lint FACTURE [--rate 12.00|bce+10|3xlegal] [--indemnity] [--discount] [--sole-trader]',
    'relance invoice credit FACTURE MONTANT --number AVOIR [--origin] [--on D]',
    'relance invoice set FACTURE [--due D [--instalment N]] [--contract-rate 12.00|none] [--out-of-l441 oui|non] [--received D]',
    '    [--payment-method virement|prélèvement|lcr|chèque|carte] [--performed D] [--order N] [--commitment N] [--service-code C] [--chorus N] [--chorus-on D] [--assigned-to NOM|none] [--assignee-iban IBAN]',
  ],
  { show, void: voided, credit, set, lint: lintInvoice },
);

async function show(args: readonly string[], context: CommandContext): Promise<Answer | Refusal> {
  const read = readArguments(args, ['FACTURE'], INVOICE_OPTIONS);
  if (isRefusal(read)) return read;
  return await withCreditor(context, async (scope) => {
    const found = await invoiceNamed(scope, read.positionals[0]!, read.values);
    if (isRefusal(found)) return found;
    const data = await invoiceShape(scope, found);
    const ranks = await readItemRanks(scope.tx, [found.debtorId]);
    const lines = (await itemsOf(scope, found)).map((item) => `  ${itemText(item, ranks)}`);
    const voidedOn = found.voidedOn === null ? '' : `, annulée le ${formatDay(found.voidedOn)}`;
    const head = `${found.number} du ${formatDay(found.issuedOn)}, ${formatMoney(found.amount, found.currency)}${voidedOn}`;
    return { data, text: [head, ...lines].join('\n') };
  });
}

async function itemsOf(scope: Scope, found: Invoice): Promise<readonly ItemBalance[]> {
  return (await balancesOn(scope, [found.debtorId], scope.on)).filter((item) => item.invoiceId === found.id);
}

/** « échéance 2/3 du 10 octobre 2026 : reste 1 500,00 € sur 2 000,00 € ». */
function itemText(item: ItemBalance, ranks: ItemRanks): string {
  const { instalmentId, dueOn, retention, amount, balance, currency } = item;
  const rank = ranks.get(instalmentId);
  const part = retention ? 'retenue de garantie, échéance' : (rank && partName(rank)) || 'échéance';
  const when = dueOn === null ? ` à renseigner` : ` du ${formatDay(dueOn)}`;
  const whole = balance === amount ? '' : ` sur ${formatMoney(amount, currency)}`;
  const rest = balance > 0 ? `reste ${formatMoney(balance, currency)}${whole}` : 'réglée';
  return `${part}${when}\u00a0: ${rest}`;
}

async function invoiceShape(scope: Scope, found: Invoice) {
  return {
    invoice: found.number,
    debtor: await debtorKeyOf(scope, found.debtorId),
    issuedOn: toIso(found.issuedOn),
    amount: toDecimal(found.amount),
    currency: found.currency,
    description: found.description,
    paymentMethod: found.paymentMethod,
    contractRate: found.contractRate === null ? null : rateToDecimal(found.contractRate),
    outOfL441: found.outOfL441,
    receivedOn: found.receivedOn === null ? null : toIso(found.receivedOn),
    performedOn: found.performedOn === null ? null : toIso(found.performedOn),
    order: found.orderReference,
    commitment: found.commitment,
    serviceCode: found.serviceCode,
    chorusNumber: found.chorusNumber,
    chorusOn: found.chorusOn === null ? null : toIso(found.chorusOn),
    assignedTo: found.assignedTo,
    assigneeIban: found.assigneeIban,
    copy: found.copySha256,
    voidedOn: found.voidedOn === null ? null : toIso(found.voidedOn),
    items: (await itemsOf(scope, found)).map((item) => balanceShape(item, scope.on)),
  };
}

async function voided(args: readonly string[], context: CommandContext): Promise<Answer | Refusal> {
  const read = readArguments(args, ['FACTURE'], { ...INVOICE_OPTIONS, reason: { type: 'string' } });
  if (isRefusal(read)) return read;
  const reason = required(read.values, 'reason');
  if (isRefusal(reason)) return reason;
  return await withCreditor(context, async (scope) => {
    const found = await invoiceNamed(scope, read.positionals[0]!, read.values);
    if (isRefusal(found)) return found;
    const done = await voidInvoice(scope, found, reason);
    if (isRefusal(done)) return done;
    return {
      data: { done: 'invoice_voided', id: found.number, ...(await invoiceShape(scope, done.invoice)) },
      text: `${found.number} est annulée\u00a0: elle n’est plus réclamée, ce qui l’avait réglée est en crédit.`,
    };
  });
}

async function credit(args: readonly string[], context: CommandContext): Promise<Answer | Refusal> {
  const read = readArguments(args, ['FACTURE', 'MONTANT'], {
    debtor: { type: 'string' },
    number: { type: 'string' },
    origin: { type: 'boolean' },
    description: { type: 'string' },
  });
  if (isRefusal(read)) return read;
  const amount = amountArgument(
    read.positionals[1]!,
    'Un avoir se donne en positif\u00a0: il est déduit de la facture.',
  );
  if (isRefusal(amount)) return amount;
  const number = required(read.values, 'number');
  if (isRefusal(number)) return number;
  return await withCreditor(context, async (scope) => {
    const found = await invoiceNamed(scope, read.positionals[0]!, read.values);
    if (isRefusal(found)) return found;
    const done = await enterCreditNote(scope, {
      debtorId: found.debtorId,
      number,
      amount,
      currency: found.currency,
      invoice: found,
      countsFrom: read.values.origin === true ? 'origin' : 'date',
      description: text(read.values, 'description') ?? null,
    });
    if (isRefusal(done)) return done;
    return {
      data: {
        done: 'credit_note_entered',
        id: shortId('crn', done.creditNote.id),
        number,
        amount: toDecimal(amount),
        credit: toDecimal(done.credit),
        invoice: await invoiceShape(scope, found),
      },
      text: `Avoir ${number} de ${formatMoney(amount, found.currency)} sur ${found.number}.`,
    };
  });
}

const SET_OPTIONS = {
  ...INVOICE_OPTIONS,
  due: { type: 'string' },
  'contract-rate': { type: 'string' },
  'out-of-l441': { type: 'string' },
  received: { type: 'string' },
  performed: { type: 'string' },
  order: { type: 'string' },
  commitment: { type: 'string' },
  'service-code': { type: 'string' },
  chorus: { type: 'string' },
  'chorus-on': { type: 'string' },
  'assigned-to': { type: 'string' },
  'assignee-iban': { type: 'string' },
  'payment-method': { type: 'string' },
} as const;

async function set(args: readonly string[], context: CommandContext): Promise<Answer | Refusal> {
  const read = readArguments(args, ['FACTURE'], SET_OPTIONS);
  if (isRefusal(read)) return read;
  const statement = readStatement(read.values);
  if (isRefusal(statement)) return statement;
  const position = instalmentOption(read.values);
  if (isRefusal(position)) return position;
  const dueSaid = text(read.values, 'due');
  const due = dueSaid === undefined ? null : asDay(dueSaid, 'due');
  if (isRefusal(due)) return due;
  return await withCreditor(context, async (scope, creditor: Creditor) => {
    const found = await invoiceNamed(scope, read.positionals[0]!, read.values);
    if (isRefusal(found)) return found;
    const after = await stateInvoice(scope, found, statement);
    if (isRefusal(after)) return after;
    const dated = due === null ? null : await stateDueDate(scope, after, position, due, creditor.lateStart);
    if (isRefusal(dated)) return dated;
    return {
      data: { done: 'invoice_set', id: found.number, ...(await invoiceShape(scope, after)) },
      text: `${found.number} est à jour.`,
    };
  });
}

const TEXTS = [
  ['order', 'orderReference'],
  ['commitment', 'commitment'],
  ['service-code', 'serviceCode'],
  ['chorus', 'chorusNumber'],
  ['assigned-to', 'assignedTo'],
] as const;
const DATES = [
  ['received', 'receivedOn'],
  ['performed', 'performedOn'],
  ['chorus-on', 'chorusOn'],
] as const;

/** What the options state; `none` takes a fact away. */
function readStatement(values: OptionValues): InvoiceStatement | Refusal {
  const statement: { -readonly [K in keyof InvoiceStatement]: InvoiceStatement[K] } = {};
  for (const [option, key] of TEXTS) {
    const said = text(values, option);
    if (said !== undefined) statement[key] = said === 'none' ? null : said.trim();
  }
  for (const [option, key] of DATES) {
    const said = text(values, option);
    if (said === undefined) continue;
    const day = said === 'none' ? null : asDay(said, option);
    if (isRefusal(day)) return day;
    statement[key] = day;
  }
  const method = methodOption(values, 'payment-method');
  if (isRefusal(method)) return method;
  if (method !== null) statement.paymentMethod = method;
  const rate = text(values, 'contract-rate');
  if (rate !== undefined) {
    const read = rate === 'none' ? null : (parseRate(rate) ?? rateInvalid(rate));
    if (isRefusal(read)) return read;
    statement.contractRate = read;
  }
  const out = text(values, 'out-of-l441');
  if (out !== undefined) statement.outOfL441 = /^(?:oui|yes)$/i.test(out);
  const iban = text(values, 'assignee-iban');
  if (iban !== undefined) {
    const read = iban === 'none' ? { value: null } : readIban(iban);
    if ('fault' in read) return ibanInvalid(iban);
    statement.assigneeIban = read.value;
  }
  return statement;
}

function rateInvalid(said: string): Refusal {
  return refuse(
    'rate_invalid',
    `«\u00a0${said}\u00a0» n’est pas un taux annuel\u00a0: écrivez-le comme 12.00.`,
    {
      value: said,
    },
  );
}

function ibanInvalid(said: string): Refusal {
  return refuse(
    'option_value_unknown',
    `«\u00a0${said}\u00a0» n’est pas un IBAN\u00a0: recopiez-le depuis un RIB.`,
    {
      option: 'assignee-iban',
      value: said,
    },
  );
}
