import { append } from '../journal/events.db.ts';
import { documentName } from '../journal/reference.ts';
import type { Scope } from '../journal/scope.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { storeDocument } from '../vault/documents.db.ts';
import { copyAttached } from './events.ts';
import type { Invoice } from './invoice.ts';
import { lockedInvoice, updateInvoices } from './invoices.db.ts';

/** A mail carries 7 MB of files at most, and a copy of an invoice is one of several. */
const MAX_BYTES = 7_000_000;

/**
 * Keeps the PDF of an invoice, which reminders attach. A later copy replaces an earlier one, which stays in
 * the vault. Refusals: `document_not_pdf` (by its content, whatever its name), `attachments_too_large`.
 */
export async function attachCopy(
  scope: Scope,
  invoice: Invoice,
  bytes: Uint8Array,
): Promise<{ readonly sha256: string; readonly bytes: number } | Refusal> {
  if (!isPdf(bytes)) {
    return refuse(
      'document_not_pdf',
      'Ce fichier n’est pas un PDF\u00a0: joignez la facture telle que le client l’a reçue, au format PDF.',
      { invoice: invoice.number },
    );
  }
  if (bytes.length > MAX_BYTES) {
    return refuse(
      'attachments_too_large',
      'Ce PDF dépasse 7\u00a0Mo\u00a0: aucun courriel ne pourrait le porter. Réduisez-le avant de le joindre.',
      { invoice: invoice.number, bytes: bytes.length, limit: MAX_BYTES },
    );
  }
  const current = await lockedInvoice(scope, invoice);
  const sha256 = await storeDocument(scope, bytes, 'application/pdf');
  await updateInvoices(scope, [{ ...current, copySha256: sha256 }]);
  await append(scope, invoice.debtorId, copyAttached, { invoice: invoice.id, copy: documentName(sha256) });
  return { sha256, bytes: bytes.length };
}

/** ISO 32000-1 §7.5.2 with the tolerance of every reader: the header stands within the first 1,024 bytes. */
function isPdf(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1_024));
  const tail = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).subarray(-2_048);
  return head.includes('%PDF-') && tail.includes('%%EOF');
}
