import { describe, expect, test } from 'vitest';
import { isRefusal } from '../platform/refusal.ts';
import { DEFAULT_SCENARIO } from './scenario.ts';
import { readScenarioFile } from './scenario-file.ts';

const { key, steps } = DEFAULT_SCENARIO;

describe('a scenario that a user writes', () => {
  test('the default of the house is a lawful one', () => {
    expect(readScenarioFile({ key, steps })).toEqual({ key, steps });
  });

  const change = (name: string, over: object) => ({
    key,
    steps: steps.map((step) => (step.key === name ? { ...step, ...over } : step)),
  });

  test.each([
    ['an accusation before the due date', change('contact', { offset: 0 }), 'steps.1'],
    ['a pre-due note after it (R21)', change('pre-due', { offset: 3 }), 'steps.0'],
    [
      'penalties to a consumer',
      change('reminder-2', { penalties: { ...steps[3]!.penalties, b2c: 'claim' } }),
      'steps.3',
    ],
    ['penalties at the first contact', change('contact', { penalties: steps[3]!.penalties }), 'steps.1'],
    ['a formal notice by e-mail', change('formal-notice', { channel: 'email' }), 'steps.6'],
    [
      'a formal notice that nobody reads again',
      change('formal-notice', { approval: 'automatic' }),
      'steps.6',
    ],
    ['steps out of order', { key, steps: [...steps].reverse() }, 'steps.1.key'],
    ['an unknown word', change('contact', { tone: 'ferme' }), 'steps.1'],
    ['no step', { key, steps: [] }, 'steps'],
  ])('%s is refused with its place', (_name, document, at) => {
    const refused = readScenarioFile(document);
    if (!isRefusal(refused)) throw new Error('it was accepted');
    expect(refused.refused).toBe('scenario_invalid');
    expect((refused.details.defects as { at: string }[]).map((defect) => defect.at)).toContain(at);
  });

  test('a wrong value is answered by those that are allowed, in French', () => {
    const wrong = { key: 'Été', steps: [{ ...steps[0], channel: 'fax', offset: 1_000, ton: 'ferme' }] };
    const refused = readScenarioFile(wrong);
    if (!isRefusal(refused)) throw new Error('it was accepted');
    expect(refused.message.replaceAll('\u00a0', ' ').split('\n')).toEqual([
      'Ce scénario ne peut pas être publié.',
      'key : Valeur attendue : un nom de 40 signes au plus, en minuscules sans accent, chiffres et tirets.',
      'steps.0.offset : Valeur attendue : un nombre entier de -60 à 730, sans guillemets.',
      'steps.0.channel : Valeur attendue : "email", "call", "letter", "registered" ou "task".',
      expect.stringContaining('steps.0 : La clé « ton » n’existe pas : retirez-la, ou corrigez son nom'),
    ]);
  });
});
