import { REGIMES, type Regime } from '../law/regime.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { STEPS, type StepKey } from '../scenarios/steps.ts';
import type { Scope } from './variables.ts';
import { parseWording } from './wording.ts';
import { forbiddenWords } from './words.ts';

/**
 * Whether a text that a user wrote may take the place of ours, under its key (`fr/reminder-1.b2b`). Refuses
 * `wording_invalid`, `wording_variable_unknown`, and `wording_forbidden_word` naming the words that this step
 * and debtor must not read. Without a scope only the words are looked at.
 */
export function reviewWording(key: string, source: string, scope: Scope | null): Refusal | null {
  const parsed = scope === null ? null : parseWording(source, scope);
  if (parsed !== null && 'refused' in parsed) return parsed;
  const named = wordsToRemove(key, source);
  if (named.length === 0) return null;
  return refuse(
    'wording_forbidden_word',
    `Ce texte contient ce qu’il ne doit pas dire à cette étape\u00a0: ${named.join(', ')}. Retirez-le.`,
    { words: named },
  );
}

/** The words of a wording: what stands outside its tags, and the quoted words inside them. */
function wordsOf(source: string): string {
  return source.replace(/\{%[\s\S]*?%\}|\{\{[\s\S]*?\}\}/g, (tag) =>
    tag.startsWith('{%') && !tag.includes('titre') ? ' ' : ` ${(tag.match(/"[^"]*"/g) ?? []).join(' ')} `,
  );
}

/**
 * What must not be read at this step by this debtor. A text that several steps or kinds of debtor share may
 * choose its words by reader, so only what none of them may read is refused there.
 */
function wordsToRemove(key: string, source: string): readonly string[] {
  const [, name = ''] = key.split('/');
  const [base = '', regime] = name.split('.');
  const step = STEPS.find((one) => one === base.replace(/-(copy|plan)$/, ''));
  const steps: readonly StepKey[] = step ? [step] : STEPS;
  const regimes: readonly Regime[] =
    regime === 'b2c' ? ['b2c', 'nonpro'] : regime ? REGIMES.filter((one) => one === regime) : REGIMES;
  const words = wordsOf(source);
  const found = steps.flatMap((one) => regimes.map((reader) => forbiddenWords(words, one, reader)));
  const all = [...new Set(found.flat())];
  const shared = !step || !regime;
  return shared ? all.filter((word) => found.every((list) => list.includes(word))) : all;
}
