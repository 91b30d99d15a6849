/** HTML that is safe as it stands. Only `html` makes it, so that a stored text can never become markup. */
export interface Markup {
  readonly markup: string;
}

type Piece = string | number | null | false | Markup | readonly Piece[];

/**
 * A template whose texts are escaped and whose parts made by `html` stay what they are; null and false write
 * nothing.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Piece[]): Markup {
  let markup = strings[0]!;
  values.forEach((value, index) => {
    markup += written(value) + strings[index + 1]!;
  });
  return { markup };
}

/** A text that somebody else wrote, kept from turning the direction of the line around it. */
export function said(text: string): Markup {
  return html`<bdi>${text}</bdi>`;
}

function written(value: Piece): string {
  if (value === null || value === false) return '';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return escaped(value);
  if ('markup' in value) return value.markup;
  return value.map(written).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Control characters, marks that reorder (UAX #9) or hide text: never of use on a page. */
const HIDDEN = /(?![\t\n])[\p{Cc}\p{Bidi_Control}\u2060-\u206f\ufeff]/gu;

function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(HIDDEN, '')
    .replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
