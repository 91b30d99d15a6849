import { decode } from './decode.ts';

/** Where a text stops being JSON, counted as a text editor does, and what to do there. */
export interface JsonFault {
  readonly line: number;
  readonly column: number;
  /** French, ends with what to do. */
  readonly problem: string;
}

/**
 * A JSON document in whatever encoding, or the first place at which it is none. The parser of the language
 * says that place in English, and not always.
 */
export function readJson(bytes: Uint8Array): { readonly document: unknown } | { readonly fault: JsonFault } {
  const { text } = decode(bytes);
  try {
    return { document: JSON.parse(text) };
  } catch {
    const { at, problem } = faultOf(text);
    const before = text.slice(0, at);
    const line = before.split('\n').length;
    return { fault: { line, column: at - before.lastIndexOf('\n'), problem } };
  }
}

interface Fault {
  readonly at: number;
  readonly problem: string;
}

/** What may come next: a value (in a list also its end), a key or the end of its object, a colon, a comma. */
type Awaited = 'value' | 'first-value' | 'key' | 'first-key' | 'colon' | 'comma';

const BLANK = /[ \t\r\n]*/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them in a text
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*/y;
const SCALAR = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;
const END = { '{': '}', '[': ']' } as const;

const CUT = 'le document s’arrête avant sa fin\u00a0: refermez ce qui est ouvert';
const OF_A_KIND: Readonly<Record<Awaited, string>> = {
  value:
    'une valeur est attendue\u00a0: un texte entre guillemets droits ("…"), un nombre, true, false ou null',
  'first-value': 'une valeur est attendue, ou la fin de la liste\u00a0: ajoutez-la',
  key: 'une clé entre guillemets droits ("…") est attendue\u00a0: écrivez-la',
  'first-key': 'une clé entre guillemets droits ("…") est attendue\u00a0: écrivez-la',
  colon: 'il manque deux-points entre la clé et sa valeur\u00a0: ajoutez-les',
  comma: 'il manque une virgule, ou la fin de ce qui précède\u00a0: ajoutez-la',
};

function faultOf(text: string): Fault {
  const open: (keyof typeof END)[] = [];
  let awaited: Awaited = 'value';
  let at = after(BLANK, text, 0);
  while (at < text.length) {
    const step = stepAt(text, at, awaited, open);
    if ('problem' in step) return step;
    awaited = step.awaited;
    at = after(BLANK, text, step.at);
    if (open.length === 0 && awaited === 'comma' && at < text.length) {
      return { at, problem: 'le document est fini ici\u00a0: retirez ce qui suit' };
    }
  }
  return { at, problem: CUT };
}

function stepAt(
  text: string,
  at: number,
  awaited: Awaited,
  open: (keyof typeof END)[],
): Fault | { readonly at: number; readonly awaited: Awaited } {
  const sign = text[at]!;
  const inside = open.at(-1);
  const mayEnd = awaited === 'comma' || awaited === 'first-key' || awaited === 'first-value';
  if (inside !== undefined && sign === END[inside]) {
    if (!mayEnd && awaited !== 'colon' && before(text, at) === ',') {
      return { at: placeBefore(text, at), problem: 'il y a une virgule de trop\u00a0: retirez-la' };
    }
    if (mayEnd) {
      open.pop();
      return { at: at + 1, awaited: 'comma' };
    }
  }
  if (awaited === 'colon') return sign === ':' ? { at: at + 1, awaited: 'value' } : wrong(at, awaited);
  if (awaited === 'comma') {
    if (sign !== ',') return wrong(at, awaited);
    return { at: at + 1, awaited: inside === '{' ? 'key' : 'value' };
  }
  if (sign === '"') return stringAt(text, at, awaited);
  if (awaited === 'key' || awaited === 'first-key') return quoted(sign, at) ?? wrong(at, awaited);
  if (sign === '{' || sign === '[') {
    open.push(sign);
    return { at: at + 1, awaited: sign === '{' ? 'first-key' : 'first-value' };
  }
  const end = after(SCALAR, text, at);
  return end > at ? { at: end, awaited: 'comma' } : (quoted(sign, at) ?? wrong(at, awaited));
}

function wrong(at: number, awaited: Awaited): Fault {
  return { at, problem: OF_A_KIND[awaited] };
}

/** Word processors write curly quotes, other languages single ones. */
function quoted(sign: string, at: number): Fault | null {
  if (!/['’‘“”«»]/.test(sign)) return null;
  return { at, problem: `le guillemet ${sign} n’en est pas un en JSON\u00a0: mettez un guillemet droit (")` };
}

function stringAt(
  text: string,
  at: number,
  awaited: Awaited,
): Fault | { readonly at: number; readonly awaited: Awaited } {
  const end = after(STRING, text, at);
  if (text[end] === '"') {
    const isKey = awaited === 'key' || awaited === 'first-key';
    return { at: end + 1, awaited: isKey ? 'colon' : 'comma' };
  }
  if (text[end] === '\\') {
    return { at: end, problem: 'une barre oblique inverse s’écrit deux fois dans un texte\u00a0: \\\\' };
  }
  return {
    at,
    problem: 'ce texte n’est pas refermé sur sa ligne\u00a0: ajoutez le guillemet (") qui manque',
  };
}

function after(token: RegExp, text: string, at: number): number {
  token.lastIndex = at;
  return token.test(text) ? token.lastIndex : at;
}

function before(text: string, at: number): string | undefined {
  return text[placeBefore(text, at)];
}

function placeBefore(text: string, at: number): number {
  return text.slice(0, at).trimEnd().length - 1;
}
