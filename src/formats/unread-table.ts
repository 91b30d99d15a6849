import { type Defect, defect } from './defect.ts';
import type { DefectCode } from './defects.ts';
import { type FileReading, summarise } from './file-reading.ts';
import type { Layout } from './layout.ts';
import type { Mapping } from './mapping.ts';
import { readTable } from './table.ts';
import { fold, foldHeader } from './text.ts';

/**
 * Titles that only a bank's statement of account has, as the exports of French banks write them; « Débit
 * EUR » is not among them, for folded it is « Débiteur », the customer.
 */
const OF_A_STATEMENT =
  /^(?:debit(?:euros?)?|credit(?:eur|euros?)?)$|^date(?:de)?val|^date(?:del)?op(?:eration)?(?:utc|local)?$|^libelle(?:court|simplifie|operation)$|^montant(?:del)?operation|^montanteuros?$|^datedecomptabilisation$|^accountbalance$/;
/** Titles of a file of accounting entries (LPF A47 A-1), of which no line is an invoice. */
const OF_ENTRIES = /^(?:journalcode|ecriturenum|comptenum|ecriturelib|piecedate)$/;

const DATE = /^date/;
const WORDS = /^(?:libelle|label|description|detail|communication)|contrepartie|counterparty/;
const DEBIT = /^debit(?:eur|euros?)?$/;
const CREDIT = /^credit(?:eur|euros?)?$/;
const AMOUNT = /^(?:montant|amount)(?:eur|euros?|total.*)?$|^montant(?:del)?operation/;
const BALANCE = /^(?:solde|balance)/;
/** Words of trade: a customer's ledger has debits, credits and balances too. */
const OF_TRADE =
  /client|customer|tiers|facture|invoice|echeance|duedate|lettrage|^journal|^piece$|^(?:n|no|num|numero)(?:de)?piece|^compte(?:auxiliaire|general)?$|^compaux/;
/** What banks write above the table: whose account, which one, its balance. */
const ABOVE =
  /\b(?:iban|rib|releve de compte|numero (?:de )?compte|compte (?:courant|cheques?|bancaire)|operations du compte|solde (?:au|euros))\b/;

/** The banks' own formats, by their first marks: camt.052 to 054, OFX, MT940, CFONB 120. */
const BANK_FORMAT =
  /\bcamt\.05[234]\.|<BkToCstmr|^OFXHEADER|<OFX>|^:60[FM]:[CD]\d{6}[A-Z]{3}|^0[145]\d{5}[ \d]{4}\d{5}[A-Z]{3}\d/m;
const SNIFFED_BYTES = 4096;

/** Whether a folded title says that the lines below are nothing that we import. */
export function isForeignTitle(key: string): boolean {
  return OF_A_STATEMENT.test(key) || OF_ENTRIES.test(key);
}

/** What a reader says of a file in which it looked in vain for its own columns. */
const WANTING: ReadonlySet<DefectCode> = new Set(['column_missing', 'header_missing', 'not_a_table']);

/**
 * The answer of a reader that cannot take a file, whose own `refusals` it gives. A file that lacks its
 * columns because it is a bank's statement of account or a file of accounting entries is told as what it is.
 * No file that could be read is ever asked about, nor one with a mapping: that is a person's word on it.
 */
export function refusedFile(
  bytes: Uint8Array,
  layout: Layout,
  refusals: readonly Defect[],
  mapping: Mapping = {},
): FileReading<never> {
  const reading = {
    ...summarise(layout, { defects: refusals, ignored: [], warnings: [] }),
    ...{ records: [], needs: [] },
  };
  // Its columns are understood well enough to say what it is: the list of the others says nothing more.
  if (reading.defects.some(({ code }) => code === 'aged_balance')) return { ...reading, warnings: [] };
  const lacking = Object.keys(mapping).length === 0 && reading.defects.some(({ code }) => WANTING.has(code));
  const unread = lacking ? unreadTable(bytes) : null;
  if (unread === null) return reading;
  const { code, headerLine, lines } = unread;
  const nothing = { columns: [], unknown: [], unused: [], ignored: [], dates: [], amounts: [] };
  return {
    ...reading,
    ...{ lines, warnings: [], defects: [defect(code, { line: headerLine })] },
    understood: { sheet: reading.understood.sheet, headerLine, ...nothing },
  };
}

interface UnreadTable {
  readonly code: 'bank_statement_not_read' | 'entries_not_read';
  /** Line of its titles; 0 when it is no table at all. */
  readonly headerLine: number;
  readonly lines: number;
}

function unreadTable(bytes: Uint8Array): UnreadTable | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, SNIFFED_BYTES));
  if (BANK_FORMAT.test(head.toString('latin1'))) {
    return { code: 'bank_statement_not_read', headerLine: 0, lines: 0 };
  }
  const { header, headerLine, above, rows } = readTable(bytes, { isKnown: isTitle });
  const keys = header.map(foldHeader);
  const place = { headerLine, lines: rows.count };
  if (keys.filter((key) => OF_ENTRIES.test(key)).length >= 3) return { code: 'entries_not_read', ...place };
  return isBankStatement(keys, above) ? { code: 'bank_statement_not_read', ...place } : null;
}

function isTitle(text: string): boolean {
  const key = foldHeader(text);
  return isForeignTitle(key) || [DATE, WORDS, AMOUNT, BALANCE].some((title) => title.test(key));
}

function isBankStatement(keys: readonly string[], above: readonly string[]): boolean {
  const has = (title: RegExp): boolean => keys.some((key) => title.test(key));
  const sums = (has(DEBIT) && has(CREDIT)) || has(AMOUNT);
  const ofAnAccount = has(OF_A_STATEMENT) || has(BALANCE) || above.some((text) => ABOVE.test(fold(text)));
  const ofTrade = has(OF_TRADE) || (keys.includes('debiteur') && !has(CREDIT));
  return has(DATE) && has(WORDS) && sums && ofAnAccount && !ofTrade;
}
