-- room: holds
create table promises (
  creditor_id uuid not null,
  id uuid not null,
  debtor_id uuid not null,
  amount_cents bigint not null check (amount_cents > 0),
  currency text not null default 'EUR',
  promised_on date not null,
  made_on date not null,
  made_by text,
  cancelled_on date,
  primary key (creditor_id, id),
  foreign key (creditor_id, debtor_id) references debtors
);
select protect_table('promises');

create table promise_items (
  creditor_id uuid not null,
  promise_id uuid not null,
  instalment_id uuid not null,
  primary key (creditor_id, promise_id, instalment_id),
  foreign key (creditor_id, promise_id) references promises,
  foreign key (creditor_id, instalment_id) references instalments
);
select protect_table('promise_items');

create table disputes (
  creditor_id uuid not null,
  id uuid not null,
  debtor_id uuid not null,
  instalment_id uuid not null,
  -- Null: the whole of what remains.
  amount_cents bigint check (amount_cents > 0),
  -- Why, in a person's words: the kept value that the event names.
  reason_sha256 bytea not null,
  opened_on date not null,
  closed_on date,
  primary key (creditor_id, id),
  foreign key (creditor_id, instalment_id) references instalments,
  foreign key (creditor_id, reason_sha256) references journal_values
);
select protect_table('disputes');

create table pauses (
  creditor_id uuid not null,
  id uuid not null,
  debtor_id uuid not null,
  -- Null: every item of the debtor.
  instalment_id uuid,
  -- The last held day, included.
  until_day date not null,
  reason_sha256 bytea not null,
  opened_on date not null,
  lifted_on date,
  primary key (creditor_id, id),
  foreign key (creditor_id, debtor_id) references debtors,
  foreign key (creditor_id, reason_sha256) references journal_values
);
select protect_table('pauses');

create table payment_plans (
  creditor_id uuid not null,
  id uuid not null,
  debtor_id uuid not null,
  currency text not null default 'EUR',
  agreed_on date not null,
  cancelled_on date,
  primary key (creditor_id, id),
  foreign key (creditor_id, debtor_id) references debtors
);
select protect_table('payment_plans');

create table plan_items (
  creditor_id uuid not null,
  plan_id uuid not null,
  instalment_id uuid not null,
  -- What remained of the item on the day of the agreement: payments since then are measured against it.
  balance_cents bigint not null,
  primary key (creditor_id, plan_id, instalment_id),
  foreign key (creditor_id, plan_id) references payment_plans,
  foreign key (creditor_id, instalment_id) references instalments
);
select protect_table('plan_items');

create table plan_dates (
  creditor_id uuid not null,
  plan_id uuid not null,
  position integer not null,
  due_on date not null,
  amount_cents bigint not null check (amount_cents > 0),
  primary key (creditor_id, plan_id, position),
  foreign key (creditor_id, plan_id) references payment_plans
);
select protect_table('plan_dates');
create index promises_debtor on promises (creditor_id, debtor_id);
create index disputes_debtor on disputes (creditor_id, debtor_id);
create index pauses_debtor on pauses (creditor_id, debtor_id);
create index payment_plans_debtor on payment_plans (creditor_id, debtor_id);
