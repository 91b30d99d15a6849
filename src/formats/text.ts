/**
 * Control, zero-width and direction-changing characters: they would travel into letters, mails and the
 * database.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the purpose
const UNPRINTABLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
/** Cells that need no cleaning, nearly all: no outer blank or guard, no character of the class above. */
const CLEAN = /^(?:[!#-&(-<>-~¡-ɏ](?:[\n -~¡-ɏ]*[!-~¡-ɏ])?)?$/;
const EDGES = /^\s+|\s+$/g;

/**
 * A cell as its author meant it: without unprintable characters and outer blanks, without the guards that
 * Excel users put around digits (`="0123"`, `'0123`).
 */
export function cleanCell(raw: string): string {
  if (CLEAN.test(raw)) return raw;
  let text = raw.replace(UNPRINTABLE, '');
  const quotedInBlanks = /^(?:\s+"([^"]*)"\s*|\s*"([^"]*)"\s+)$/.exec(text);
  if (quotedInBlanks) text = quotedInBlanks[1] ?? quotedInBlanks[2] ?? '';
  text = text.replace(EDGES, '');
  const guarded = /^="([^"]*)"$/.exec(text);
  if (guarded) return (guarded[1] ?? '').replace(EDGES, '');
  return /^'[=+\-@\d]/.test(text) ? text.slice(1) : text;
}

/** One line: line feeds, tabs and runs of blanks become single spaces. */
export function oneLine(text: string): string {
  if (!/[^\S ]| {2}/.test(text)) return text;
  return text.replace(/\s+/g, ' ').trim();
}

/** Lower case, no accents, ligatures opened, anything that is neither letter nor digit a single space. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

/** `fold` without its spaces: `E-mail`, `email` and `e mail` are one header. */
export function foldHeader(text: string): string {
  return fold(text).replaceAll(' ', '');
}

const MISREAD_UTF8 = /Ã[\u0080-¿€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€|Â[\u00a0°«»]|\ufffd/;

/** True for text that was saved or read in the wrong encoding on its way: `SociÃ©tÃ©`, U+FFFD. */
export function looksMisread(text: string): boolean {
  return MISREAD_UTF8.test(text);
}

const SPREADSHEET_ERROR =
  /^#(?:N\/A|N\/D|REF!|VALUE!|VALEUR!|DIV\/0!|NAME\?|NOM\?|NULL!|NUL!|NUM!|NOMBRE!|SPILL!)$/i;

/** `#N/A`, `#REF!`…: what a spreadsheet shows when a formula failed. */
export function isSpreadsheetError(text: string): boolean {
  return SPREADSHEET_ERROR.test(text);
}
