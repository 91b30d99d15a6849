import { toIso } from '../calendar/day.ts';
import { formatDay, formatShortDay } from '../calendar/french.ts';
import { type ContractRate, parseContractRate } from '../law/contract-rate.ts';
import { IMPUTATIONS } from '../law/imputation.ts';
import { DAY_COUNTS } from '../law/interest.ts';
import { type PenaltyStatement, statementOfPenalties } from '../law/penalties.ts';
import type { DatedCreditNote, DatedPayment, PenaltyInput } from '../law/penalty-input.ts';
import { REGIMES, type Regime } from '../law/regime.ts';
import { formatAmount, formatMoney, toDecimal } from '../money/format.ts';
import { formatRate, rateToDecimal } from '../money/rate.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { calculator, type Given } from './calculator.ts';
import { columns } from './columns.ts';
import type { CommandIo } from './command.ts';
import { asAmount, asChoice, asDay, unlessRefused } from './options.ts';

interface Claimed {
  readonly input: PenaltyInput;
  readonly statement: PenaltyStatement;
}

export const penalties = calculator<Claimed>({
  name: 'penalties',
  usage: `relance penalties --amount 1200.00 --due 2026-09-30 [--until 2026-11-22]
  [--regime b2b|b2c|nonpro|public] [--rate 12.00|bce+10|3xlegal] [--notice JOUR]
  [--payment JOUR=MONTANT]… [--credit-note JOUR=MONTANT[:origin]]…
  [--imputation interest-first|principal-first|interest-and-indemnity-first] [--insolvency JOUR]
  [--day-count 365|actual] [--no-indemnity] [--legal-rate] [--enforceable JOUR]
  [--capitalise contract|judgment=JOUR]`,
  takes: [
    ...['amount', 'due', 'until', 'regime', 'rate', 'notice', 'imputation', 'insolvency', 'day-count'],
    ...['enforceable', 'capitalise'],
  ],
  repeats: ['payment', 'credit-note'],
  flags: ['legal-rate', 'no-indemnity'],
  find(given, io) {
    const input = readInput(given, io);
    if (isRefusal(input)) return input;
    const statement = statementOfPenalties(input);
    return isRefusal(statement) ? statement : { input, statement };
  },
  document: documentOf,
  words: textOf,
});

/** The statute's order of imputation by default: this is the calculator, not the desk. */
function readInput(options: Given, io: CommandIo): PenaltyInput | Refusal {
  const read = unlessRefused({
    principal: asAmount(options.required('amount'), 'amount'),
    due: options.day('due'),
    until: options.dayIfAny('until'),
    regime: options.choiceIfAny('regime', REGIMES, 'regime_unknown'),
    contractRate: readRate(options.text('rate')),
    notice: options.dayIfAny('notice'),
    payments: options.each('payment', (value) => readPayment(value, 'payment')),
    creditNotes: options.each('credit-note', readCreditNote),
    imputation: options.choiceIfAny('imputation', IMPUTATIONS),
    insolvencyOn: options.dayIfAny('insolvency'),
    dayCount: options.choiceIfAny('day-count', DAY_COUNTS),
    enforceableOn: options.dayIfAny('enforceable'),
    capitalisation: readCapitalisation(options.text('capitalise')),
  });
  if (isRefusal(read)) return read;
  const { enforceableOn, ...given } = read;
  return {
    ...given,
    until: given.until ?? io.on,
    regime: given.regime ?? 'b2b',
    imputation: given.imputation ?? 'interest-first',
    dayCount: given.dayCount ?? '365',
    rateBasis: options.has('legal-rate') ? 'legal' : 'regime',
    indemnityExcluded: options.has('no-indemnity'),
    judgment: enforceableOn === null ? null : { enforceableOn },
  };
}

function readRate(value: string | undefined): ContractRate | null | Refusal {
  if (value === undefined) return null;
  const message = `«\u00a0${value}\u00a0» n’est pas un taux (--rate)\u00a0: écrivez 12.00, bce+10, 3xlegal.`;
  return parseContractRate(value) ?? refuse('rate_invalid', message, { option: 'rate', value });
}

