import { toIso } from '../calendar/day.ts';
import { endHold } from '../holds/end-hold.act.ts';
import type { HeldItem } from '../holds/held-items.db.ts';
import { HOLD_KINDS, type HoldKind } from '../holds/hold-ends.db.ts';
import { toDecimal } from '../money/format.ts';
import { shortId } from '../platform/ids.ts';
import { isRefusal, type Refusal } from '../platform/refusal.ts';
import type { Answer } from './command.ts';
import type { CommandContext } from './context.ts';
import { debtorKeyOf } from './named.ts';
import { readArguments } from './positionals.ts';
import { withCreditor } from './with-creditor.ts';

/** The items that a hold is about, as they stood when it was recorded. */
export function heldShapes(items: readonly HeldItem[]) {
  return items.map((item) => ({
    number: item.number,
    instalment: item.position,
    balance: toDecimal(item.balance),
  }));
}

/** The verb that ends a hold of one kind. */
export function endOf(kind: HoldKind, done: string, told: string) {
  return async (args: readonly string[], context: CommandContext): Promise<Answer | Refusal> => {
    const read = readArguments(args, ['ID'], {});
    if (isRefusal(read)) return read;
    return await withCreditor(context, async (scope) => {
      const ended = await endHold(scope, kind, read.positionals[0]!);
      if (isRefusal(ended)) return ended;
      const debtor = await debtorKeyOf(scope, ended.debtorId);
      const id = shortId(HOLD_KINDS[kind].short, ended.id);
      return { data: { done, id, debtor, endedOn: toIso(scope.on) }, text: told };
    });
  };
}
