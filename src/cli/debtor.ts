import type { Day } from '../calendar/day.ts';
import { formatShortDay } from '../calendar/french.ts';
import { contactsOf } from '../debtors/contacts.db.ts';
import type { Debtor } from '../debtors/debtor.ts';
import { debtorShape } from '../debtors/debtor-shape.ts';
import { debtorPage, debtorsNamed, findDebtor } from '../debtors/debtors.db.ts';
import { REGIME_NAMES } from '../debtors/fact-names.ts';
import { debtorMeant } from '../debtors/find-debtor.ts';
import { markEmailBounced } from '../debtors/mark-email-bounced.act.ts';
import { setDebtor } from '../debtors/set-debtor.act.ts';
import type { DebtorStatement } from '../debtors/statement.ts';
import { type ItemRanks, nameItem } from '../desk/item-name.ts';
import { readItemRanks } from '../desk/item-ranks.db.ts';
import type { Scope } from '../journal/scope.ts';
import { sumCents, ZERO } from '../money/cents.ts';
import { formatMoney, parseDecimal, toDecimal } from '../money/format.ts';
import { balancesOn, creditsOn } from '../payments/balances.db.ts';
import type { ItemBalance } from '../payments/payment.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { columns } from './columns.ts';
import type { Answer } from './command.ts';
import type { CommandContext } from './context.ts';
import { readStatement, STATEMENT_OPTIONS } from './debtor-statement.ts';
import { balanceShape, creditShape } from './fact-shapes.ts';
import { text } from './options.ts';
import { readArguments } from './positionals.ts';
import { commandOfVerbs } from './verbs.ts';
import { withCreditor } from './with-creditor.ts';

export const debtor = commandOfVerbs(
  'debtor',
  [
    'relance debtor set CLÉ [--name N] [--regime professionnel|particulier|association|public] [--email A,B] [--phone T] [--contact N] [--role R]',
    '    [--address LIGNE]… [--postcode C] [--city V] [--country P] [--language fr|en] [--owner U] [--salesperson N]',
    '    [--tone-ceiling ÉTAPE] [--strategic oui|non] [--profile P] [--scenario S] [--siren N] [--siret N] [--vat-number N]',
    '    [--insolvency D] [--insolvency-ended D] [--over-indebted D] [--death D] [--bad-address D] [--bounced ADRESSE] (« none » efface)',
    'relance debtor show CLÉ',
    'relance debtor list [--after CLÉ] [--limit N]',
  ],
  { set, show, list },
);

async function set(args: readonly string[], context: CommandContext): Promise<Answer | Refusal> {
  const read = readArguments(args, ['CLÉ'], { ...STATEMENT_OPTIONS, bounced: { type: 'string' } });
  if (isRefusal(read)) return read;
  const statement = readStatement(read.values);
  if (isRefusal(statement)) return statement;
  const said = read.positionals[0]!.trim();
  const bounced = text(read.values, 'bounced');
  return await withCreditor(context, async (scope) => {
    const known = await debtorsNamed(scope, said);
    const meant = known.length === 0 ? null : debtorMeant(said, known);
    if (isRefusal(meant)) return meant;
    if (bounced !== undefined) {
      const found = meant ? await markEmailBounced(scope, meant.id, bounced) : 0;
      if (found === 0) return addressUnknown(bounced);
      if (meant && isEmpty(statement)) return await answerBounced(scope, meant, bounced);
    }
    const done = await setDebtor(scope, meant?.key ?? said, statement);
    if (isRefusal(done)) return done;
    const shape = debtorShape(done.debtor, done.contacts);
    return {
      data: { done: done.created ? 'debtor_created' : 'debtor_set', id: done.debtor.key, ...shape },
      text: `${done.debtor.name} (${done.debtor.key}) est ${done.created ? 'créé' : 'à jour'}.`,
    };
  });
}

function isEmpty({ facts, contacts }: DebtorStatement): boolean {
  return Object.keys(facts).length === 0 && contacts.length === 0;
}

async function answerBounced(scope: Scope, meant: Debtor, email: string): Promise<Answer> {
  const contacts = (await contactsOf(scope, [meant.id])).get(meant.id) ?? [];
  return {
    data: { done: 'email_bounced', id: meant.key, ...debtorShape(meant, contacts) },
    text: `Plus rien n’est écrit à ${email} jusqu’à ce que vous la confirmiez.`,
  };
}

