import { expect, test } from 'vitest';
import { iso } from '../calendar/day.ts';
import { basisPoints } from '../money/rate.ts';
import { type InvoiceMentions, lintMentions } from './invoice-mentions.ts';

const COMPLETE: InvoiceMentions = {
  regime: 'b2b',
  issuedOn: iso('2026-09-01'),
  dueOn: iso('2026-10-01'),
  penaltyRate: { kind: 'legal-times', times: 3 },
  statesIndemnity: true,
  statesDiscount: true,
  soleTrader: false,
  statesSoleTrader: false,
};
const codes = (given: Partial<InvoiceMentions>) =>
  lintMentions({ ...COMPLETE, ...given }).map(({ code }) => code);

test('a complete professional invoice has nothing to mend', () => {
  expect(codes({})).toEqual([]);
});

test('each missing mention is named once', () => {
  const bare = {
    dueOn: null,
    penaltyRate: null,
    statesIndemnity: false,
    statesDiscount: false,
    soleTrader: true,
  };
  expect(codes(bare)).toEqual([
    'due_date_missing',
    'sole_trader_missing',
    'penalty_rate_missing',
    'indemnity_missing',
    'discount_missing',
  ]);
});

test('the legal rate alone is under the floor of clauses, but for a public buyer it is not a clause', () => {
  expect(codes({ penaltyRate: { kind: 'legal-times', times: 1 } })).toEqual(['penalty_rate_below_floor']);
  expect(codes({ regime: 'public', penaltyRate: { kind: 'legal-times', times: 1 } })).toEqual([]);
});

test('a consumer invoice needs no clause and must not bear those of professionals', () => {
  const none = { regime: 'b2c', penaltyRate: null, statesIndemnity: false, statesDiscount: false } as const;
  expect(codes(none)).toEqual([]);
  expect(codes({ regime: 'nonpro', penaltyRate: { kind: 'ecb-plus', points: basisPoints(1000) } })).toEqual([
    'indemnity_for_consumer',
    'penalty_rate_for_consumer',
  ]);
});
