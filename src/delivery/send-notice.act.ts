import { readCreditor } from '../creditors/creditors.db.ts';
import { lockChain } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { freezeNotice, type NoticeOrder } from '../letters/freeze-notice.act.ts';
import type { FrozenLetter } from '../letters/frozen-letter.ts';
import { isRefusal, type Refusal } from '../platform/refusal.ts';
import { queueMail } from './queue-mail.act.ts';
import { noticeAddressing } from './recipients.db.ts';

/**
 * A person sends a statement, a confirmation of promise or a receipt: frozen now, it leaves with the next
 * run.
 */
export async function sendNotice(scope: Scope, order: NoticeOrder): Promise<FrozenLetter | Refusal> {
  await lockChain(scope, order.debtorId);
  const letter = await freezeNotice(scope, order);
  if (isRefusal(letter)) return letter;
  const creditor = await readCreditor(scope);
  const prepared = await queueMail(
    scope,
    creditor!,
    letter,
    await noticeAddressing(scope.tx, order.debtorId),
  );
  return isRefusal(prepared) ? prepared : letter;
}
