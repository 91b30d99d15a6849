/**
 * What a text is made of, before any medium: the e-mail's two parts and the letter are drawn from the same
 * blocks.
 */
export type Block =
  | { readonly kind: 'paragraph'; readonly runs: readonly Run[] }
  | { readonly kind: 'heading'; readonly text: string }
  | ({ readonly kind: 'table' } & Table)
  | { readonly kind: 'sums'; readonly lines: readonly SumLine[] }
  | { readonly kind: 'lines'; readonly lines: readonly string[]; readonly small: boolean }
  | ({ readonly kind: 'payment' } & PaymentBlock);

/** Words in one weight. Plain data: nothing in it is ever read as markup. */
export interface Run {
  readonly text: string;
  readonly strong: boolean;
}

export interface Table {
  readonly caption: string;
  /** Drawn in grey: what is shown without being demanded. */
  readonly muted: boolean;
  readonly columns: readonly { readonly title: string; readonly align: 'left' | 'right' }[];
  readonly rows: readonly { readonly cells: readonly string[]; readonly notes: readonly string[] }[];
  readonly totals: readonly SumLine[];
}

export interface SumLine {
  readonly label: string;
  readonly amount: string;
  /** The figure to pay, or a closing total. */
  readonly strong: boolean;
}

export interface PaymentBlock {
  readonly title: string;
  readonly rows: readonly { readonly label: string; readonly value: string }[];
  /** The fixed line against changed bank details. */
  readonly note: string;
  /** The text of the SEPA code; null when none can be made. */
  readonly code: string | null;
  readonly codeCaption: string;
}

export function plainText(runs: readonly Run[]): string {
  return runs.map((run) => run.text).join('');
}

export function paragraph(text: string): Block {
  return { kind: 'paragraph', runs: [{ text, strong: false }] };
}
