import fc from 'fast-check';
import type { Regime } from './facts.ts';

/** What happens to one debtor: drawn at random, told to the product and to the oracle alike. */
export interface DebtorStory {
  readonly regime: Regime;
  readonly phone: boolean;
  readonly since: string | null;
  readonly invoices: readonly InvoiceStory[];
  readonly events: readonly EventStory[];
}

interface InvoiceStory {
  readonly cents: number;
  /** Days from the first day of the book to the first due date. */
  readonly due: number;
  /** One to three instalments, a fortnight apart. */
  readonly parts: number;
  readonly rate: string | null;
  /** A public buyer received it so many days before the due date. */
  readonly received: number | null;
}

/** A thing that somebody enters on a day; numbers choose among what exists by then. */
export interface EventStory {
  readonly after: number;
  readonly kind: EventKind;
  readonly which: number;
  /** Of what is owed or free, in thousandths; above 1000 it exceeds. */
  readonly share: number;
  /** Days by which a payment is entered late, or a promise looks ahead. */
  readonly days: number;
}

const KINDS = [
  'pay',
  'pay',
  'credit',
  'credit',
  'credit',
  'credit-note',
  'credit-note-unbound',
  'reverse',
  'allocate',
  'dispute',
  'end-hold',
  'promise',
  'plan',
  'void',
] as const;
export type EventKind = (typeof KINDS)[number];

/** Days of a book, first to last: it crosses 1 July, when a new rate counts. */
export const FIRST_DAY = '2026-05-04';
export const LENGTH = 130;

const amounts = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1_000, max: 300_000 }) },
  // Round and equal amounts meet the edges of what a credit covers.
  { weight: 4, arbitrary: fc.constantFrom(10_000, 20_000, 30_000, 50_000, 100_000) },
  { weight: 1, arbitrary: fc.constantFrom(99, 100, 101, 1_499, 1_500, 5_999) },
);

const invoice: fc.Arbitrary<InvoiceStory> = fc.record({
  cents: amounts,
  due: fc.integer({ min: 2, max: 45 }),
  parts: fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.constantFrom(2, 3) }),
  rate: fc.oneof(
    { weight: 4, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constantFrom('15.00', '9.25') },
  ),
  received: fc.oneof(
    { weight: 1, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 45 }) },
  ),
});

const event: fc.Arbitrary<EventStory> = fc.record({
  after: fc.integer({ min: 0, max: LENGTH - 10 }),
  kind: fc.constantFrom(...KINDS),
  which: fc.nat({ max: 11 }),
  share: fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: 1, max: 1_200 }) },
    { weight: 2, arbitrary: fc.constantFrom(1_000, 500) },
  ),
  days: fc.integer({ min: 0, max: 12 }),
});

export const debtorStory: fc.Arbitrary<DebtorStory> = fc.record({
  regime: fc.oneof(
    { weight: 5, arbitrary: fc.constant<Regime>('b2b') },
    { weight: 2, arbitrary: fc.constantFrom<Regime>('b2c', 'nonpro', 'public') },
  ),
  phone: fc.boolean(),
  since: fc.constantFrom(null, '2019-03-01'),
  invoices: fc.array(invoice, { minLength: 1, maxLength: 5 }),
  events: fc.array(event, { maxLength: 8 }),
});
