import { expect, test } from 'vitest';
import { creditorFacts, debtorFacts, itemFacts } from '../../tests/harness/books.ts';
import { iso } from '../calendar/day.ts';
import { DEFAULT_SCENARIO } from '../scenarios/scenario.ts';
import { decide } from './decide.ts';
import type { ItemFacts } from './facts.ts';

const DAY = iso('2026-11-16');
const late = itemFacts({ id: 'late', number: 'F-2', due: '2026-11-13' });

function stepsOn(items: readonly ItemFacts[]) {
  const { actions, verdicts } = decide(creditorFacts(), debtorFacts(items), DEFAULT_SCENARIO, DAY);
  const held = verdicts.find(({ itemId, kind }) => itemId === 'late' && kind === 'held');
  return { steps: actions.map(({ step }) => step), held: held?.kind === 'held' ? held.code : null };
}

test('no contact overtakes the one that was approved for the same debtor', () => {
  const notice = itemFacts({ pending: 'approved' });
  expect(stepsOn([notice, late])).toEqual({ steps: [], held: 'awaiting_sending' });
});

test('another currency does not wait for it, nor does a courteous word', () => {
  const dollars = itemFacts({ pending: 'approved', currency: 'USD' });
  expect(stepsOn([dollars, late]).steps).toEqual(['contact']);
  const soon = itemFacts({ id: 'soon', number: 'F-3', due: '2026-11-20' });
  expect(stepsOn([itemFacts({ pending: 'approved' }), soon]).steps).toEqual(['pre-due']);
});

test('a courteous word approved and not yet gone makes nobody wait', () => {
  const announced = itemFacts({ due: '2026-11-20', pending: 'approved' });
  expect(stepsOn([announced, late]).steps).toEqual(['contact']);
});
