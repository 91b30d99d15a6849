import { ipVersion } from './ip-networks.ts';

export type Qualifier = '+' | '-' | '~' | '?';

/** A mechanism of an SPF record (RFC 7208 §5). */
export interface SpfTerm {
  readonly qualifier: Qualifier;
  readonly name: (typeof MECHANISMS)[number];
  /** A domain or an address; null: the domain of the record itself. */
  readonly target: string | null;
  /** Bits of the network, of IPv4 and IPv6; null: all of them. */
  readonly bits: { readonly four: number | null; readonly six: number | null };
}

export interface SpfRecord {
  readonly terms: readonly SpfTerm[];
  /** The domain whose record decides when no mechanism did (RFC 7208 §6.1). */
  readonly redirect: string | null;
}

const MECHANISMS = ['all', 'include', 'a', 'mx', 'ptr', 'ip4', 'ip6', 'exists'] as const;
/** These mean nothing without a domain or an address. */
const WITH_TARGET: ReadonlySet<string> = new Set(['include', 'ip4', 'ip6', 'exists']);
const TERM = /^([+\-~?])?([a-z0-9]+)(?::([^/]*))?((?:\/\d{1,3})?(?:\/\/\d{1,3})?)$/i;
const MODIFIER = /^([a-z][a-z0-9._-]*)=(.*)$/i;

/** Whether a TXT record is an SPF record (RFC 7208 §4.5). */
export function isSpf(text: string): boolean {
  return /^v=spf1( |$)/i.test(text);
}

/** Reads an SPF record; answers the first term that is none, which makes receivers reject the whole of it. */
export function parseSpf(text: string): SpfRecord | { readonly wrong: string } {
  const terms: SpfTerm[] = [];
  let redirect: string | null = null;
  for (const word of text.split(' ').slice(1)) {
    if (word === '') continue;
    const modifier = MODIFIER.exec(word);
    if (modifier) {
      const isRedirect = modifier[1]!.toLowerCase() === 'redirect';
      if (isRedirect && (redirect !== null || modifier[2] === '')) return { wrong: word };
      if (isRedirect) redirect = modifier[2]!;
      continue;
    }
    const term = parseTerm(word);
    if (term === null) return { wrong: word };
    terms.push(term);
  }
  return { terms, redirect };
}

function parseTerm(word: string): SpfTerm | null {
  // An IPv6 network has colons and a slash of its own.
  const six = /^([+\-~?])?ip6:([0-9a-f:.]+)(?:\/(\d{1,3}))?$/i.exec(word);
  if (six) {
    const bits = { four: null, six: six[3] === undefined ? null : Number(six[3]) };
    return ipVersion(six[2]!) === 6 && (bits.six ?? 0) <= 128
      ? { qualifier: (six[1] ?? '+') as Qualifier, name: 'ip6', target: six[2]!, bits }
      : null;
  }
  const match = TERM.exec(word);
  const name = MECHANISMS.find((one) => one === match?.[2]?.toLowerCase());
  if (!match || name === undefined || name === 'ip6') return null;
  const target = match[3] ?? null;
  const bits = bitsOf(match[4] ?? '');
  const sound =
    target !== '' &&
    (target !== null || !WITH_TARGET.has(name)) &&
    (name !== 'all' || word.length <= 4) &&
    (name !== 'ip4' || ipVersion(target!) === 4) &&
    (bits.four ?? 0) <= 32 &&
    (bits.six ?? 0) <= 128;
  return sound ? { qualifier: (match[1] ?? '+') as Qualifier, name, target, bits } : null;
}

function bitsOf(text: string): SpfTerm['bits'] {
  const [, four, six] = /^(?:\/(\d+))?(?:\/\/(\d+))?$/.exec(text) ?? [];
  return { four: four === undefined ? null : Number(four), six: six === undefined ? null : Number(six) };
}
