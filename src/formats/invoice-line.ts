import type { Day } from '../calendar/day.ts';
import { type Cents, cents } from '../money/cents.ts';
import { readIban } from './bank-account.ts';
import { type Claim, type RowPayment, type SettledClaim, settleClaim } from './claim.ts';
import type { ColumnName } from './columns.ts';
import { DEBTOR_FIELDS, type DebtorRecord, readDebtor } from './debtor.ts';
import type { InvoiceRecord } from './invoice.ts';
import {
  type Line,
  openLine,
  type Problem,
  report,
  settle,
  takeAmount,
  takeCurrency,
  takeDate,
  takeMoney,
  takeText,
  takeValue,
  textOf,
  textsOf,
} from './line.ts';
import { type Columns, cellsOf, hasColumn } from './mapping.ts';
import { readDocumentType, readPaymentMethod, readStatus, readYesNo, type StatusWord } from './vocabulary.ts';

/** One line read: its document, what it says of money received, and the row's own payment if it has one. */
export interface Draft {
  /** As it is when no other line belongs to its document. */
  readonly record: InvoiceRecord;
  /** What its money then lacks or contradicts. */
  readonly problem: SettledClaim['problem'];
  readonly claim: Claim;
  readonly payment: RowPayment | null;
}

/** The state and kind of document of a line, from its status and type columns. */
export interface Standing {
  readonly statuses: readonly StatusWord[];
  readonly unknownStatuses: readonly string[];
  readonly settled: boolean | null;
  readonly document: 'invoice' | 'credit_note' | 'other';
}

const STANDING_FIELDS: readonly ColumnName[] = ['statut', 'type_piece', 'facture_payee'];
const NO_STANDING: Standing = { statuses: [], unknownStatuses: [], settled: null, document: 'invoice' };

export function readStanding(line: Line, numericTypes: boolean): Standing {
  const { columns } = line.layout;
  if (!STANDING_FIELDS.some((field) => hasColumn(columns, field))) return NO_STANDING;
  const words = textsOf(line, 'statut');
  const statuses = words.map(readStatus);
  const document = readDocumentType(textOf(line, 'type_piece'), numericTypes);
  return {
    statuses: statuses.filter((status) => status !== null),
    unknownStatuses: words.filter((_, index) => statuses[index] === null),
    settled: hasColumn(columns, 'facture_payee') ? readYesNo(textOf(line, 'facture_payee')) : null,
    document: document === 'invoice' && statuses.includes('credit') ? 'credit_note' : document,
  };
}

/** Customers recur from line to line: each distinct set of cells is read once. */
export interface DebtorCache {
  readonly cells: readonly number[];
  readonly known: Map<string, { debtor: DebtorRecord | null; problems: readonly Problem[] }>;
}

export function debtorCache(columns: Columns): DebtorCache {
  return { cells: DEBTOR_FIELDS.flatMap((field) => cellsOf(columns, field)), known: new Map() };
}

function recallDebtor(line: Line, cache: DebtorCache): DebtorRecord | null {
  let key = '';
  for (const index of cache.cells) key += `${line.row.cells[index] ?? ''}\u0000`;
  let known = cache.known.get(key);
  if (!known) {
    const apart = openLine(line.layout, line.row);
    known = { debtor: readDebtor(apart), problems: apart.problems };
    cache.known.set(key, known);
  }
  for (const problem of known.problems) line.problems.push(problem);
  return known.debtor;
}

/**
 * Reads a whole line, reporting all that is wrong; null when some fact without which there is no invoice is
 * missing.
 */
export function readDraft(line: Line, standing: Standing, cache: DebtorCache): Draft | null {
  const number = takeNumber(line);
  const debtor = recallDebtor(line, cache);
  const issuedOn = takeRequired(line, 'date_facture', takeDate, 'issue_date_missing');
  const money = takeTotal(line);
  const dates = takeDates(line, issuedOn);
  const details = takeDetails(line);
  const payment = takeRowPayment(line);
  const currency = takeCurrency(line, 'montant_ttc', money?.currency ?? null);
  const kind = standing.document === 'credit_note' || (money?.amount ?? 0) < 0 ? 'credit_note' : 'invoice';
  const amount = cents(kind === 'credit_note' ? -Math.abs(money?.amount ?? 0) : (money?.amount ?? 0));
  const claim = takeClaim(line, standing, kind, money?.amount ?? null);
  const retention = takeRetention(line, amount);
  if (number === null || debtor === null || issuedOn === null || money === null || currency === null)
    return null;
  const billed = { kind, amount, currency, dueOn: dates.dueOn } as const;
  const { payments, paid, open, problem } = settleClaim(
    billed,
    claim,
    payment ? [payment] : [],
    line.layout.today,
  );
  // Field by field: a file has many lines, and an object spread together takes twice the memory. Their order
  // is that of `hashInput`.
  const record: InvoiceRecord = {
    line: line.row.line,
    kind,
    number,
    debtor,
    issuedOn,
    dueOn: dates.dueOn,
    performedOn: dates.performedOn,
    receivedOn: dates.receivedOn,
    chorusDepositedOn: dates.chorusDepositedOn,
    retentionReleaseOn: dates.retentionReleaseOn,
    amount,
    currency,
    description: details.description,
    order: details.order,
    commitment: details.commitment,
    serviceCode: details.serviceCode,
    chorusDeposit: details.chorusDeposit,
    paymentMethod: details.paymentMethod,
    assignee: details.assignee,
    reference: details.reference,
    retention,
    payments,
    paid,
    open,
    instalment: 1,
    instalments: 1,
  };
  return { record, problem, claim, payment };
}

