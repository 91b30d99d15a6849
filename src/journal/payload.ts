import { z } from 'zod';
import type { Json } from './canonical.ts';

export type Payload = { readonly [key: string]: Json };

/**
 * An identifier, a code, a step, an invoice number without spaces: never a name, an address or a sentence.
 */
export const token = z.string().regex(/^[A-Za-z0-9._:/+=-]{1,128}$/);
export const entityId = z.uuid();
export const digest = z.string().regex(/^[0-9a-f]{64}$/);
export const isoDay = z.iso.date();
/** Integer cents, or any other whole number that JavaScript holds exactly. */
export const whole = z.int();

/** A value kept outside the journal so that it can be erased: the payload holds only its salted hash. */
export const valueRef = z.string().regex(/^value:[0-9a-f]{64}$/);
/** A document of the vault; `verify` then demands that it is there and unaltered. */
export const documentRef = z.string().regex(/^document:[0-9a-f]{64}$/);

const FORMATS = new Set([undefined, 'regex', 'uuid', 'date', 'date-time']);
const PERSONAL = ['Jean Dupont', 'jean@dupont.fr', 'Dupont,', 'é'];

interface Shape {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly allOf?: readonly Shape[];
  readonly items?: Shape | boolean;
  readonly prefixItems?: readonly Shape[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly propertyNames?: Shape;
  readonly additionalProperties?: Shape | boolean;
}

/**
 * The first place of a payload schema where a person's name, a sentence or a float could enter, else null.
 * Told when the event is declared, so that no import of a strange file is needed to find it.
 */
export function openPlace(schema: z.ZodType): string | null {
  return findOpen(z.toJSONSchema(schema) as Shape, '$');
}

function findOpen(shape: Shape, path: string): string | null {
  const branches = [...(shape.anyOf ?? []), ...(shape.oneOf ?? []), ...(shape.allOf ?? [])];
  if (branches.length > 0) return firstOf(branches.map((branch) => findOpen(branch, path)));
  if (shape.enum !== undefined || shape.const !== undefined) return null;
  const types = typeof shape.type === 'string' ? [shape.type] : (shape.type ?? []);
  if (types.length === 0) return path;
  return firstOf(types.map((type) => openOfType(type, shape, path)));
}

function openOfType(type: string, shape: Shape, path: string): string | null {
  switch (type) {
    case 'integer':
    case 'boolean':
    case 'null':
      return null;
    case 'string':
      return isClosed(shape) ? null : path;
    case 'array':
      return openInArray(shape, path);
    case 'object':
      return openInObject(shape, path);
    default:
      return path;
  }
}

/** A pattern that would let a person's name or address through is as good as none. */
function isClosed({ format, pattern }: Shape): boolean {
  if (pattern === undefined || !FORMATS.has(format)) return false;
  const accepts = new RegExp(pattern, 'u');
  return PERSONAL.every((text) => !accepts.test(text));
}

function openInArray(shape: Shape, path: string): string | null {
  const fixed = (shape.prefixItems ?? []).map((item, index) => findOpen(item, `${path}[${index}]`));
  const rest = typeof shape.items === 'object' ? findOpen(shape.items, `${path}[]`) : null;
  const unbounded = shape.prefixItems === undefined && typeof shape.items !== 'object' ? path : null;
  return firstOf([...fixed, rest, unbounded]);
}

function openInObject(shape: Shape, path: string): string | null {
  const places = Object.entries(shape.properties ?? {}).map(([key, value]) =>
    findOpen(value, `${path}.${key}`),
  );
  if (typeof shape.additionalProperties !== 'object') return firstOf(places);
  const names = findOpen(shape.propertyNames ?? { type: 'string' }, `${path} (keys)`);
  return firstOf([...places, names, findOpen(shape.additionalProperties, `${path}.*`)]);
}

function firstOf(places: readonly (string | null)[]): string | null {
  return places.find((place) => place !== null) ?? null;
}
