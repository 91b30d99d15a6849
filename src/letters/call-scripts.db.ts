import type { Scope } from '../journal/scope.ts';
import { isRefusal } from '../platform/refusal.ts';
import type { Proposal } from '../reminders/proposal.ts';
import type { Action } from '../reminders/verdict.ts';
import { callScript } from './call-script.ts';
import { gatherFacts } from './gather-facts.db.ts';
import { loadWordings } from './wordings.db.ts';

/** What a person says on the telephone, line by line; null for a contact that is no call, or says nothing. */
export type ScriptOf = (debtorId: string, contact: Action | Proposal) => Promise<readonly string[] | null>;

/** The scripts of the calls of a day, with the creditor's own words when there are some. Reads only. */
export async function callScripts(scope: Scope): Promise<ScriptOf> {
  const { overrides } = await loadWordings(scope.tx);
  return async (debtorId, contact) => {
    if (contact.channel !== 'call') return null;
    const order = { ...contact, debtorId, tracking: null };
    const gathered = await gatherFacts(scope, order, scope.on, { files: [] });
    if (isRefusal(gathered)) return null;
    const script = callScript(gathered.facts, overrides);
    return isRefusal(script) ? null : script.lines;
  };
}
