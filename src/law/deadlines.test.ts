import { describe, expect, test } from 'vitest';
import { iso, toIso } from '../calendar/day.ts';
import { proceduralDeadline } from './deadlines.ts';
import {
  businessSaleOpposition,
  claimDeclaration,
  courtFeesAdvance,
  foreclosureRelief,
  paymentOrderEnforcementBar,
  paymentOrderOpposition,
  paymentOrderService,
  publicDisputeMemo,
  smallClaimAnswer,
  titleRetentionClaim,
} from './procedure-dates.ts';

describe('time limits of civil procedure', () => {
  test('the extension for distance comes before the carry and is part of the raw day', () => {
    const found = proceduralDeadline(iso('2026-10-12'), { months: 1 }, 'overseas');
    expect([toIso(found.raw), toIso(found.deadline), found.because, found.rule]).toEqual([
      '2026-12-12',
      '2026-12-14',
      ['saturday', 'sunday'],
      'CPC-642',
    ]);
  });

  test('days are counted from the day after, and lengthened by months too', () => {
    const near = proceduralDeadline(iso('2026-11-02'), { days: 15 });
    expect([toIso(near.deadline), near.carried, near.rule]).toEqual(['2026-11-17', false, 'CPC-641']);
    expect(toIso(proceduralDeadline(iso('2026-11-02'), { days: 15 }, 'abroad').raw)).toBe('2027-01-17');
  });

  test('Good Friday carries in Alsace-Moselle only', () => {
    expect(proceduralDeadline(iso('2026-03-03'), { months: 1 }).carried).toBe(false);
    const east = proceduralDeadline(iso('2026-03-03'), { months: 1 }, 'metropole', 'alsace-moselle');
    expect(toIso(east.deadline)).toBe('2026-04-07');
  });
});

describe('named dates of the procedures', () => {
  test('a payment order is served within 6 months, within 3 when given from 1 September 2026', () => {
    const given = ['2026-08-31', '2026-09-01', '2026-09-10', '2026-10-01', '2026-11-30'];
    expect(given.map((on) => toIso(paymentOrderService(iso(on)).deadline))).toEqual([
      '2027-03-01',
      '2026-12-01',
      '2026-12-10',
      '2027-01-04',
      '2027-03-01',
    ]);
  });

  test('opposition: one month, more for a debtor overseas or abroad', () => {
    const served = iso('2026-10-12');
    expect(toIso(paymentOrderOpposition(served).deadline)).toBe('2026-11-12');
    expect(toIso(paymentOrderOpposition(iso('2027-01-31')).deadline)).toBe('2027-03-01');
    expect(toIso(paymentOrderOpposition(served, 'overseas').deadline)).toBe('2026-12-14');
    expect(toIso(paymentOrderOpposition(served, 'abroad').deadline)).toBe('2027-01-12');
    expect(toIso(paymentOrderEnforcementBar(served).deadline)).toBe('2026-12-14');
  });

  test('declaration of a claim: two months, four for a creditor out of the territory of the court', () => {
    const published = ['2026-10-20', '2026-11-04', '2026-12-31'];
    expect(published.map((on) => toIso(claimDeclaration(iso(on)).deadline))).toEqual([
      '2026-12-21',
      '2027-01-04',
      '2027-03-01',
    ]);
    expect(toIso(claimDeclaration(iso('2026-10-20'), false).deadline)).toBe('2027-02-22');
    expect(toIso(claimDeclaration(iso('2026-11-04'), false).deadline)).toBe('2027-03-04');
    expect(toIso(foreclosureRelief(iso('2026-11-04')).deadline)).toBe('2027-05-04');
  });

  test('the others, by their own number of days or months', () => {
    expect(toIso(courtFeesAdvance(iso('2026-11-02')).deadline)).toBe('2026-11-17');
    expect(toIso(titleRetentionClaim(iso('2026-11-04')).deadline)).toBe('2027-02-04');
    expect(toIso(businessSaleOpposition(iso('2026-11-02')).deadline)).toBe('2026-11-12');
    expect(toIso(smallClaimAnswer(iso('2026-11-23')).deadline)).toBe('2026-12-23');
    expect(toIso(publicDisputeMemo(iso('2026-10-13')))).toBe('2026-12-13');
  });
});
