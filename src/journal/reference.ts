import { asSha256, hashBytes, type Sha256 } from './sha256.ts';

/** How an event names what lies outside the journal: `value:` or `document:` and a hash. */
export interface Reference {
  readonly kind: 'value' | 'document';
  readonly sha: Sha256;
}

export function valueName(sha: Sha256): string {
  return `value:${sha}`;
}

export function documentName(sha: Sha256): string {
  return `document:${sha}`;
}

/** The hash in a name as the tables keep it; throws when it is no name of a value or document. */
export function namedBytes(name: string): Buffer {
  return hashBytes(asSha256(name.slice(name.indexOf(':') + 1)));
}

/** Everything a payload names, found in its text: no definition is needed to check that it is still there. */
export function referencesIn(payload: string): readonly Reference[] {
  return Array.from(payload.matchAll(/"(value|document):([0-9a-f]{64})"/g), (match) => ({
    kind: match[1] as Reference['kind'],
    sha: asSha256(match[2]!),
  }));
}
