import { sql } from 'kysely';
import type { DB } from '../../migrations/schema.d.ts';
import type { Tx } from './db.ts';
import { type IdKind, idsNamed, parseIdReference, shortId } from './ids.ts';
import { type Refusal, refuse } from './refusal.ts';
import { isUuid } from './uuid.ts';

/** Candidates shown of an ambiguous id. */
const SHOWN = 10;

/**
 * The id of a row that a person names: `pay-7K2M9QXA`, a unique beginning of it, or the whole id. Refusals:
 * `id_unknown`, `id_ambiguous`.
 */
export async function findId(
  reader: { readonly tx: Tx; readonly creditorId: string },
  table: keyof DB,
  kind: IdKind,
  text: string,
): Promise<string | Refusal> {
  const reference = parseIdReference(text);
  if (!reference) return unknownId(kind, text);
  if (reference.kind !== null && reference.kind !== kind) return unknownId(kind, text);
  const named = isUuid(reference.prefix)
    ? sql`id = ${reference.prefix}::uuid`
    : sql`('x' || right(id::text, 10))::bit(40)::bigint between ${lowest(reference.prefix)}::bigint
        and ${highest(reference.prefix)}::bigint`;
  const { rows } = await sql<{ id: string }>`
    select id from ${sql.table(table)} where creditor_id = ${reader.creditorId} and ${named}
    order by id limit ${SHOWN}`.execute(reader.tx);
  const [only, other] = idsNamed(
    reference,
    kind,
    rows.map((row) => row.id),
  );
  if (only && !other) return only;
  if (!only) return unknownId(kind, text);
  return ambiguousId(
    kind,
    text,
    rows.map((row) => row.id),
  );
}

/** The refusal of a text that several ids begin with. */
export function ambiguousId(kind: IdKind, text: string, ids: readonly string[]): Refusal {
  const candidates = tellingApart(kind, ids);
  return refuse(
    'id_ambiguous',
    `«\u00a0${text}\u00a0» désigne plusieurs lignes\u00a0: donnez l’un de ces identifiants, en entier (${candidates.join(', ')}).`,
    { id: text, candidates },
  );
}

/** The short forms; of two rows that share theirs, which one pair in 2^40 does, only the whole ids differ. */
function tellingApart(kind: IdKind, ids: readonly string[]): readonly string[] {
  const shorts = ids.map((id) => shortId(kind, id));
  return shorts.map((short, at) => (shorts.indexOf(short) === shorts.lastIndexOf(short) ? short : ids[at]!));
}

function unknownId(kind: IdKind, text: string): Refusal {
  return refuse(
    'id_unknown',
    `Aucun identifiant «\u00a0${text}\u00a0» de la forme «\u00a0${kind}-XXXXXXXX\u00a0»\u00a0: recopiez-le depuis la réponse qui l’a donné.`,
    { id: text },
  );
}

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CHARACTERS = 8;

/** The short form is the last 40 bits: a beginning of it is a range of them. */
function lowest(prefix: string): string {
  return numberOf(prefix.padEnd(CHARACTERS, ALPHABET[0]));
}

function highest(prefix: string): string {
  return numberOf(prefix.padEnd(CHARACTERS, ALPHABET.at(-1)));
}

function numberOf(characters: string): string {
  let value = 0n;
  for (const character of characters) value = value * 32n + BigInt(ALPHABET.indexOf(character));
  return value.toString();
}
