import { unseal } from '../platform/secrets.ts';
import type { Smtp } from './creditor.ts';

/** What the password of a creditor's mail server is sealed for. */
export function smtpPurpose(creditorId: string): string {
  return `smtp:${creditorId}`;
}

/**
 * The password in clear, for the transport only; null when there is none. `sealed_elsewhere` when the key of
 * this data folder does not open it: a database restored without its key file.
 */
export function smtpPassword(
  dataFolder: string,
  creditorId: string,
  smtp: Smtp,
): { readonly password: string | null } | 'sealed_elsewhere' {
  if (smtp.password === null) return { password: null };
  const password = unseal(dataFolder, smtpPurpose(creditorId), smtp.password);
  return password === null ? 'sealed_elsewhere' : { password };
}
