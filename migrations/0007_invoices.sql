-- room: invoices
create table invoices (
  creditor_id uuid not null,
  id uuid not null,
  debtor_id uuid not null,
  number text not null,
  issued_on date not null,
  amount_cents bigint not null check (amount_cents > 0),
  currency text not null default 'EUR',
  description text,
  order_reference text,
  commitment text,
  service_code text,
  buyer_reference text,
  performed_on date,
  received_on date,
  payment_method text check (payment_method in ('transfer', 'direct-debit', 'lcr', 'cheque', 'card', 'cash')),
  assigned_to text,
  assignee_iban text,
  contract_rate_bp integer,
  out_of_l441 boolean not null default false,
  chorus_number text,
  chorus_on date,
  copy_sha256 bytea,
  import_id uuid,
  row_sha256 bytea,
  entered_on date not null,
  voided_on date,
  -- Why, in a person's words: the kept value that the event names.
  void_reason_sha256 bytea,
  primary key (creditor_id, id),
  foreign key (creditor_id, debtor_id) references debtors,
  foreign key (creditor_id, void_reason_sha256) references journal_values
);
create unique index invoices_number on invoices (creditor_id, debtor_id, number);
create index invoices_by_number on invoices (creditor_id, number);
select protect_table('invoices');

-- The unit of debt. An invoice due at once has one; a retention is one of its own, due when it is released.
create table instalments (
  creditor_id uuid not null,
  id uuid not null,
  debtor_id uuid not null,
  invoice_id uuid not null,
  position integer not null,
  due_on date,
  amount_cents bigint not null check (amount_cents > 0),
  retention boolean not null default false,
  import_id uuid,
  -- What the last file said was already paid: only a change of it is new money.
  paid_in_file_cents bigint,
  -- The day from which it may be chased; null while its import is in quarantine.
  released_on date,
  late_start text check (late_start in ('from-start', 'at-age', 'ask')),
  primary key (creditor_id, id),
  foreign key (creditor_id, invoice_id) references invoices,
  foreign key (creditor_id, debtor_id) references debtors
);
create index instalments_debtor on instalments (creditor_id, debtor_id);
create index instalments_invoice on instalments (creditor_id, invoice_id);
create index instalments_import on instalments (creditor_id, import_id) where released_on is null;
select protect_table('instalments');

create table credit_notes (
  creditor_id uuid not null,
  id uuid not null,
  debtor_id uuid not null,
  number text not null,
  issued_on date not null,
  amount_cents bigint not null check (amount_cents > 0),
  currency text not null default 'EUR',
  invoice_id uuid,
  -- An error of the invoice counts from its origin, a later concession from its own date.
  counts_from text not null default 'date' check (counts_from in ('origin', 'date')),
  description text,
  import_id uuid,
  row_sha256 bytea,
  voided_on date,
  primary key (creditor_id, id),
  foreign key (creditor_id, debtor_id) references debtors,
  foreign key (creditor_id, invoice_id) references invoices
);
create unique index credit_notes_number on credit_notes (creditor_id, debtor_id, number);
select protect_table('credit_notes');
