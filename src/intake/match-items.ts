import type { Day } from '../calendar/day.ts';
import type { InvoiceRecord } from '../formats/invoice.ts';
import type { Instalment } from '../invoices/invoice.ts';
import { type Cents, cents } from '../money/cents.ts';

/** An instalment as a line of a file gives it. A line with a retention gives two. */
export interface SaidItem {
  readonly record: InvoiceRecord;
  readonly dueOn: Day | null;
  readonly amount: Cents;
  readonly retention: boolean;
}

export interface MatchedItem {
  readonly said: SaidItem;
  /** Null: an instalment that was not known. */
  readonly known: Instalment | null;
}

/** The instalments that the lines of one invoice give, as they fall due; one of nothing is none. */
function saidItems(records: readonly InvoiceRecord[]): readonly SaidItem[] {
  return records.flatMap((record) => {
    const retained = record.retention ?? 0;
    const items: readonly SaidItem[] = [
      { record, dueOn: record.dueOn, amount: cents(record.amount - retained), retention: false },
      { record, dueOn: record.retentionReleaseOn, amount: cents(retained), retention: true },
    ];
    return items.filter((item) => item.amount > 0);
  });
}

/**
 * Which known instalment each line is about: the one of the same due date; else, when all are there, the one
 * of the same rank (its date moved). An instalment that the file leaves out stays: exports of open items drop
 * the paid ones. Null when neither can be told, or when one line seems to hold the amounts of several known.
 */
export function matchItems(
  records: readonly InvoiceRecord[],
  known: readonly Instalment[],
): readonly MatchedItem[] | null {
  const said = withRetention(saidItems(records), known);
  const ordinary = matchKind(
    said.filter((item) => !item.retention),
    known.filter((item) => !item.retention),
  );
  const retained = matchKind(
    said.filter((item) => item.retention),
    known.filter((item) => item.retention),
  );
  return ordinary && retained && [...ordinary, ...retained];
}

/** A retention that the file speaks of no more is due with the rest, when the total tells so. */
function withRetention(said: readonly SaidItem[], known: readonly Instalment[]): readonly SaidItem[] {
  const [only, other] = said;
  const [retained, more] = known.filter((item) => item.retention);
  if (!only || other || !retained || more || only.retention || known.length !== 2) return said;
  const rest = known.find((item) => !item.retention)!;
  if (only.amount !== rest.amount + retained.amount) return said;
  return [
    { ...only, amount: rest.amount },
    { ...only, amount: retained.amount, retention: true },
  ];
}

function matchKind(said: readonly SaidItem[], known: readonly Instalment[]): readonly MatchedItem[] | null {
  const free = [...known];
  const matched = new Map<SaidItem, Instalment>();
  for (const item of said) {
    const at = free.findIndex((candidate) => candidate.dueOn === item.dueOn);
    if (at >= 0) matched.set(item, free.splice(at, 1)[0]!);
  }
  const moved = said.filter((item) => !matched.has(item));
  if (moved.length > 0 && free.length > 0) {
    if (said.length !== known.length) return null;
    for (const item of moved) matched.set(item, free.shift()!);
  }
  const grown = [...matched].some(([item, before]) => item.amount > before.amount);
  if (free.length > 0 && grown) return null;
  return said.map((item) => ({ said: item, known: matched.get(item) ?? null }));
}
