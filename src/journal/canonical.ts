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
  return write(value, []);
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

/** Where the value stands, keys and indexes from the root on. One list for all: a day writes millions. */
type Place = (string | number)[];

function write(value: unknown, place: Place): string {
  if (place.length > MAX_DEPTH) return refused(place, `nested deeper than ${MAX_DEPTH}`);
  if (value === null || value === true || value === false) return String(value);
  if (typeof value === 'string') return writeString(value, place);
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) return refused(place, `not a safe integer: ${value}`);
    return value === 0 ? '0' : String(value);
  }
  if (Array.isArray(value)) return writeArray(value, place);
  if (typeof value === 'object') return writeObject(value, place);
  return refused(place, `a ${typeof value} has no canonical form`);
}

function writeArray(values: readonly unknown[], place: Place): string {
  let text = '[';
  for (let index = 0; index < values.length; index += 1) {
    place.push(index);
    text += index === 0 ? write(values[index], place) : `,${write(values[index], place)}`;
    place.pop();
  }
  return `${text}]`;
}

function writeObject(value: object, place: Place): string {
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    return refused(place, 'only plain objects have a canonical form');
  }
  const entries = value as Readonly<Record<string, unknown>>;
  let text = '{';
  for (const key of Object.keys(entries).sort()) {
    if (text.length > 1) text += ',';
    text += `${writeString(key, place)}:`;
    place.push(key);
    text += write(entries[key], place);
    place.pop();
  }
  return `${text}}`;
}

function writeString(value: string, place: Place): string {
  if (!value.isWellFormed()) return refused(place, 'a lone surrogate has no UTF-8 bytes');
  return JSON.stringify(value);
}

function refused(place: Place, why: string): never {
  const path = place.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
  throw new TypeError(`$${path}: ${why}`);
}
