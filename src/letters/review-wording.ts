import { REGIMES, type Regime } from '../law/regime.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { STEPS, type StepKey } from '../scenarios/steps.ts';
import type { Scope } from './variables.ts';
import { parseWording } from './wording.ts';
import { forbiddenWords } from './words.ts';

/**
 * Whether a text that a user wrote may take the place of ours, under its key (`fr/reminder-1.b2b`). Refuses
 * `wording_invalid`, `wording_variable_unknown`, and `wording_forbidden_word` naming the words that this step
 * and debtor must not read.
 */
export function reviewWording(key: string, source: string, scope: Scope): Refusal | null {
  const parsed = parseWording(source, scope);
  if ('refused' in parsed) return parsed;
  const words = targetsOf(key).flatMap(([step, regime]) => forbiddenWords(wordsOf(source), step, regime));
  const named = [...new Set(words)];
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
 * The steps and debtors that a key reaches: a shared block reaches all of them, so only what none may read is
 * refused there.
 */
function targetsOf(key: string): readonly (readonly [StepKey, Regime])[] {
  const [, name = ''] = key.split('/');
  const [step, regime] = name.split('.');
  if (!STEPS.some((one) => one === step)) return [];
  const regimes = regime === 'b2c' ? (['b2c', 'nonpro'] as const) : REGIMES.filter((one) => one === regime);
  return regimes.map((one) => [step as StepKey, one]);
}
