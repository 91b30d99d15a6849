import { z } from 'zod';

/** One place of a JSON document that is not of the form asked for, and what it must be. */
export interface FormFault {
  /** Keys from the top, joined by points; empty for the document itself. */
  readonly at: string;
  readonly code: 'key_unknown' | 'value_invalid';
  /** French, with the values that are allowed there. */
  readonly message: string;
}

/**
 * What an issue of a schema says, in French and with all that is allowed at that place: the library's own
 * sentences are English, and name one bound of two.
 */
export function formFaults(schema: z.ZodType, issue: z.core.$ZodIssue): readonly FormFault[] {
  const root = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Form;
  const form = formAt(root, issue.path);
  if (issue.code === 'unrecognized_keys') {
    const known = Object.keys(solid(form).properties ?? {}).join(', ');
    return issue.keys.map((key) => ({
      at: [...issue.path, key].join('.'),
      code: 'key_unknown',
      message: `La clé «\u00a0${key}\u00a0» n’existe pas\u00a0: retirez-la, ou corrigez son nom (clés possibles\u00a0: ${known}).`,
    }));
  }
  const message = `Valeur attendue\u00a0: ${asked(form)}.`;
  return [{ at: issue.path.join('.'), code: 'value_invalid', message }];
}

/** What we read of a JSON schema. */
interface Form {
  readonly type?: string;
  /** Said by the schema itself, where its rule has no words. */
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Form[];
  readonly properties?: Readonly<Record<string, Form>>;
  readonly items?: Form;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

function formAt(root: Form, path: readonly PropertyKey[]): Form {
  let form = root;
  for (const key of path) {
    const { items, properties } = solid(form);
    form = (typeof key === 'number' ? items : properties?.[String(key)]) ?? {};
  }
  return form;
}

/** Without the null that a form also takes. */
function solid(form: Form): Form {
  return form.anyOf?.find(({ type }) => type !== 'null') ?? form;
}

function asked(form: Form): string {
  const main = solid(form);
  return form.anyOf ? `${askedOf(main)}, ou null` : askedOf(main);
}

function askedOf(form: Form): string {
  const { description, minimum, maximum, maxLength, minItems, maxItems } = form;
  if (description !== undefined) return description;
  if (form.enum) return listed(form.enum.map((value) => JSON.stringify(value)));
  switch (form.type) {
    case 'boolean':
      return 'true ou false, sans guillemets';
    case 'integer':
    case 'number':
      return `un nombre entier de ${minimum} à ${maximum}, sans guillemets`;
    case 'array':
      return `une liste [ … ] de ${minItems ?? 0} à ${maxItems} éléments, chacun\u00a0: ${asked(form.items ?? {})}`;
    case 'object':
      return `un objet { … } dont les clés sont ${Object.keys(form.properties ?? {}).join(', ')}`;
    default:
      return `un texte entre guillemets, non vide${maxLength === undefined ? '' : `, de ${maxLength} caractères au plus`}`;
  }
}

function listed(values: readonly string[]): string {
  const last = values.at(-1) ?? '';
  return values.length > 1 ? `${values.slice(0, -1).join(', ')} ou ${last}` : last;
}
