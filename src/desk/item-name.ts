/** Where an item stands among those of its invoice. */
export interface ItemRank {
  /** Its place, from 1, as `--instalment` takes it. */
  readonly position: number;
  /** How many instalments the invoice has, a retention left out. */
  readonly count: number;
  readonly retention: boolean;
}

/** Items of invoices that have several, by id: one that is not there is alone on its invoice. */
export type ItemRanks = ReadonlyMap<string, ItemRank>;

/** An item as machines and people tell it apart from the others of its invoice. */
export interface NamedItem {
  readonly instalment: number;
  /** `L-1`, `L-1 (échéance 2/3)`, `L-1 (retenue de garantie)`. */
  readonly name: string;
}

export function nameItem(id: string, number: string, ranks: ItemRanks): NamedItem {
  const rank = ranks.get(id);
  const part = rank === undefined ? '' : partName(rank);
  return { instalment: rank?.position ?? 1, name: part === '' ? number : `${number} (${part})` };
}

/** « échéance 2/3 », « retenue de garantie »; empty for what is due at once. */
export function partName({ position, count, retention }: ItemRank): string {
  if (retention) return 'retenue de garantie';
  return count > 1 ? `échéance ${position}/${count}` : '';
}
