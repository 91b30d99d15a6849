import type { SenderDomain } from '../courier/sender-domain.ts';

/** What whoever keeps the domain is asked to publish, to be pasted as it stands. */
export function record(name: string, text: string): string {
  return `À faire publier dans le DNS\u00a0: ${name} TXT "${text}"`;
}

/** Whether the SPF of the domain allows the server, by its addresses or by the provider's own record. */
export function isAllowed({ spf, provider }: SenderDomain): boolean {
  if (spf.kind !== 'read' || spf.broken !== null) return false;
  return spf.allowed === true || (provider?.include != null && spf.includes.includes(provider.include));
}

/** Whether something was recognised that proves the e-mails to a receiver (DMARC asks for one of the two). */
export function isSenderKnown(seen: SenderDomain): boolean {
  return seen.dkim.kind === 'found' || (seen.provider?.include !== null && isAllowed(seen));
}
