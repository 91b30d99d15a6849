import { debtorsNamed } from '../debtors/debtors.db.ts';
import { debtorMeant } from '../debtors/find-debtor.ts';
import { isRefusal } from '../platform/refusal.ts';
import { logCall } from '../reminders/log-call.act.ts';
import type { DeskCommand } from './context.ts';
import { refuseFuture } from './fact-day.ts';
import { asChoice, required, text } from './options.ts';
import { readArguments } from './positionals.ts';
import { withCreditor } from './with-creditor.ts';

const OUTCOMES = [
  'reached',
  'paying',
  'paid',
  'promise',
  'dispute',
  'invoice-not-received',
  'awaiting-approval',
  'voicemail',
  'unreachable',
] as const;

export const call: DeskCommand = {
  name: 'call',
  usage: `relance call CLIENT --outcome ${OUTCOMES.join('|')} [--with NOM] [--currency EUR]`,
  async run(args, context) {
    const read = readArguments(args, ['CLIENT'], {
      outcome: { type: 'string' },
      with: { type: 'string' },
      currency: { type: 'string' },
    });
    if (isRefusal(read)) return read;
    const outcome = asChoice(required(read.values, 'outcome'), OUTCOMES, 'outcome');
    if (isRefusal(outcome)) return outcome;
    return await withCreditor(context, async (scope, creditor) => {
      const future = refuseFuture(context, creditor, scope);
      if (future) return future;
      const named = read.positionals[0]!;
      const debtor = debtorMeant(named, await debtorsNamed(scope, named));
      if (isRefusal(debtor)) return debtor;
      const reached = outcome !== 'voicemail' && outcome !== 'unreachable';
      const currency = text(read.values, 'currency') ?? 'EUR';
      const spokeWith = text(read.values, 'with') ?? null;
      await logCall(scope, { debtorId: debtor.id, currency, reached, outcome, spokeWith });
      const note = reached
        ? 'Appel noté, il compte comme contact.'
        : 'Appel noté\u00a0: personne n’a répondu.';
      return { data: { done: 'call_logged', debtor: debtor.key, reached, outcome }, text: note };
    });
  },
};
