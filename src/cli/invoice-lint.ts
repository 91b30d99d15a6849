import { debtorsByIds } from '../debtors/debtors.db.ts';
import { instalmentsOfInvoices } from '../invoices/instalments.db.ts';
import { type ContractRate, parseContractRate } from '../law/contract-rate.ts';
import { lintMentions } from '../law/invoice-mentions.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import type { Answer } from './command.ts';
import type { CommandContext } from './context.ts';
import { invoiceNamed } from './named.ts';
import { type OptionValues, text } from './options.ts';
import { readArguments } from './positionals.ts';
import { withCreditor } from './with-creditor.ts';

const OPTIONS = {
  debtor: { type: 'string' },
  rate: { type: 'string' },
  indemnity: { type: 'boolean' },
  discount: { type: 'boolean' },
  'sole-trader': { type: 'boolean' },
} as const;

/**
 * What a printed invoice lacks; the options say what stands on it. Refuses `regime_unknown`, `rate_invalid`.
 */
export async function lintInvoice(
  args: readonly string[],
  context: CommandContext,
): Promise<Answer | Refusal> {
  const read = readArguments(args, ['FACTURE'], OPTIONS);
  if (isRefusal(read)) return read;
  const { values } = read;
  const penaltyRate = rateOption(values);
  if (isRefusal(penaltyRate)) return penaltyRate;
  return await withCreditor(context, async (scope, creditor) => {
    const invoice = await invoiceNamed(scope, read.positionals[0]!, values);
    if (isRefusal(invoice)) return invoice;
    const debtor = (await debtorsByIds(scope, [invoice.debtorId])).get(invoice.debtorId);
    if (!debtor?.regime) return regimeMissing(debtor?.key ?? invoice.debtorId);
    const instalments = await instalmentsOfInvoices(scope, [invoice.id]);
    const defects = lintMentions({
      regime: debtor.regime,
      issuedOn: invoice.issuedOn,
      dueOn: instalments.find((item) => !item.retention)?.dueOn ?? null,
      penaltyRate,
      statesIndemnity: values.indemnity === true,
      statesDiscount: values.discount === true,
      soleTrader: creditor.soleTrader,
      statesSoleTrader: values['sole-trader'] === true,
    });
    return {
      data: { invoice: invoice.number, debtor: debtor.key, regime: debtor.regime, defects },
      text: defects.map((defect) => defect.message).join('\n') || 'Rien ne manque à cette facture.',
    };
  });
}

function rateOption(values: OptionValues): ContractRate | null | Refusal {
  const said = text(values, 'rate');
  if (said === undefined) return null;
  const message = `«\u00a0${said}\u00a0» n’est pas un taux (--rate)\u00a0: écrivez 12.00, bce+10, 3xlegal.`;
  return parseContractRate(said) ?? refuse('rate_invalid', message, { option: 'rate', value: said });
}

function regimeMissing(key: string): Refusal {
  return refuse(
    'regime_unknown',
    `Le type du client ${key} n’est pas connu\u00a0: dites-le avec «\u00a0relance debtor set ${key} --regime …\u00a0».`,
    { debtor: key },
  );
}
