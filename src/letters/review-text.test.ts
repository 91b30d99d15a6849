import { describe, expect, test } from 'vitest';
import { isRefusal } from '../platform/refusal.ts';
import { reviewText } from './review-text.ts';
import { wordingSource } from './wording.ts';
import { type WordingKey, wordingKey, wordingKeys } from './wording-key.ts';

function keyNamed(name: string): WordingKey {
  const key = wordingKey(name, 'fr');
  if (isRefusal(key)) throw new Error(key.message);
  return key;
}

const review = (name: string, source: string) => reviewText(keyNamed(name), source)?.refused ?? null;

test.each(['fr', 'en'] as const)('every text of ours passes its own review: %s', (language) => {
  for (const key of wordingKeys(language)) {
    expect(reviewText(key, wordingSource(key.key, new Map()) ?? ''), key.key).toBeNull();
  }
});

test('a name is read with or without its language; an unknown one is refused with the list', () => {
  expect(keyNamed('reminder-1.b2b').key).toBe('fr/reminder-1.b2b');
  expect(keyNamed('en/reminder-1.b2b')).toMatchObject({
    key: 'en/reminder-1.b2b',
    kind: 'step',
    step: 'reminder-1',
  });
  expect(keyNamed('pre-due-plan')).toMatchObject({ kind: 'step', step: 'pre-due', regime: null });
  const unknown = wordingKey('en/reminder-1.public', 'fr');
  expect(isRefusal(unknown) && unknown.refused).toBe('wording_unknown');
  const path = wordingKey('../../package', 'fr');
  expect(isRefusal(path) && path.refused).toBe('wording_unknown');
});

describe('what a text may not hold', () => {
  test.each([
    ['reminder-1.b2b', 'Objet : x\n\nVoyez {{ prenom }}.', 'wording_variable_unknown'],
    ['reminder-1.b2b', 'Objet : x\n\n{% bloc affectation %}', 'wording_variable_unknown'],
    ['bloc-issue', 'Avant {% bloc issue %}', 'wording_variable_unknown'],
    ['promise', 'Objet : x\n\n{{ montant }}', 'wording_variable_unknown'],
    ['promise', 'Objet : x\n\nUn huissier viendra.', 'wording_forbidden_word'],
    ['reminder-1.b2b', 'Objet : x\n\n{% for a in b %}{% endfor %}', 'wording_invalid'],
    ['reminder-1.b2b', 'Bonjour, payez {{ montant }}.', 'wording_invalid'],
    ['reminder-1.b2c', 'Objet : x\n\nDes frais de dossier.', 'wording_forbidden_word'],
    ['bloc-issue', 'Un huissier viendra.', 'wording_forbidden_word'],
    ['bloc-accessoires.b2b', 'Une indemnité forfaitaire de 40 €.', null],
    ['pre-due-plan', 'Objet : x\n\nVotre retard de paiement.', 'wording_forbidden_word'],
    ['pre-due-plan', 'Objet : x\n\n{{ echeancier.date }} : {{ montant }}', null],
    [
      'formal-notice.b2b',
      'Objet : x\n\nPayez.\n\n{% bloc factures %}\n\n{% bloc paiement %}',
      'wording_invalid',
    ],
    [
      'formal-notice.b2b',
      'Objet : mise en demeure\n\nPayez.\n\n{% bloc factures %}\n\n{% bloc paiement %}',
      null,
    ],
  ])('%s: %s', (name, source, refused) => {
    expect(review(name, source)).toBe(refused);
  });
});
