-- room: reminders
-- A contact proposed for a day; replaced freely until somebody approves it (the guard against doubles is contact_items).
create table proposals (
  creditor_id uuid not null,
  id uuid not null,
  debtor_id uuid not null,
  on_day date not null,
  -- The day it was first seen: a call made later delays it no more.
  first_on date not null,
  step text not null,
  channel text not null,
  copies jsonb not null,
  mode text not null check (mode in ('automatic', 'to_confirm', 'manual')),
  currency text not null,
  amount_cents bigint not null,
  answer_by date,
  scenario_key text not null,
  scenario_version integer not null,
  rules_version text not null,
  facts_sha256 bytea not null,
  reasons jsonb not null,
  items jsonb not null,
  state text not null check (state in ('proposed', 'approved', 'done', 'withdrawn', 'skipped')),
  approved_by text,
  approved_on date,
  approved_unedited boolean,
  ended_on date,
  primary key (creditor_id, id),
  foreign key (creditor_id, debtor_id) references debtors
);
create index proposals_debtor on proposals (creditor_id, debtor_id);
create index proposals_open on proposals (creditor_id, on_day) where state in ('proposed', 'approved');
select protect_table('proposals');

-- Steps really done, whoever did them: what « nos rappels » may say and what the next step counts from.
create table contacts (
  creditor_id uuid not null,
  id uuid not null,
  debtor_id uuid not null,
  on_day date not null,
  -- Null for a call outside the scenario.
  step text,
  channel text not null,
  currency text not null,
  -- Pre-due mails, receipts and statements neither wait nor make others wait.
  counts boolean not null,
  written boolean not null,
  reached boolean not null default true,
  answer_by date,
  proposal_id uuid,
  outcome text,
  spoke_with text,
  -- sending: reserved by a sender; done; undelivered: certainly not received, its steps are free again (a new cycle);
  -- doubtful: a person must say.
  state text not null default 'done' check (state in ('sending', 'done', 'undelivered', 'doubtful')),
  -- Of a registered letter, deposited on on_day: what the post said since.
  presented_on date,
  receipt_outcome text check (receipt_outcome in ('received', 'refused', 'unclaimed', 'unknown-address')),
  primary key (creditor_id, id),
  foreign key (creditor_id, debtor_id) references debtors
);
create index contacts_debtor on contacts (creditor_id, debtor_id);
select protect_table('contacts');

-- One line per item and step of the scenario: the unique key is what makes « twice » impossible.
create table contact_items (
  creditor_id uuid not null,
  instalment_id uuid not null,
  step text not null,
  cycle integer not null default 1,
  debtor_id uuid not null,
  contact_id uuid not null,
  primary key (creditor_id, instalment_id, step, cycle),
  foreign key (creditor_id, instalment_id) references instalments,
  foreign key (creditor_id, contact_id) references contacts
);
create index contact_items_debtor on contact_items (creditor_id, debtor_id);
select protect_table('contact_items');

-- One line per date of a payment plan that was announced, or that a person chose not to announce: « twice » is
-- impossible for a date as it is for a step.
create table plan_date_notices (
  creditor_id uuid not null,
  plan_id uuid not null,
  position integer not null,
  cycle integer not null default 1,
  debtor_id uuid not null,
  contact_id uuid,
  skipped_on date,
  reason_sha256 bytea,
  said_by text,
  primary key (creditor_id, plan_id, position, cycle),
  foreign key (creditor_id, plan_id, position) references plan_dates,
  foreign key (creditor_id, reason_sha256) references journal_values,
  foreign key (creditor_id, contact_id) references contacts,
  check ((contact_id is null) = (skipped_on is not null))
);
create index plan_date_notices_debtor on plan_date_notices (creditor_id, debtor_id);
select protect_table('plan_date_notices');

-- A step that a person decided not to do, with the reason.
create table skipped_steps (
  creditor_id uuid not null,
  instalment_id uuid not null,
  step text not null,
  debtor_id uuid not null,
  on_day date not null,
  reason_sha256 bytea not null,
  said_by text not null,
  primary key (creditor_id, instalment_id, step),
  foreign key (creditor_id, instalment_id) references instalments,
  foreign key (creditor_id, reason_sha256) references journal_values
);
create index skipped_steps_debtor on skipped_steps (creditor_id, debtor_id);
select protect_table('skipped_steps');

create table mailbox_confirmations (
  creditor_id uuid not null references creditors,
  id uuid not null,
  read_until date not null,
  said_by text not null,
  primary key (creditor_id, id)
);
select protect_table('mailbox_confirmations');

-- From the deposit of a formal notice its debtor leaves the automatic steps, until settled or lifted by a person.
create table litigations (
  creditor_id uuid not null,
  id uuid not null,
  debtor_id uuid not null,
  opened_on date not null,
  contact_id uuid not null,
  owner_name text not null,
  lifted_on date,
  -- Null when its formal notice came back undelivered: nobody lifted it.
  reason_sha256 bytea,
  primary key (creditor_id, id),
  foreign key (creditor_id, debtor_id) references debtors,
  foreign key (creditor_id, reason_sha256) references journal_values
);
create index litigations_debtor on litigations (creditor_id, debtor_id);
select protect_table('litigations');

-- The tracking number of a registered letter, given before its text is frozen so that the letter bears it.
alter table proposals add column tracking text;
