import { expect, test } from 'vitest';
import { contactFacts, debtorFacts, itemFacts } from '../../tests/harness/books.ts';
import { iso } from '../calendar/day.ts';
import { lastPrinted } from './next-step.ts';

const item = itemFacts({ due: '2026-10-12' });

test('a date printed in a reminder binds the items it asks for', () => {
  const reminder = contactFacts('2026-10-07', 'reminder-1', [item.id], { answerBy: iso('2026-10-13') });
  expect(lastPrinted(debtorFacts([item], { contacts: [reminder] }), item)).toBe(iso('2026-10-13'));
});

test('an item quietly mentioned before its due date is not bound by it', () => {
  const mentioned = contactFacts('2026-10-07', 'reminder-1', [], {
    answerBy: iso('2026-10-13'),
    items: [{ id: item.id, step: 'pre-due' }],
  });
  expect(lastPrinted(debtorFacts([item], { contacts: [mentioned] }), item)).toBeNull();
});
