import { iso } from '../calendar/day.ts';
import { type DayPlan, planText } from '../desk/plan.ts';
import { planDay, planDays } from '../desk/plan-day.db.ts';
import { callScripts } from '../letters/call-scripts.db.ts';
import { shortId } from '../platform/ids.ts';
import { isRefusal, refuse } from '../platform/refusal.ts';
import type { DeskCommand } from './context.ts';
import { debtorOption } from './named.ts';
import { text } from './options.ts';
import { readArguments } from './positionals.ts';
import { withCreditor } from './with-creditor.ts';

const LONGEST_DAYS = 366;

export const plan: DeskCommand = {
  name: 'plan',
  usage: 'relance plan [--days N] [--debtor CLIENT]',
  async run(args, context) {
    const read = readArguments(args, [], { days: { type: 'string' }, debtor: { type: 'string' } });
    if (isRefusal(read)) return read;
    const asked = text(read.values, 'days');
    const days = asked === undefined ? null : Number(asked);
    if (days !== null && !(Number.isInteger(days) && days >= 1 && days <= LONGEST_DAYS)) {
      return refuse('option_value_unknown', `--days attend un nombre de jours de 1 à ${LONGEST_DAYS}.`, {
        option: 'days',
        value: asked,
      });
    }
    return await withCreditor(context, async (scope, creditor) => {
      const id = shortId('cre', creditor.id);
      const debtor = await debtorOption(scope, read.values);
      if (isRefusal(debtor)) return debtor;
      const only = debtor && [debtor.id];
      if (days === null) {
        const found = await planDay(scope.tx, id, scope.on, await callScripts(scope), only);
        return { data: found, text: planText(found, scope.on) };
      }
      const found = await planDays(scope.tx, id, scope.on, days, only);
      return {
        data: { days: found },
        text: found.filter(hasActions).map(dayText).join('\n\n') || 'Rien à faire.',
      };
    });
  },
};

function hasActions(day: DayPlan): boolean {
  return day.actions.length > 0;
}

function dayText(day: DayPlan): string {
  return planText({ ...day, held: [] }, iso(day.on));
}
