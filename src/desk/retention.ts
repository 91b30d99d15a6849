import { addDays, addYears, type Day, maxDay, toIso } from '../calendar/day.ts';
import { formatDay } from '../calendar/french.ts';
import { type LimitationEvent, limitationOf } from '../law/limitation.ts';
import type { Regime } from '../law/regime.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';

/** Why the law, or open money, still wants what we know of a debtor; `until` is the last such day. */
export interface KeepReason {
  readonly code: 'balance_open' | 'credit_open' | 'limitation_running' | 'accounts_kept';
  /** Null: no day is known, money has to be settled first. */
  readonly until: Day | null;
  readonly message: string;
}

export interface RetentionFacts {
  /** Null is kept as long as the longest. */
  readonly regime: Regime | null;
  readonly openItems: number;
  readonly openCredits: number;
  /** The due days of its invoices' instalments that stand, and what moved their limitation. */
  readonly claims: readonly { readonly dueOn: Day; readonly events: readonly LimitationEvent[] }[];
  /** The day of its last invoice, credit note or payment; null when there never was any. */
  readonly lastRecordOn: Day | null;
}

/** C. com. art. L123-22: books and what supports them are kept ten years. */
const ACCOUNTS_YEARS = 10;

/** Everything that forbids to erase a debtor on a day; empty when nothing does. */
export function keepReasons(facts: RetentionFacts, on: Day): readonly KeepReason[] {
  const reasons: KeepReason[] = [];
  if (facts.openItems > 0) {
    const message = 'il reste des factures à régler\u00a0: encaissez-les ou annulez-les';
    reasons.push({ code: 'balance_open', until: null, message });
  }
  if (facts.openCredits > 0) {
    const message = 'il reste un crédit à affecter ou à rendre';
    reasons.push({ code: 'credit_open', until: null, message });
  }
  const limited = lastDayToAct(facts);
  if (limited !== null && limited >= on) {
    const message = `la prescription court jusqu’au ${formatDay(limited)}`;
    reasons.push({ code: 'limitation_running', until: limited, message });
  }
  const accounts = facts.lastRecordOn === null ? null : addYears(facts.lastRecordOn, ACCOUNTS_YEARS);
  if (accounts !== null && accounts >= on) {
    const message = `les pièces comptables se gardent dix ans, jusqu’au ${formatDay(accounts)} (C. com. art. L123-22)`;
    reasons.push({ code: 'accounts_kept', until: accounts, message });
  }
  return reasons;
}

function lastDayToAct({ regime, claims }: RetentionFacts): Day | null {
  const regimes: readonly Regime[] = regime === null ? ['b2b', 'public'] : [regime];
  let last: Day | null = null;
  for (const { dueOn, events } of claims) {
    for (const one of regimes) {
      const found = limitationOf({ start: dueOn, regime: one, events });
      if (isRefusal(found)) throw new Error(`limitation of a debtor: ${found.message}`);
      last = maxDay(found.lastDay, last);
    }
  }
  return last;
}

/** `erasure_refused`, with the first day on which it becomes possible when one is known. */
export function refuseErasure(name: string, reasons: readonly KeepReason[]): Refusal {
  const known = reasons.flatMap(({ until }) => until ?? []);
  const open = known.length < reasons.length;
  const last = known.reduce<Day | null>((latest, day) => maxDay(day, latest), null);
  const from = open || last === null ? null : addDays(last, 1);
  const when = from === null ? 'dès que ce sera soldé, et le délai passé' : `à partir du ${formatDay(from)}`;
  return refuse(
    'erasure_refused',
    `${name} ne peut pas encore être effacé\u00a0: ${reasons.map(({ message }) => message).join('\u00a0; ')}. ` +
      `Ce sera possible ${when}.`,
    {
      from: from === null ? null : toIso(from),
      reasons: reasons.map(({ code, until, message }) => ({
        code,
        until: until === null ? null : toIso(until),
        message,
      })),
    },
  );
}
