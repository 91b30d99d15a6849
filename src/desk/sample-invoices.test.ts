import { describe, expect, test } from 'vitest';
import { addDays, type Day, iso, toIso } from '../calendar/day.ts';
import { businessDayFrom, isBusinessDay } from '../calendar/holidays.ts';
import { semesterOf } from '../calendar/semester.ts';
import { readIban } from '../formats/bank-account.ts';
import { readPhone } from '../formats/contact.ts';
import { readSiren, readVatNumber } from '../formats/identifiers.ts';
import { readInvoices } from '../formats/invoices.ts';
import { ratesToEnter } from '../law/rates-to-enter.ts';
import { SAMPLE_COMPANY } from './sample-company.ts';
import { SAMPLE_DEBTORS, type SampleDebtor } from './sample-debtors.ts';
import { type DebtorKind, dueDatesFor, sampleDay } from './sample-due-dates.ts';
import { sampleFile } from './sample-file.ts';
import { sampleBooks } from './sample-invoices.ts';
import { commandLine, factsOf, importsOn } from './sample-story.ts';

const DAY = iso('2026-11-23');

const PROFESSIONAL: DebtorKind = { regime: 'b2b', emails: true, customerSince: null };

describe('the sample’s invoices', () => {
  // Around every kind of holiday: a Thursday off, two in a week, the run of them in May, the new year.
  test.each([
    ...['2026-01-08', '2026-04-20', '2026-05-15', '2026-05-21', '2026-06-08', '2026-11-18', '2026-11-23'],
    ...['2026-12-28', '2027-01-04'],
  ])('show every step on %s', (text) => {
    const { days, invoices } = sampleBooks(iso(text));
    const due = (key: string) => invoices.find((invoice) => invoice.key === key)!.dueOn!;
    expect(days.at(-1)).toBe(iso(text));
    expect(dueDatesFor('formal-notice', PROFESSIONAL, days)).toContain(due('pinsonNotice'));
    expect(dueDatesFor('route', PROFESSIONAL, days)).toContain(due('costaRoute'));
    const consumer: DebtorKind = { ...PROFESSIONAL, regime: 'b2c' };
    expect(dueDatesFor('reminder-1', consumer, days)).toContain(due('benaliReminder'));
    const association: DebtorKind = { ...PROFESSIONAL, regime: 'nonpro' };
    expect(dueDatesFor('reminder-2', association, days)).toContain(due('canalReminder'));
  });

  test('are forty, in the order of their numbers, issued before they fall due', () => {
    const { invoices } = sampleBooks(DAY);
    expect(invoices.filter(({ amount }) => amount > 0)).toHaveLength(40);
    expect(new Set(invoices.map(({ number }) => number)).size).toBe(invoices.length);
    const issued = invoices.map(({ issuedOn }) => issuedOn);
    expect(issued).toEqual([...issued].sort((a, b) => a - b));
    expect(invoices.every(({ issuedOn, enteredOn }) => issuedOn <= enteredOn && enteredOn <= DAY)).toBe(true);
  });

  test('are read back from their own file, with the one defect that the sample shows', () => {
    const books = sampleBooks(DAY);
    const read = readInvoices(new TextEncoder().encode(sampleFile(books, DAY)), { today: DAY });
    expect(read.records).toHaveLength(books.invoices.length);
    expect(read.defects.map(({ code, rejects }) => [code, rejects])).toEqual([['due_date_missing', 'value']]);
    expect(read.needs).toEqual([{ code: 'customer_type_missing', debtors: 1 }]);
    for (const [index, record] of read.records.entries()) {
      const { number, amount, dueOn } = books.invoices[index]!;
      expect([record.number, Math.abs(record.amount)]).toEqual([number, Math.abs(amount)]);
      if (amount > 0) expect(record.dueOn).toBe(dueOn);
    }
  });

  test('reach the books before their first step: no import comes later than five days before a due date', () => {
    const books = sampleBooks(DAY);
    const imports = books.days.filter((day, week) => importsOn(books, week) || day === DAY);
    const late = books.invoices.filter(({ amount, dueOn, enteredOn }) => {
      const entered = imports.find((day) => day >= enteredOn)!;
      return amount > 0 && dueOn !== null && dueOn <= addDays(DAY, 5) && addDays(entered, 5) > dueOn;
    });
    expect(late.map(({ key }) => key)).toEqual(['morelLate']);
  });
});

test('the sample is about a business day whose rates are known', () => {
  expect(toIso(sampleDay(iso('2026-11-23')))).toBe('2026-11-23');
  expect(toIso(sampleDay(iso('2026-11-22')))).toBe('2026-11-23');
  expect(toIso(sampleDay(iso('2026-05-01')))).toBe('2026-05-04');
  const far = sampleDay(iso('2041-08-14'));
  expect(ratesToEnter(far).filter(({ semester }) => semester === semesterOf(far))).toEqual([]);
  expect(isBusinessDay(far)).toBe(true);
});

test('the sample’s identifiers have right keys, its addresses are nobody’s', () => {
  expect(readSiren(SAMPLE_COMPANY.siren)).toEqual({ value: SAMPLE_COMPANY.siren });
  expect(readVatNumber(SAMPLE_COMPANY.vatNumber)).toEqual({ value: SAMPLE_COMPANY.vatNumber });
  expect(readIban(SAMPLE_COMPANY.iban)).toEqual({ value: SAMPLE_COMPANY.iban });
  for (const debtor of Object.values(SAMPLE_DEBTORS) as readonly SampleDebtor[]) {
    if (debtor.siren) expect(readSiren(debtor.siren)).toEqual({ value: debtor.siren });
    if (debtor.phone) expect(readPhone(debtor.phone, 'FR')).toHaveProperty('value');
    if (debtor.email) expect(debtor.email).toMatch(/\.example$/);
  }
});

test('the story is told in commands that a shell takes', () => {
  const books = sampleBooks(DAY);
  const lines = books.days.flatMap((_, week) => factsOf(books, week).map(commandLine));
  expect(lines.length).toBeGreaterThan(8);
  expect(lines.find((line) => line.startsWith('relance dispute'))).toMatch(
    /^relance dispute F-2026-\d+ --amount 860\.00 --reason "Deux têtes de lit rayées à la livraison"$/,
  );
  const promised = lines.find((line) => line.startsWith('relance promise'))!;
  const until = /--date (\S+)/.exec(promised)![1]!;
  expect(iso(until)).toBe(businessDayFrom(addDays(books.days.at(-2) as Day, 11)));
  expect(toIso(DAY) < until).toBe(true);
});
