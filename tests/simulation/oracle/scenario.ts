import { accountOf, type Books } from './books.ts';
import type { PenaltyMode, Regime, ScenarioStep, Step } from './facts.ts';

/** The steps in the order of the procedure. */
const ORDER: readonly Step[] = [
  'pre-due',
  'contact',
  'reminder-1',
  'reminder-2',
  'reminder-3',
  'reminder-3-bis',
  'formal-notice',
  'route',
];

export function rank(step: Step): number {
  return ORDER.indexOf(step);
}

type Modes = Readonly<Record<Regime, PenaltyMode>>;
const NOTHING: Modes = { b2b: 'none', b2c: 'none', nonpro: 'none', public: 'none' };
const FIRST: Modes = { b2b: 'waive-until', b2c: 'none', nonpro: 'none', public: 'mention' };
const CLAIMED: Modes = { b2b: 'claim', b2c: 'none', nonpro: 'none', public: 'claim' };

/** The procedure that the papers describe (PRODUCT rows 2 to 8, its defaults, LETTERS 4). */
const DEFAULT: readonly ScenarioStep[] = [
  { key: 'pre-due', offset: -5, channel: 'email', approval: 'automatic', penalties: NOTHING },
  { key: 'contact', offset: 1, channel: 'email', approval: 'automatic', penalties: NOTHING },
  { key: 'reminder-1', offset: 7, channel: 'email', approval: 'trusted', answerDays: 6, penalties: FIRST },
  { key: 'reminder-2', offset: 15, channel: 'email', approval: 'owner', answerDays: 8, penalties: CLAIMED },
  { key: 'reminder-3', offset: 30, channel: 'email', approval: 'manager', answerDays: 8, penalties: CLAIMED },
  {
    key: 'reminder-3-bis',
    offset: 40,
    channel: 'email',
    approval: 'manager',
    answerDays: 8,
    penalties: CLAIMED,
  },
  {
    key: 'formal-notice',
    offset: 45,
    channel: 'registered',
    approval: 'second-person',
    spacing: 8,
    penalties: CLAIMED,
  },
  { key: 'route', offset: 45, channel: 'task', approval: 'manager', penalties: NOTHING },
];

/** The steps of a debtor: those of its own scenario, else of the published default, else of the papers. */
export function stepsOf(books: Books, debtor: string): readonly ScenarioStep[] {
  const own = accountOf(books, debtor).debtor?.scenario ?? 'default';
  return books.scenarios.get(own) ?? DEFAULT;
}

/** Whether a text at this step asks for the accessories (LETTERS L19). */
export function claims(books: Books, debtor: string, step: Step): boolean {
  const regime = accountOf(books, debtor).debtor?.regime;
  const found = stepsOf(books, debtor).find(({ key }) => key === step);
  return regime != null && found?.penalties?.[regime] === 'claim';
}