function addressUnknown(email: string): Refusal {
  return refuse(
    'recipient_missing',
    `Aucun contact de ce client n’a l’adresse ${email}, ou son retour est déjà connu.`,
    { email },
  );
}

async function show(args: readonly string[], context: CommandContext): Promise<Answer | Refusal> {
  const read = readArguments(args, ['CLÉ'], {});
  if (isRefusal(read)) return read;
  return await withCreditor(context, async (scope) => {
    const found = await findDebtor(scope, read.positionals[0]!);
    if (isRefusal(found)) return found;
    const contacts = (await contactsOf(scope, [found.id])).get(found.id) ?? [];
    const open = (await balancesOn(scope, [found.id], scope.on)).filter((item) => item.balance > 0);
    const credits = await creditsOn(scope, [found.id], scope.on);
    const items = open.map((item) => balanceShape(item, scope.on));
    const data = {
      ...debtorShape(found, contacts),
      items,
      credits: credits.map(creditShape),
    };
    const ranks = await readItemRanks(scope.tx, [found.id]);
    const regime = found.regime === null ? 'type à renseigner' : REGIME_NAMES[found.regime];
    const rows = [
      ...open.map((item) => itemRow(item, ranks, scope.on)),
      ...credits.map(({ label, on, amount, currency }) => [
        ['  crédit', label].filter(Boolean).join(' '),
        `du ${formatShortDay(on)}`,
        formatMoney(amount, currency),
      ]),
    ];
    const head = `${found.name} (${found.key}), ${regime}`;
    return {
      data,
      text: rows.length === 0 ? `${head}\n  Rien à recevoir.` : `${head}\n${columns(rows, [2])}`,
    };
  });
}

function itemRow(item: ItemBalance, ranks: ItemRanks, on: Day): string[] {
  const { instalmentId, number, dueOn, retention, balance, currency } = item;
  const undated = retention ? 'pas encore libérée' : 'échéance à renseigner';
  const when =
    dueOn === null ? undated : `${dueOn < on ? 'échue le' : 'à échoir le'} ${formatShortDay(dueOn)}`;
  return [`  ${nameItem(instalmentId, number, ranks).name}`, when, formatMoney(balance, currency)];
}

const PAGE = 100;
const LARGEST_PAGE = 1_000;

async function list(args: readonly string[], context: CommandContext): Promise<Answer | Refusal> {
  const read = readArguments(args, [], { after: { type: 'string' }, limit: { type: 'string' } });
  if (isRefusal(read)) return read;
  const limit = Number(text(read.values, 'limit') ?? PAGE);
  if (!Number.isInteger(limit) || limit < 1 || limit > LARGEST_PAGE) {
    return refuse('number_invalid', `--limit attend un nombre de 1 à ${LARGEST_PAGE}.`, { option: 'limit' });
  }
  return await withCreditor(context, async (scope) => {
    const page = await debtorPage(scope, text(read.values, 'after') ?? null, limit);
    const rows = await withTotals(scope, page);
    return {
      data: { debtors: rows, next: page.length === limit ? page.at(-1)!.key : null },
      text: rows.length === 0 ? 'Aucun client.' : columns(rows.map(listRow), [2]),
    };
  });
}

function listRow({ debtor: key, name, owed }: Awaited<ReturnType<typeof withTotals>>[number]): string[] {
  const sums = owed.map(({ currency, amount }) => formatMoney(parseDecimal(amount) ?? ZERO, currency));
  return [key, name, sums.join(' + ')];
}

/** Each debtor with what it owes, by currency. */
async function withTotals(scope: Scope, page: readonly Debtor[]) {
  const balances = await balancesOn(
    scope,
    page.map((found) => found.id),
    scope.on,
  );
  const byDebtor = Map.groupBy(balances, (item) => item.debtorId);
  return page.map((found) => {
    const byCurrency = Map.groupBy(byDebtor.get(found.id) ?? [], (item) => item.currency);
    const owed = [...byCurrency].map(([currency, items]) => ({
      currency,
      amount: toDecimal(sumCents(items.map((item) => item.balance))),
    }));
    return { debtor: found.key, name: found.name, regime: found.regime, owed };
  });
}
