import { iso } from '../calendar/day.ts';
import { formatDay } from '../calendar/french.ts';
import { eraseRecipients } from '../courier/erasure.db.ts';
import { forbidden, mayApprove } from '../creditors/user.ts';
import { readUsers } from '../creditors/users.db.ts';
import type { Debtor } from '../debtors/debtor.ts';
import { eraseIdentity } from '../debtors/erasure.db.ts';
import { fold } from '../formats/text.ts';
import { erasePromisers } from '../holds/erasure.db.ts';
import { eraseDocumentTexts } from '../invoices/erasure.db.ts';
import { eraseValue } from '../journal/erase-value.act.ts';
import { append, eventsOf, lockChain } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { keptValues } from '../journal/values.db.ts';
import { eraseLetterTexts } from '../letters/erasure.db.ts';
import { erasePaymentTexts } from '../payments/erasure.db.ts';
import { shortId } from '../platform/ids.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { eraseSpeakers } from '../reminders/erasure.db.ts';
import { eraseDocument } from '../vault/erase-document.act.ts';
import { debtorErased } from './events.ts';
import { documentsOf, retentionFacts } from './retention.db.ts';
import { keepReasons, refuseErasure } from './retention.ts';

export interface DebtorErasure {
  /** Another than before when the old one said who it was. */
  readonly key: string;
  readonly values: number;
  readonly documents: number;
}

/**
 * Forgets who a debtor was: identity, contacts, texts that people wrote, letters, messages and copies of
 * invoices (GDPR art. 17). Numbers, days and amounts stay, and the journal says what went. Refusals:
 * `role_forbidden`, `already_erased`, `erasure_refused` while money is open, limitation runs or the
 * accounts are to be kept (C. com. L123-22).
 */
export async function eraseDebtor(scope: Scope, debtor: Debtor): Promise<DebtorErasure | Refusal> {
  if (!mayApprove(await readUsers(scope), scope.actor)) return forbidden(scope.actor);
  const head = await lockChain(scope, debtor.id);
  const [last] = await eventsOf(scope, debtor.id, head.seq - 1);
  if (last?.type === debtorErased.type) {
    const message = `Ce client est effacé depuis le ${formatDay(iso(last.on))}\u00a0: rien à faire.`;
    return refuse('already_erased', message, { on: last.on });
  }
  const reasons = keepReasons(await retentionFacts(scope, debtor), scope.on);
  if (reasons.length > 0) return refuseErasure(debtor.name, reasons);
  const documents = await eraseDocuments(scope, debtor.id);
  const values = await eraseValues(scope, debtor.id);
  const key = saysWho(debtor) ? shortId('deb', debtor.id) : debtor.key;
  await eraseRecipients(scope, debtor.id);
  await eraseLetterTexts(scope, debtor.id);
  await eraseSpeakers(scope, debtor.id);
  await erasePromisers(scope, debtor.id);
  await erasePaymentTexts(scope, debtor.id);
  await eraseDocumentTexts(scope, debtor.id);
  await eraseIdentity(scope, debtor.id, key);
  await append(scope, debtor.id, debtorErased, { values, documents });
  return { key, values, documents };
}

/** Before the rows that name them are emptied. */
async function eraseDocuments(scope: Scope, debtorId: string): Promise<number> {
  let erased = 0;
  for (const sha of await documentsOf(scope, debtorId)) {
    if (await eraseDocument(scope, debtorId, sha)) erased += 1;
  }
  return erased;
}

async function eraseValues(scope: Scope, debtorId: string): Promise<number> {
  let erased = 0;
  for (const name of (await keptValues(scope, debtorId)).keys()) {
    if (await eraseValue(scope, name)) erased += 1;
  }
  return erased;
}

/** A key made of the name (imports add the postcode), a register number or an address would name it again. */
function saysWho({ key, name, siren, siret, vatNumber }: Debtor): boolean {
  const plain = fold(key);
  const numbers = [siren, siret, vatNumber].map((text) => fold(text ?? ''));
  return key.includes('@') || `${plain} `.startsWith(`${fold(name)} `) || numbers.includes(plain);
}
