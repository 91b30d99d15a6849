import { Resolver } from 'node:dns/promises';
import type { Found, Lookup } from './lookup.ts';

/** For each question to each server: a resolver that answers at all does it in a tenth of that. */
const PATIENCE_MS = 1_000;
/** Each is asked in turn when the one before is silent. */
const MOST_SERVERS = 2;
/** Questions without an answer after which nobody is asked any more: one slow zone is no dead network. */
const SILENCES = 2;

/** The server says so, and knows. */
const ABSENT = new Set(['ENOTFOUND', 'ENODATA', 'EBADNAME']);
/** Nobody there, or nobody who answers: asking on would only make a person wait. */
const SILENT = new Set(['ETIMEOUT', 'ECONNREFUSED', 'ECANCELLED']);

/**
 * Asks the name servers of this machine, or those of `servers` (`address:port`). A question is asked once,
 * and none any more after two silences: without a network the whole costs a few seconds.
 */
export function openLookup(servers: readonly string[] | null): Lookup {
  const resolver = new Resolver({ timeout: PATIENCE_MS, tries: 1, maxTimeout: PATIENCE_MS });
  resolver.setServers((servers ?? resolver.getServers()).slice(0, MOST_SERVERS));
  const asked = new Map<string, Promise<Found>>();
  let silences = 0;
  const once = async (key: string, question: () => Promise<readonly string[]>): Promise<Found> => {
    const known = asked.get(key);
    if (known !== undefined) return await known;
    const answer = ask(question);
    asked.set(key, answer);
    return await answer;
  };
  const ask = async (question: () => Promise<readonly string[]>): Promise<Found> => {
    if (silences >= SILENCES) return 'unreachable';
    try {
      const values = await question();
      return values.length === 0 ? 'absent' : values;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (ABSENT.has(code)) return 'absent';
      if (SILENT.has(code)) silences += 1;
      return 'unreachable';
    }
  };
  return {
    texts: async (name) =>
      await once(`TXT ${name}`, async () => (await resolver.resolveTxt(name)).map((parts) => parts.join(''))),
    addresses: async (name) => {
      const four = await once(`A ${name}`, async () => await resolver.resolve4(name));
      const six = await once(`AAAA ${name}`, async () => await resolver.resolve6(name));
      if (typeof four === 'string') return typeof six === 'string' && four === 'unreachable' ? four : six;
      return typeof six === 'string' ? four : [...four, ...six];
    },
    exchangers: async (name) =>
      await once(`MX ${name}`, async () => (await resolver.resolveMx(name)).map(({ exchange }) => exchange)),
  };
}