/** `judgment=2025-11-03`: what allows interest on interest, and the day from which its years are counted. */
function readCapitalisation(
  value: string | undefined,
): NonNullable<PenaltyInput['capitalisation']> | null | Refusal {
  if (value === undefined) return null;
  const cut = value.indexOf('=');
  const basis = asChoice(cut < 0 ? value : value.slice(0, cut), ['contract', 'judgment'], 'capitalise');
  if (isRefusal(basis)) return basis;
  const from = asDay(value.slice(cut + 1), 'capitalise');
  return isRefusal(from) ? from : { basis, from };
}

/** `2026-10-15=500,00`. */
function readPayment(value: string, option: string): DatedPayment | Refusal {
  const cut = value.indexOf('=');
  const on = asDay(cut < 0 ? value : value.slice(0, cut), option);
  if (isRefusal(on)) return on;
  const amount = asAmount(cut < 0 ? '' : value.slice(cut + 1), option);
  return isRefusal(amount) ? amount : { on, amount };
}

/** `2026-09-10=800.00`, or `…:origin` when it corrects the invoice from the beginning. */
function readCreditNote(value: string): DatedCreditNote | Refusal {
  const fromOrigin = value.endsWith(':origin');
  const read = readPayment(fromOrigin ? value.slice(0, -':origin'.length) : value, 'credit-note');
  return isRefusal(read) ? read : { ...read, fromOrigin };
}

function documentOf({ input, statement }: Claimed): unknown {
  return {
    regime: input.regime,
    principal: toDecimal(input.principal),
    due: toIso(input.due),
    until: toIso(input.until),
    segments: statement.segments.map((segment) => ({
      from: toIso(segment.from),
      to: toIso(segment.to),
      days: segment.days,
      rate: rateToDecimal(segment.rate),
      base: toDecimal(segment.base),
      amount: toDecimal(segment.amount),
      rule: segment.rule,
      source: segment.source,
    })),
    interest: toDecimal(statement.interest),
    interestAccrued: toDecimal(statement.interestAccrued),
    indemnity: toDecimal(statement.indemnity),
    remainingPrincipal: toDecimal(statement.remainingPrincipal),
    total: toDecimal(statement.total),
    perDay: toDecimal(statement.perDay),
    warnings: statement.warnings,
  };
}

const KINDS: Readonly<Record<Regime, string>> = {
  b2b: 'débiteur professionnel',
  b2c: 'consommateur',
  nonpro: 'non-professionnel',
  public: 'acheteur public',
};

function textOf({ input, statement }: Claimed): string {
  const { segments, interest, interestAccrued, warnings } = statement;
  const head =
    `${formatMoney(input.principal)}, ${KINDS[input.regime]}, ` +
    `échéance le ${formatDay(input.due)}, compte arrêté au ${formatDay(input.until)}`;
  const parts = [head, linesOf(segments)];
  const totals: [string, string][] = [
    ['Principal restant dû', formatMoney(statement.remainingPrincipal)],
    ['Intérêts restant dus', formatMoney(interest)],
    ['Indemnité forfaitaire restant due', formatMoney(statement.indemnity)],
    ['Total', formatMoney(statement.total)],
    ['Par jour supplémentaire', formatMoney(statement.perDay)],
  ];
  if (interestAccrued !== interest) totals.splice(1, 0, ['Intérêts courus', formatMoney(interestAccrued)]);
  parts.push(columns(totals, [1]));
  const sources = [...new Set(segments.map(({ rule, source }) => `${rule}  ${source}`))];
  if (sources.length > 0) parts.push(`Sources\n${sources.join('\n')}`);
  if (warnings.length > 0) parts.push(`À noter\n${warnings.map(({ message }) => message).join('\n')}`);
  return parts.join('\n\n');
}

function linesOf(segments: PenaltyStatement['segments']): string {
  if (segments.length === 0) return 'Aucun jour de retard ne porte intérêt.';
  const rows = segments.map(({ from, to, days, rate, base, amount, rule }) => [
    formatShortDay(from),
    formatShortDay(to),
    String(days),
    formatRate(rate),
    formatAmount(base),
    formatAmount(amount),
    rule,
  ]);
  return columns([['Du', 'Au', 'Jours', 'Taux', 'Base (€)', 'Intérêts (€)', 'Règle'], ...rows], [2, 3, 4, 5]);
}
