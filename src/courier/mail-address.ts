import { domainToASCII } from 'node:url';

/** A correspondent: a name for people, possibly empty, and an address for machines. */
export interface Mailbox {
  readonly name: string;
  readonly address: string;
}

const LOCAL = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const LABEL = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;

/**
 * The address as it goes on the wire, its domain in ASCII; null when no server would take it. Quoted local
 * parts and local parts outside ASCII are refused: they exist on paper (RFC 5321, RFC 6531), mail through
 * them gets lost.
 */
export function wireAddress(address: string): string | null {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const domain = domainToASCII(address.slice(at + 1));
  const labels = domain.split('.');
  if (at < 1 || local.length > 64 || !LOCAL.test(local)) return null;
  if (labels.length < 2 || !labels.every((label) => LABEL.test(label)) || domain.length > 253) return null;
  // RFC 5321 §4.5.3.1.3: 256 octets for a path with its brackets.
  return local.length + 1 + domain.length > 254 ? null : `${local}@${domain}`;
}

/**
 * A text that goes into a header, on one line. Control characters would begin a header of their own; those
 * that turn the direction of writing or show nothing (Unicode Cf) would let a name look like another.
 */
export function headerText(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cs}\u2028\u2029]+/gu, ' ')
    .replace(/\p{Cf}/gu, '')
    .replace(/ {2,}/g, ' ')
    .trim();
}

/**
 * `<id@domain of the sender>`: the same at each try, and without a word that the text itself would not use.
 */
export function messageIdOf(id: string, senderAddress: string): string {
  const domain = domainToASCII(senderAddress.slice(senderAddress.lastIndexOf('@') + 1));
  return `<${id}@${domain}>`;
}

export function isMessageId(text: string): boolean {
  return /^<[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+>$/.test(text) && text.length <= 250;
}
