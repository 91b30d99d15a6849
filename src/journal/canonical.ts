/**
 * What a payload may hold: amounts are integer cents, dates ISO text. A float has no single spelling.
 */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

const MAX_DEPTH = 32;

/**
 * The one spelling of a value: RFC 8785 without floats. Keys in UTF-16 order, no white space, escapes of
 * ECMAScript. Throws on what would not read back the same: floats, undefined, lone surrogates, class
 * instances.
 */
export function canonicalJson(value: Json): string {
  return write(value, '$', 0);
}

/** The value of a canonical text; null when the text is not JSON or is not its own canonical spelling. */
export function parseCanonical(text: string): { readonly value: Json } | null {
  try {
    const value = JSON.parse(text) as Json;
    return canonicalJson(value) === text ? { value } : null;
  } catch {
    return null;
  }
}

function write(value: unknown, path: string, depth: number): string {
  if (depth > MAX_DEPTH) throw new TypeError(`${path}: nested deeper than ${MAX_DEPTH}`);
  if (value === null || value === true || value === false) return String(value);
  if (typeof value === 'string') return writeString(value, path);
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new TypeError(`${path}: not a safe integer: ${value}`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) {
    const items = Array.from(value, (item, index) => write(item, `${path}[${index}]`, depth + 1));
    return `[${items.join(',')}]`;
  }
  if (typeof value === 'object') return writeObject(value, path, depth);
  throw new TypeError(`${path}: a ${typeof value} has no canonical form`);
}

function writeObject(value: object, path: string, depth: number): string {
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TypeError(`${path}: only plain objects have a canonical form`);
  }
  const entries = value as Readonly<Record<string, unknown>>;
  const members = Object.keys(entries)
    .sort()
    .map((key) => `${writeString(key, path)}:${write(entries[key], `${path}.${key}`, depth + 1)}`);
  return `{${members.join(',')}}`;
}

function writeString(value: string, path: string): string {
  if (!value.isWellFormed()) throw new TypeError(`${path}: a lone surrogate has no UTF-8 bytes`);
  return JSON.stringify(value);
}
