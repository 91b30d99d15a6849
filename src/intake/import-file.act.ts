import type { Mapping } from '../formats/mapping.ts';
import type { Scope } from '../journal/scope.ts';
import { sha256 } from '../journal/sha256.ts';
import { importDebtors } from './import-debtors.act.ts';
import { importInvoices } from './import-invoices.act.ts';
import { importPayments } from './import-payments.act.ts';
import { type FileImported, type ImportChoices, type ImportKind, nothingImported } from './imported.ts';
import { readImport } from './read-import.ts';

/** A file as it comes in, and what a person says of it. */
export interface IncomingFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What it holds; null: recognised by its content. */
  readonly kind: ImportKind | null;
  /** Source header → column of the template; null: by the usual titles. */
  readonly mapping: Mapping | null;
}

/** Lines from which reading takes long enough for a person to wonder. */
const LONG_FILE_BYTES = 2_000_000;

/**
 * Imports one file of any supported format in the one transaction of `scope`: its good lines are in the books
 * and all that is wrong with the others is told at once.
 */
export async function importFile(
  scope: Scope,
  incoming: IncomingFile,
  choices: ImportChoices,
): Promise<FileImported> {
  const { name, bytes, kind, mapping } = incoming;
  const { tell, sharedNumbers } = choices;
  const long = bytes.length > LONG_FILE_BYTES;
  if (long) tell(`${name}\u00a0: lecture…`);
  const read = readImport(bytes, { kind, today: scope.on, sharedNumbers, ...(mapping ? { mapping } : {}) });
  const file = { name, sha256: sha256(bytes) };
  const { reading } = read;
  if (read.kind === null) return nothingImported(file, null, reading, read.defects);
  if (reading.records.length === 0) return nothingImported(file, read.kind, reading);
  if (long) tell(`${name}\u00a0: ${reading.lines} lignes lues, rapprochement et enregistrement…`);
  if (read.kind === 'payments') return await importPayments(scope, file, read.reading, choices);
  if (read.kind === 'debtors') return await importDebtors(scope, file, read.reading, choices);
  return await importInvoices(scope, file, read.reading, choices);
}
