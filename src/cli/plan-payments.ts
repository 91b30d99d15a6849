import { parseIso, toIso } from '../calendar/day.ts';
import { counted } from '../desk/counted.ts';
import { agreePlan, type PlanDate } from '../holds/agree-plan.act.ts';
import { formatMoney, parseDecimal, toDecimal } from '../money/format.ts';
import { shortId } from '../platform/ids.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import type { Answer } from './command.ts';
import type { CommandContext } from './context.ts';
import { endOf, heldShapes } from './hold-answers.ts';
import { debtorKeyOf, invoicesNamed } from './named.ts';
import { eachOf } from './options.ts';
import { readArguments } from './positionals.ts';
import { commandOfVerbs } from './verbs.ts';
import { withCreditor } from './with-creditor.ts';

export const planPayments = commandOfVerbs(
  'plan-payments',
  [
    'relance plan-payments FACTURE… --date JOUR=MONTANT [--date JOUR=MONTANT]… [--debtor CLÉ]',
    'relance plan-payments cancel ID',
  ],
  {
    cancel: endOf(
      'plan',
      'plan_cancelled',
      'L’échéancier est annulé\u00a0: les factures reprennent leur cours.',
    ),
  },
  agree,
);

async function agree(args: readonly string[], context: CommandContext): Promise<Answer | Refusal> {
  const read = readArguments(args, ['FACTURE…'], {
    debtor: { type: 'string' },
    date: { type: 'string', multiple: true },
  });
  if (isRefusal(read)) return read;
  const dates = eachOf(read.values, 'date', readDate);
  if (isRefusal(dates)) return dates;
  return await withCreditor(context, async (scope) => {
    const invoices = await invoicesNamed(scope, read.positionals, read.values);
    if (isRefusal(invoices)) return invoices;
    const agreed = await agreePlan(scope, { invoices, dates });
    if (isRefusal(agreed)) return agreed;
    const { held } = agreed;
    return {
      data: {
        done: 'plan_agreed',
        id: shortId('pln', agreed.id),
        debtor: await debtorKeyOf(scope, held.debtorId),
        invoices: heldShapes(held.items),
        amount: toDecimal(held.total),
        currency: held.currency,
        dates: agreed.dates.map(({ dueOn, amount }) => ({ date: toIso(dueOn), amount: toDecimal(amount) })),
      },
      text: `Échéancier de ${formatMoney(held.total, held.currency)} en ${counted(agreed.dates.length, 'date', 'dates')} enregistré (${shortId('pln', agreed.id)}).`,
    };
  });
}

/** `2026-12-15=400.00`. */
function readDate(said: string): PlanDate | Refusal {
  const [day = '', amount = ''] = said.split('=');
  const dueOn = parseIso(day);
  if (dueOn === null) {
    return refuse(
      'date_invalid',
      `«\u00a0${said}\u00a0»\u00a0: écrivez chaque échéance AAAA-MM-JJ=MONTANT (--date).`,
      {
        option: 'date',
        value: said,
      },
    );
  }
  const cents = parseDecimal(amount);
  if (cents !== null && cents > 0) return { dueOn, amount: cents };
  return refuse('amount_invalid', `«\u00a0${said}\u00a0»\u00a0: le montant s’écrit comme 1200.00 (--date).`, {
    option: 'date',
    value: said,
  });
}
