/** What a file or a person tells of who a debtor is. */
export interface Identity {
  readonly code: string | null;
  readonly siren: string | null;
  readonly name: string;
  readonly postcode: string | null;
}

export interface DebtorKey {
  readonly key: string;
  /** `name`: two homonyms of one town would be one debtor, so a person should give a code. */
  readonly by: 'code' | 'siren' | 'name';
}

/** The stable key of a debtor (D14): the customer code, else the SIREN, else the name and the postcode. */
export function debtorKey(identity: Identity): DebtorKey {
  const code = identity.code?.trim();
  if (code) return { key: code, by: 'code' };
  if (identity.siren) return { key: identity.siren, by: 'siren' };
  const postcode = identity.postcode?.replace(/\s/g, '') ?? '';
  return { key: [slug(identity.name), postcode].filter((part) => part !== '').join('-'), by: 'name' };
}

/** Lower case without accents or punctuation: `Dupont & Fils` and `DUPONT ET FILS` stay two, `Société` and `SOCIETE` are one. */
function slug(name: string): string {
  const folded = name
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae');
  return folded.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '');
}
