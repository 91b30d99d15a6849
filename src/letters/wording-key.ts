import type { Regime } from '../law/regime.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { STEPS, type StepKey } from '../scenarios/steps.ts';
import { shippedNames } from './wording.ts';

/** A text that a creditor may replace: ours has that name, in that language. */
export interface WordingKey {
  /** `fr/reminder-1.b2b`, as composing looks it up. */
  readonly key: string;
  readonly language: 'fr' | 'en';
  readonly name: string;
  readonly kind: 'step' | 'notice' | 'shared' | 'script';
  /** The step it is shown at: its own, or one where it stands. */
  readonly step: StepKey;
  /** The only debtors who read it (`b2c` with the non-professionals); null: all of them. */
  readonly regime: Regime | null;
}

const NOTICES: readonly string[] = ['promise', 'receipt', 'statement'];

/**
 * The text that a person names, `reminder-1.b2b` or `fr/reminder-1.b2b`. Refuses `wording_unknown`, naming
 * those there are.
 */
export function wordingKey(named: string, language: 'fr' | 'en'): WordingKey | Refusal {
  const [, said, name = ''] = /^(?:(fr|en)\/)?(.*)$/.exec(named) ?? [];
  const own = said === 'en' || said === 'fr' ? said : language;
  const known = shippedNames(own);
  if (known.includes(name)) return keyOf(own, name);
  return refuse(
    'wording_unknown',
    `Aucun texte «\u00a0${named}\u00a0»\u00a0; possibles\u00a0: ${known.join(', ')}.`,
    { wording: named, known },
  );
}

/** Every text of a language, by name. */
export function wordingKeys(language: 'fr' | 'en'): readonly WordingKey[] {
  return shippedNames(language).map((name) => keyOf(language, name));
}

function keyOf(language: 'fr' | 'en', name: string): WordingKey {
  const [first = '', regime = null] = name.split('.');
  const base = first.replace(/-(copy|plan)$/, '');
  const step = STEPS.find((one) => one === base);
  const place = { key: `${language}/${name}`, language, name, regime: regime as Regime | null };
  if (step) return { ...place, kind: 'step', step };
  if (name === 'call-script') return { ...place, kind: 'script', step: 'contact' };
  return { ...place, kind: NOTICES.includes(name) ? 'notice' : 'shared', step: 'reminder-1' };
}