function takeRequired<T>(
  line: Line,
  column: ColumnName,
  take: (line: Line, column: ColumnName) => T | null,
  missing: 'issue_date_missing' | 'amount_missing' | 'number_missing',
): T | null {
  const before = line.problems.length;
  const value = take(line, column);
  if (value === null && line.problems.length === before) report(line, missing, column);
  return value;
}

function takeNumber(line: Line): string | null {
  const number = takeRequired(line, 'facture', takeText, 'number_missing');
  if (number === null || !/^\d[.,]\d+E\+\d+$/i.test(number)) return number;
  report(line, 'number_damaged', 'facture', number);
  return null;
}

/** The total; in a list of open items that gives only what remains due, that is the amount. */
function takeTotal(line: Line): { amount: Cents; currency: string | null } | null {
  const column = hasColumn(line.layout.columns, 'montant_ttc') ? 'montant_ttc' : 'reste_du';
  return takeRequired(line, column, takeMoney, 'amount_missing');
}

type Dates = Pick<
  InvoiceRecord,
  'dueOn' | 'performedOn' | 'receivedOn' | 'chorusDepositedOn' | 'retentionReleaseOn'
>;

function takeDates(line: Line, issuedOn: Day | null): Dates {
  let dueOn = takeDate(line, 'date_echeance');
  if (dueOn !== null && issuedOn !== null && dueOn < issuedOn) {
    report(line, 'due_before_issued', 'date_echeance', textOf(line, 'date_echeance'));
    dueOn = null;
  }
  let receivedOn = takeDate(line, 'date_reception');
  if (receivedOn !== null && issuedOn !== null && receivedOn < issuedOn) {
    report(line, 'received_before_issued', 'date_reception', textOf(line, 'date_reception'));
    receivedOn = null;
  }
  return {
    dueOn,
    performedOn: takeDate(line, 'date_prestation'),
    receivedOn,
    chorusDepositedOn: takeDate(line, 'date_depot_chorus'),
    retentionReleaseOn: takeDate(line, 'liberation_retenue'),
  };
}

type Details = Pick<
  InvoiceRecord,
  | 'description'
  | 'order'
  | 'commitment'
  | 'serviceCode'
  | 'chorusDeposit'
  | 'paymentMethod'
  | 'assignee'
  | 'reference'
>;

function takeDetails(line: Line): Details {
  const perPayment = hasColumn(line.layout.columns, 'montant_reglement');
  return {
    description: takeText(line, 'libelle'),
    order: takeText(line, 'commande'),
    commitment: takeText(line, 'engagement'),
    serviceCode: takeText(line, 'code_service'),
    chorusDeposit: takeText(line, 'depot_chorus'),
    // With one row per payment the method is that of the payment, not the one agreed for the invoice.
    paymentMethod: perPayment ? null : takeValue(line, 'mode_reglement', readPaymentMethod),
    assignee: takeAssignee(line),
    reference: takeText(line, 'reference'),
  };
}

/**
 * An IBAN is only that of an assignee: any other would send the debtor's money where nobody checked.
 */
function takeAssignee(line: Line): InvoiceRecord['assignee'] {
  const said = takeText(line, 'cede_a');
  const name = said !== null && readYesNo(said) === false ? null : said;
  const iban = textOf(line, 'iban');
  if (name === null) {
    if (iban !== '') report(line, 'iban_without_assignee', 'iban', iban);
    return null;
  }
  return { name, iban: iban === '' ? null : settle(line, 'iban', iban, readIban(iban)) };
}

function takeRetention(line: Line, amount: Cents): Cents | null {
  const retention = takeAmount(line, 'retenue_garantie');
  if (retention === null || retention === 0) return null;
  if (retention > 0 && retention <= amount) return retention;
  report(line, 'retention_invalid', 'retenue_garantie', textOf(line, 'retenue_garantie'));
  return null;
}

const NOTHING_SAID: Claim = {
  ...{ paid: null, open: null, paidOn: null, statuses: [], settled: null },
  ...{ hasStatus: false, onePaymentARow: false },
};

function takeClaim(line: Line, standing: Standing, kind: InvoiceRecord['kind'], total: Cents | null): Claim {
  const paid = takeAmount(line, 'deja_regle');
  if (paid !== null && paid < 0 && kind === 'invoice') {
    report(line, 'paid_negative', 'deja_regle', textOf(line, 'deja_regle'));
  }
  const onePaymentARow = hasColumn(line.layout.columns, 'montant_reglement');
  const open = hasColumn(line.layout.columns, 'montant_ttc') ? takeAmount(line, 'reste_du') : total;
  const paidOn = onePaymentARow ? null : takePaidOn(line);
  const { statuses, settled } = standing;
  const hasStatus = textOf(line, 'statut') !== '';
  const silent = paid === null && open === null && paidOn === null && settled === null && !hasStatus;
  if (silent && !onePaymentARow) return NOTHING_SAID;
  return { paid, open, paidOn, statuses, settled, hasStatus, onePaymentARow };
}

function takePaidOn(line: Line): Day | null {
  const on = takeDate(line, 'date_reglement');
  if (on === null || on <= line.layout.today) return on;
  report(line, 'payment_in_future', 'date_reglement', textOf(line, 'date_reglement'));
  return null;
}

function takeRowPayment(line: Line): RowPayment | null {
  const amount = takeAmount(line, 'montant_reglement');
  if (amount === null || amount === 0) return null;
  return {
    amount,
    on: takePaidOn(line),
    means: takeValue(line, 'mode_reglement', readPaymentMethod),
    reference: takeText(line, 'id_reglement'),
  };
}
