import { expect, test } from 'vitest';
import { iso, toIso } from '../calendar/day.ts';
import { agreedDue, dueUnder, endOfDecade, parseTerms, sectorCap } from './payment-terms.ts';

function said(invoiced: string, terms: string, given: Partial<Parameters<typeof agreedDue>[0]> = {}) {
  const { dueOn, cap, lawful, rule } = agreedDue({
    invoicedOn: iso(invoiced),
    terms: parseTerms(terms)!,
    ...given,
  });
  return [toIso(dueOn), toIso(cap), lawful, rule];
}

test('60 days net and both readings of 45 days end of month', () => {
  expect(said('2026-03-10', '60')).toEqual(['2026-05-09', '2026-05-09', true, 'TERM-02']);
  expect(said('2026-03-10', '45-eom-a')).toEqual(['2026-04-30', '2026-04-30', true, 'TERM-02']);
  expect(said('2026-03-10', '45-eom-b')).toEqual(['2026-05-15', '2026-05-15', true, 'TERM-02']);
  expect(toIso(dueUnder(iso('2026-01-31'), parseTerms('45-eom-b')!))).toBe('2026-03-17');
});

test('45 days end of month may pass 60 days; 61 net and 60 end of month may not stand', () => {
  expect(said('2026-07-01', '45-eom-b')[2]).toBe(true);
  expect(said('2026-03-10', '61')).toEqual(['2026-05-10', '2026-05-09', false, 'TERM-02']);
  expect(said('2026-03-10', '60-eom')[2]).toBe(false);
  // The day is that of 45 days end of month, the clause is unlawful all the same.
  expect(said('2026-01-16', '60-eom-a')).toEqual(['2026-03-31', '2026-03-31', false, 'TERM-02']);
});

test('a periodic invoice is capped at 45 days, a sector at its own count', () => {
  expect(said('2026-11-30', '60', { periodic: true })).toEqual([
    '2027-01-29',
    '2027-01-14',
    false,
    'TERM-03',
  ]);
  const delivered = iso('2026-11-13');
  const invoiced = iso('2026-11-16');
  const caps = (['perishable', 'perishable-periodic', 'cattle', 'alcohol', 'transport'] as const).map(
    (sector) => toIso(sectorCap(sector, invoiced, delivered)),
  );
  expect(caps).toEqual(['2026-12-13', '2026-12-20', '2026-12-03', '2026-12-30', '2026-12-16']);
  expect(said('2026-11-16', '45', { sector: 'transport' })).toEqual([
    '2026-12-31',
    '2026-12-16',
    false,
    'TERM-05',
  ]);
  expect(said('2026-11-16', '60', { sector: 'wine' })[3]).toBe('TERM-05');
});

test('decades end on the 10th, the 20th and with the month', () => {
  const ends = ['2026-02-01', '2026-02-10', '2026-02-11', '2026-02-21', '2026-01-31'].map((on) =>
    toIso(endOfDecade(iso(on))),
  );
  expect(ends).toEqual(['2026-02-10', '2026-02-10', '2026-02-20', '2026-02-28', '2026-01-31']);
});

test('what is not a term is not read', () => {
  for (const wrong of ['', 'eom', '45eom', '45-eom-c', '-30', '30 jours'])
    expect(parseTerms(wrong)).toBeNull();
  expect(parseTerms('30-eom')).toEqual({ days: 30, eom: 'a' });
});
