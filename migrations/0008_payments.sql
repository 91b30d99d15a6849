-- room: payments
create table payments (
  creditor_id uuid not null,
  id uuid not null,
  debtor_id uuid,
  received_on date not null,
  amount_cents bigint not null check (amount_cents > 0),
  currency text not null default 'EUR',
  means text check (means in ('transfer', 'direct-debit', 'lcr', 'cheque', 'card', 'cash')),
  reference text,
  source text not null check (source in ('entry', 'payments-import', 'invoices-import')),
  import_id uuid,
  row_key text,
  reversed_on date,
  -- Why, in a person's words: the kept value that the event names; null when a file brought the reversal.
  reversal_reason_sha256 bytea,
  -- The line of a file that gave the money back; the same line again reverses nothing more.
  reversal_row_key text,
  entered_on date not null,
  primary key (creditor_id, id),
  foreign key (creditor_id, debtor_id) references debtors,
  foreign key (creditor_id, reversal_reason_sha256) references journal_values
);
create index payments_debtor on payments (creditor_id, debtor_id);
create unique index payments_reversal_row on payments (creditor_id, reversal_row_key)
  where reversal_row_key is not null;
create unique index payments_row on payments (creditor_id, row_key) where row_key is not null;
select protect_table('payments');

-- What settles an instalment: a part of a payment or of a credit note. Never deleted: reversed, as an exact mirror.
create table allocations (
  creditor_id uuid not null,
  id uuid not null,
  debtor_id uuid not null,
  instalment_id uuid not null,
  payment_id uuid,
  credit_note_id uuid,
  amount_cents bigint not null check (amount_cents > 0),
  counts_on date not null,
  reversed_on date,
  primary key (creditor_id, id),
  check ((payment_id is null) <> (credit_note_id is null)),
  foreign key (creditor_id, instalment_id) references instalments,
  foreign key (creditor_id, payment_id) references payments,
  foreign key (creditor_id, credit_note_id) references credit_notes
);
create index allocations_debtor on allocations (creditor_id, debtor_id);
create index allocations_payment on allocations (creditor_id, payment_id) where payment_id is not null;
create index allocations_credit_note on allocations (creditor_id, credit_note_id) where credit_note_id is not null;
create index allocations_instalment on allocations (creditor_id, instalment_id);
select protect_table('allocations');

-- Up to which day the money received is known: a person says « encaissements à jour », or a payments file covers it.
create table bank_coverage (
  creditor_id uuid not null references creditors,
  id uuid not null,
  covered_until date not null,
  source text not null check (source in ('confirmed', 'payments-import')),
  said_by text not null,
  said_on date not null,
  primary key (creditor_id, id)
);
select protect_table('bank_coverage');
