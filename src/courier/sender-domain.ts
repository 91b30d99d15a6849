import { checkSpf, type SpfFinding } from './check-spf.ts';
import { ipVersion } from './ip-networks.ts';
import type { Lookup } from './lookup.ts';
import { wireAddress } from './mail-address.ts';
import { isPublicMail, type MailProvider, providerOf, selectorsToTry, spfTermFor } from './mail-providers.ts';

export type DkimFinding =
  | { readonly kind: 'unreachable' | 'unknown' }
  /** `unknown`: none under the names that were tried, which proves nothing. */
  | { readonly kind: 'found' | 'revoked'; readonly selectors: readonly string[] };

export type DmarcPolicy = 'none' | 'quarantine' | 'reject';

export type DmarcFinding =
  | { readonly kind: 'unreachable' | 'absent' }
  | { readonly kind: 'several' | 'malformed'; readonly at: string; readonly record: string }
  | {
      readonly kind: 'read';
      /** The domain that has the record: the sender's, or one above it. */
      readonly at: string;
      readonly record: string;
      readonly policy: DmarcPolicy;
      readonly reports: boolean;
    };

/** What the DNS says of the domain of a creditor's e-mails and of the server that sends them. */
export interface SenderDomain {
  readonly domain: string;
  readonly address: string;
  readonly host: string;
  readonly provider: MailProvider | null;
  readonly publicMail: boolean;
  /** The term of an SPF record that would allow the server. */
  readonly spfTerm: string;
  /** The domain of the account at the server, where it is an address of another domain. */
  readonly otherAccount: string | null;
  readonly spf: SpfFinding;
  readonly dkim: DkimFinding;
  readonly dmarc: DmarcFinding;
}

/**
 * Looks at SPF, DKIM and DMARC of the domain of `address`, whose mails `smtp` sends. The sender of the
 * envelope is that same address, so what SPF proves is the domain that people read. Null: no address.
 */
export async function readSenderDomain(
  address: string,
  smtp: { readonly host: string; readonly user: string | null },
  lookup: Lookup,
): Promise<SenderDomain | null> {
  const domain = domainOf(address);
  if (domain === null) return null;
  const provider = providerOf(smtp.host);
  const account = smtp.user === null ? null : domainOf(smtp.user);
  // First and alone: where nobody answers, this one question is all that is waited for.
  const servers = ipVersion(smtp.host) > 0 ? [smtp.host] : await lookup.addresses(smtp.host);
  const spf = await checkSpf(domain, typeof servers === 'string' ? [] : servers, lookup);
  return {
    domain,
    address,
    host: smtp.host,
    provider,
    publicMail: isPublicMail(domain),
    spfTerm: spfTermFor(smtp.host, provider),
    otherAccount: account !== null && account !== domain ? account : null,
    spf,
    dkim: await findDkim(domain, selectorsToTry(provider), lookup),
    dmarc: await findDmarc(domain, lookup),
  };
}

function domainOf(address: string): string | null {
  const wire = wireAddress(address);
  return wire === null ? null : wire.slice(wire.lastIndexOf('@') + 1).toLowerCase();
}

async function findDkim(domain: string, selectors: readonly string[], lookup: Lookup): Promise<DkimFinding> {
  const tried = await Promise.all(
    selectors.map(async (selector) => ({
      selector,
      texts: await lookup.texts(`${selector}._domainkey.${domain}`),
    })),
  );
  const keys = tried.flatMap(({ selector, texts }) => {
    const key = typeof texts === 'string' ? undefined : texts.map(keyOf).find((one) => one !== null);
    return key === undefined ? [] : [{ selector, revoked: key === '' }];
  });
  const live = keys.filter(({ revoked }) => !revoked);
  const names = (list: typeof keys) => list.map(({ selector }) => selector);
  if (live.length > 0) return { kind: 'found', selectors: names(live) };
  if (keys.length > 0) return { kind: 'revoked', selectors: names(keys) };
  return { kind: tried.some(({ texts }) => texts === 'unreachable') ? 'unreachable' : 'unknown' };
}

/** The public key of a DKIM record (RFC 6376 §3.6.1), empty when it was revoked; null: no such record. */
function keyOf(text: string): string | null {
  const tags = tagsOf(text);
  const version = tags.get('v') ?? 'DKIM1';
  return version === 'DKIM1' ? (tags.get('p') ?? null) : null;
}

const POLICIES: readonly DmarcPolicy[] = ['none', 'quarantine', 'reject'];

/** At the domain, else at those above it: an address of a branch falls under the record of its firm. */
async function findDmarc(domain: string, lookup: Lookup): Promise<DmarcFinding> {
  const labels = domain.split('.');
  for (let from = 0; from <= labels.length - 2; from += 1) {
    const at = labels.slice(from).join('.');
    const texts = await lookup.texts(`_dmarc.${at}`);
    if (texts === 'unreachable') return { kind: 'unreachable' };
    const records = texts === 'absent' ? [] : texts.filter((text) => /^v\s*=\s*DMARC1\s*(;|$)/.test(text));
    const [record, ...others] = records;
    if (record === undefined) continue;
    if (others.length > 0) return { kind: 'several', at, record };
    const tags = tagsOf(record);
    const asked = from > 0 ? (tags.get('sp') ?? tags.get('p')) : tags.get('p');
    const policy = POLICIES.find((one) => one === asked?.toLowerCase());
    if (policy === undefined) return { kind: 'malformed', at, record };
    return { kind: 'read', at, record, policy, reports: (tags.get('rua') ?? '') !== '' };
  }
  return { kind: 'absent' };
}

/** `name=value` pairs between semicolons, as DKIM and DMARC write them. */
function tagsOf(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split(';').flatMap((part) => {
      const at = part.indexOf('=');
      return at < 0 ? [] : [[part.slice(0, at).trim(), part.slice(at + 1).replace(/\s+/g, '')] as const];
    }),
  );
}
