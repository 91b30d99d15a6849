import { ipVersion } from './ip-networks.ts';

/**
 * A provider that many firms send through, as known in November 2026: not each value was read on its own
 * pages, so what is told of it is a proposal to check with the provider, never a fault by itself.
 */
export interface MailProvider {
  readonly name: string;
  /** Ends of the names of its servers. */
  readonly hosts: readonly string[];
  /** What the SPF record of its customers includes; null where its relay sends under its own domain. */
  readonly include: string | null;
  /** Names of DKIM keys that it gives its customers; empty when each customer has others. */
  readonly selectors: readonly string[];
}

const PROVIDERS: readonly MailProvider[] = [
  provider('Google', ['gmail.com', 'google.com'], '_spf.google.com', ['google']),
  provider('Microsoft 365', ['office365.com', 'outlook.com'], 'spf.protection.outlook.com', [
    'selector1',
    'selector2',
  ]),
  // Its keys bear the number of the customer: ovhmo1234567-selector1.
  provider('OVHcloud', ['ovh.net', 'ovh.com'], 'mx.ovh.com', []),
  provider('Gandi', ['gandi.net'], '_mailcust.gandi.net', ['gm1', 'gm2', 'gm3']),
  provider('Infomaniak', ['infomaniak.com', 'infomaniak.ch'], 'spf.infomaniak.ch', []),
  provider('IONOS', ['ionos.fr', 'ionos.com', '1and1.fr'], '_spf-eu.ionos.com', ['s1-ionos', 's2-ionos']),
  // Their bounces come back to them, so that the sender's domain is proved by DKIM alone.
  provider('Brevo', ['brevo.com', 'sendinblue.com'], null, ['brevo1', 'brevo2', 'mail']),
  provider('Mailjet', ['mailjet.com'], null, ['mailjet']),
];

function provider(
  name: string,
  hosts: readonly string[],
  include: string | null,
  selectors: readonly string[],
): MailProvider {
  return { name, hosts, include, selectors };
}

/** Whose server it is; null when it is none of those. */
export function providerOf(host: string): MailProvider | null {
  const name = host.toLowerCase().replace(/\.$/, '');
  return PROVIDERS.find(({ hosts }) => hosts.some((end) => name === end || name.endsWith(`.${end}`))) ?? null;
}

/** The term of an SPF record that allows the server `host`. */
export function spfTermFor(host: string, provider: MailProvider | null): string {
  if (provider?.include) return `include:${provider.include}`;
  const family = ipVersion(host);
  return family === 0 ? `a:${host}` : `ip${family}:${host}`;
}

/** Selectors cannot be listed, only tried: those that programs and providers use without being asked. */
const COMMON_SELECTORS = [
  ...['default', 'dkim', 'mail', 'smtp', 'email', 'key1', 'selector1', 'selector2', 's1', 's2', 'k1', 'k2'],
  ...['google', 'mandrill', 'mailjet', 'brevo1', 'brevo2', 'gm1', 'gm2', 'gm3', 's1-ionos', 's2-ionos'],
  ...['zoho', 'fm1', 'fm2', 'protonmail', 'mxvault', 'ovh'],
] as const;

/** The names of DKIM keys to try, the provider's own first. */
export function selectorsToTry(of: MailProvider | null): readonly string[] {
  return [...new Set([...(of?.selectors ?? []), ...COMMON_SELECTORS])];
}

/** Mailboxes for everybody: their domain is not their customers' to publish in. */
const PUBLIC_MAIL: ReadonlySet<string> = new Set([
  ...['gmail.com', 'googlemail.com', 'outlook.com', 'outlook.fr', 'hotmail.com', 'hotmail.fr', 'live.fr'],
  ...['yahoo.com', 'yahoo.fr', 'icloud.com', 'me.com', 'orange.fr', 'wanadoo.fr', 'free.fr', 'sfr.fr'],
  ...['neuf.fr', 'laposte.net', 'bbox.fr', 'gmx.fr', 'gmx.com', 'aol.com', 'proton.me', 'protonmail.com'],
]);

export function isPublicMail(domain: string): boolean {
  return PUBLIC_MAIL.has(domain);
}
