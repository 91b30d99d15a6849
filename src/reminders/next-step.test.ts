import { expect, test } from 'vitest';
import { contactFacts, debtorFacts, itemFacts } from '../../tests/harness/books.ts';
import { iso } from '../calendar/day.ts';
import { lastPrinted } from './next-step.ts';

const item = itemFacts({ due: '2026-10-12' });
const other = itemFacts({ id: 'other', due: '2026-10-01' });
const answerBy = iso('2026-10-20');

test('a date printed in a reminder binds the items it asks for', () => {
  const reminder = contactFacts('2026-10-15', 'reminder-1', [item.id], { answerBy });
  expect(lastPrinted(debtorFacts([item], { contacts: [reminder] }), item, 'reminder-2')).toBe(answerBy);
});

test('L12: it binds the items asked for beside, whose own steps may be ready before', () => {
  const reminder = contactFacts('2026-10-15', 'reminder-2', [other.id], { answerBy });
  const debtor = debtorFacts([item, other], { contacts: [reminder] });
  expect(lastPrinted(debtor, item, 'reminder-3')).toBe(answerBy);
  expect(lastPrinted(debtor, item, 'formal-notice')).toBe(answerBy);
  expect(lastPrinted(debtor, item, 'contact')).toBeNull();
});

test('first contacts and formal notices bind their own items only', () => {
  for (const step of ['contact', 'formal-notice'] as const) {
    const contact = contactFacts('2026-10-15', step, [other.id], { answerBy });
    const debtor = debtorFacts([item, other], { contacts: [contact] });
    expect(lastPrinted(debtor, item, 'reminder-1')).toBeNull();
    expect(lastPrinted(debtor, other, 'reminder-1')).toBe(answerBy);
  }
});

test('each currency has its own dates', () => {
  const reminder = contactFacts('2026-10-15', 'reminder-2', [other.id], { answerBy, currency: 'CHF' });
  expect(lastPrinted(debtorFacts([item], { contacts: [reminder] }), item, 'reminder-3')).toBeNull();
});

test('an item quietly mentioned before its due date is not bound by it', () => {
  const mentioned = contactFacts('2026-10-07', 'contact', [], {
    answerBy: iso('2026-10-13'),
    items: [{ id: item.id, step: 'pre-due' }],
  });
  expect(lastPrinted(debtorFacts([item], { contacts: [mentioned] }), item, 'contact')).toBeNull();
});
