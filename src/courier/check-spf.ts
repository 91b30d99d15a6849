import { anyWithin } from './ip-networks.ts';
import type { Found, Lookup } from './lookup.ts';
import { isSpf, parseSpf, type Qualifier, type SpfRecord, type SpfTerm } from './spf-record.ts';

/** What the SPF of a domain says to a receiver, and of a server that sends for it. */
export type SpfFinding =
  | { readonly kind: 'unreachable' | 'absent' }
  | { readonly kind: 'several'; readonly records: readonly string[] }
  | { readonly kind: 'malformed'; readonly record: string; readonly term: string }
  | {
      readonly kind: 'read';
      readonly record: string;
      /** What it says of all other servers, its redirections followed; null: nothing. */
      readonly rest: Qualifier | null;
      /** Questions it asks of the DNS, those of the records that it includes counted. */
      readonly lookups: number;
      /** An included domain that has no sound record: receivers reject the whole. */
      readonly broken: string | null;
      /** Every domain that it includes or redirects to, at any depth. */
      readonly includes: readonly string[];
      /** Whether the server may send; null when nobody could tell. */
      readonly allowed: boolean | null;
    };

/** RFC 7208 §4.6.4. */
export const MOST_LOOKUPS = 10;
/** A record that includes itself must not be followed for ever. */
const DEEPEST = 10;
const ASKS: ReadonlySet<string> = new Set(['include', 'a', 'mx', 'ptr', 'exists']);

/** Reads the SPF of `domain` and looks whether a server of one of these addresses may send for it. */
export async function checkSpf(
  domain: string,
  addresses: readonly string[],
  lookup: Lookup,
): Promise<SpfFinding> {
  const found = await recordOf(domain, lookup);
  if ('kind' in found) return found;
  const walk: Walk = { lookup, addresses, lookups: 0, broken: null, includes: [], unknown: false };
  const result = await evaluate(domain, found.parsed, walk, 0);
  const { lookups, broken, includes, unknown } = walk;
  const passes = result.verdict === '+' && !result.byAll;
  return {
    kind: 'read',
    record: found.text,
    rest: result.rest,
    lookups,
    broken,
    includes,
    allowed: passes ? true : unknown || addresses.length === 0 ? null : false,
  };
}

interface Walk {
  readonly lookup: Lookup;
  readonly addresses: readonly string[];
  lookups: number;
  broken: string | null;
  readonly includes: string[];
  /** Something was not answered, or depends on the message (a macro). */
  unknown: boolean;
}

interface Evaluated {
  /** Of the first mechanism that matches; null when none does. */
  readonly verdict: Qualifier | null;
  /** Whether that mechanism was `all`: then the server is not named. */
  readonly byAll: boolean;
  readonly rest: Qualifier | null;
}

const NOTHING: Evaluated = { verdict: null, byAll: false, rest: null };

type Recorded =
  | { readonly text: string; readonly parsed: SpfRecord }
  | Exclude<SpfFinding, { readonly kind: 'read' }>;

async function recordOf(domain: string, lookup: Lookup): Promise<Recorded> {
  const texts = await lookup.texts(domain);
  if (typeof texts === 'string') return { kind: texts };
  const [text, ...others] = texts.filter(isSpf);
  if (text === undefined) return { kind: 'absent' };
  if (others.length > 0) return { kind: 'several', records: [text, ...others] };
  const parsed = parseSpf(text);
  return 'wrong' in parsed ? { kind: 'malformed', record: text, term: parsed.wrong } : { text, parsed };
}

/** All terms are walked, beyond the one that decides: who counts questions counts those of every message. */
async function evaluate(domain: string, record: SpfRecord, walk: Walk, depth: number): Promise<Evaluated> {
  let decided: Pick<Evaluated, 'verdict' | 'byAll'> | null = null;
  for (const term of record.terms) {
    const matches = await matchesTerm(domain, term, walk, depth);
    if (matches) decided ??= { verdict: term.qualifier, byAll: term.name === 'all' };
  }
  const all = record.terms.find(({ name }) => name === 'all');
  if (all) return { ...(decided ?? NOTHING), rest: all.qualifier };
  if (record.redirect === null) return { ...NOTHING, ...decided };
  walk.lookups += 1;
  const followed = await follow(record.redirect, walk, depth);
  return decided === null ? followed : { ...decided, rest: followed.rest };
}

async function matchesTerm(domain: string, term: SpfTerm, walk: Walk, depth: number): Promise<boolean> {
  const { name, target, bits } = term;
  if (ASKS.has(name)) walk.lookups += 1;
  if (name === 'all') return true;
  if (target?.includes('%') || name === 'ptr') {
    walk.unknown = true;
    return false;
  }
  if (name === 'ip4' || name === 'ip6') return anyWithin(walk.addresses, [target!], bits);
  if (name === 'include') return (await follow(target!, walk, depth)).verdict === '+';
  const host = target ?? domain;
  if (name === 'exists') return listOf(await walk.lookup.addresses(host), walk).length > 0;
  const hosts = name === 'a' ? [host] : listOf(await walk.lookup.exchangers(host), walk);
  const found: string[] = [];
  for (const one of hosts) found.push(...listOf(await walk.lookup.addresses(one), walk));
  return anyWithin(walk.addresses, found, bits);
}

async function follow(target: string, walk: Walk, depth: number): Promise<Evaluated> {
  walk.includes.push(target.toLowerCase());
  // Over the limit already: what comes is not looked at by anybody.
  if (depth >= DEEPEST || walk.lookups > 2 * MOST_LOOKUPS || target.includes('%')) {
    walk.unknown = true;
    return NOTHING;
  }
  const found = await recordOf(target, walk.lookup);
  if (!('kind' in found)) return await evaluate(target, found.parsed, walk, depth + 1);
  if (found.kind === 'unreachable') walk.unknown = true;
  else walk.broken ??= target;
  return NOTHING;
}

function listOf(found: Found, walk: Walk): readonly string[] {
  if (typeof found !== 'string') return found;
  if (found === 'unreachable') walk.unknown = true;
  return [];
}
