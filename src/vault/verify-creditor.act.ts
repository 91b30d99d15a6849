import { toIso } from '../calendar/day.ts';
import type { Problem } from '../journal/chain.ts';
import { placeOf } from '../journal/chain.ts';
import { type Erasure, erasure } from '../journal/erasure.ts';
import type { JournalEvent } from '../journal/event.ts';
import { referencesIn } from '../journal/reference.ts';
import { type Sha256, sha256 } from '../journal/sha256.ts';
import { verifyJournal } from '../journal/verify-journal.act.ts';
import { type JournalledRates, noteRates } from './check-rates.ts';
import { type DocumentRow, documentPage, unknownDocuments, type VaultReader } from './documents.db.ts';
import { documentErased } from './events.ts';
import { documentPath, readBytes } from './folder.ts';

export interface CreditorAudit {
  readonly chains: number;
  readonly events: number;
  readonly documents: number;
  readonly problems: readonly Problem[];
  readonly erased: readonly Erasure[];
  /** The rates that persons entered, as this journal has them. */
  readonly rates: JournalledRates;
}

const DOCUMENTS_AT_ONCE = 500;

/** Recomputes the journal of a creditor and every document of its vault, file by file. Needs one snapshot. */
export async function verifyCreditor(reader: VaultReader): Promise<CreditorAudit> {
  const unknown: Problem[] = [];
  const erasedOn = new Map<Sha256, string>();
  const rates: JournalledRates = new Map();
  const journal = await verifyJournal(reader, async (slice) => {
    unknown.push(...(await checkNamedDocuments(reader, slice)));
    for (const event of slice) {
      noteRates(event, rates);
      if (event.type !== documentErased.type) continue;
      for (const { sha } of referencesIn(event.payload)) erasedOn.set(sha, event.on);
    }
  });
  const vault = await checkDocuments(reader, erasedOn);
  return {
    chains: journal.chains,
    events: journal.events,
    documents: vault.documents,
    problems: [...journal.problems, ...unknown, ...vault.problems],
    erased: [...journal.erased, ...vault.erased],
    rates,
  };
}

async function checkNamedDocuments(
  reader: VaultReader,
  slice: readonly JournalEvent[],
): Promise<readonly Problem[]> {
  const named = slice.flatMap((event) =>
    referencesIn(event.payload)
      .filter(({ kind }) => kind === 'document')
      .map(({ sha }) => ({ event, sha })),
  );
  if (named.length === 0) return [];
  const unknown = await unknownDocuments(
    reader,
    named.map(({ sha }) => sha),
  );
  return named
    .filter(({ sha }) => unknown.has(sha))
    .map(({ event, sha }) => ({
      where: placeOf(event.creditorId, event.chain, event.seq),
      code: 'document_unknown',
      message: `Le coffre n’a jamais enregistré le document ${sha} que cite cette ligne.`,
    }));
}

async function checkDocuments(
  reader: VaultReader,
  erasedOn: ReadonlyMap<Sha256, string>,
): Promise<Pick<CreditorAudit, 'documents' | 'problems' | 'erased'>> {
  const problems: Problem[] = [];
  const erased: Erasure[] = [];
  let documents = 0;
  let last: Sha256 | null = null;
  for (;;) {
    const page: readonly DocumentRow[] = await documentPage(reader, last, DOCUMENTS_AT_ONCE);
    if (page.length === 0) return { documents, problems, erased };
    for (const row of page) {
      documents += 1;
      const where = `${reader.creditorId}/document:${row.sha}`;
      if (row.erasedOn !== null && erasedOn.has(row.sha)) {
        erased.push(erasure(where, toIso(row.erasedOn)));
        continue;
      }
      const problem = await checkFile(reader, row, where);
      if (problem !== null) problems.push(problem);
    }
    last = page.at(-1)!.sha;
  }
}

async function checkFile(reader: VaultReader, row: DocumentRow, where: string): Promise<Problem | null> {
  if (row.erasedOn !== null) {
    const message = 'Le document est dit effacé sans que le journal le dise.';
    return { where, code: 'document_missing', message };
  }
  const bytes = await readBytes(documentPath(reader.dataFolder, reader.creditorId, row.sha));
  if (bytes === null) {
    const message = 'Le fichier du document a disparu du coffre sans avoir été effacé dans les règles.';
    return { where, code: 'document_missing', message };
  }
  if (bytes.length === row.bytes && sha256(bytes) === row.sha) return null;
  const message = 'Le fichier du document a été modifié : ses octets ne donnent plus son empreinte.';
  return { where, code: 'document_altered', message };
}
