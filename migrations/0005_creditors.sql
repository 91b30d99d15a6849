-- room: creditors
create table creditors (
  creditor_id uuid primary key,
  key text not null unique,
  name text not null,
  legal_form text,
  capital_cents bigint,
  siren text,
  rcs text,
  vat_number text,
  address jsonb,
  email text,
  phone text,
  iban text,
  bic text,
  account_holder text,
  iban_changed_on date,
  signatory jsonb,
  signature_sha256 bytea,
  sole_trader boolean not null default false,
  in_liquidation boolean not null default false,
  time_zone text not null default 'Europe/Paris',
  smtp jsonb,
  late_start text not null default 'at-age' check (late_start in ('from-start', 'at-age', 'ask')),
  minimum_gap_days integer not null default 5 check (minimum_gap_days between 0 and 60),
  bank_freshness_days integer default 3 check (bank_freshness_days between 0 and 60),
  mailbox_check text not null default 'required' check (mailbox_check in ('required', 'off')),
  approvals text not null default 'default' check (approvals in ('default', 'none', 'all')),
  vat_regime text not null default 'debits' check (vat_regime in ('debits', 'receipts', 'exempt')),
  rehearsal boolean not null default false,
  armed boolean not null default false,
  created_on date not null
);
select protect_table('creditors');

create table creditor_users (
  creditor_id uuid not null references creditors,
  id uuid not null,
  name text not null,
  email text,
  role text not null check (role in ('owner', 'manager', 'collector', 'sales', 'reader', 'accountant')),
  added_on date not null,
  removed_on date,
  primary key (creditor_id, id)
);
create unique index creditor_users_name on creditor_users (creditor_id, lower(name)) where removed_on is null;
select protect_table('creditor_users');

-- A change of bank account waits here for a second person (VOP fraud): the letters keep the old one until then.
create table iban_changes (
  creditor_id uuid not null references creditors,
  id uuid not null,
  iban text not null,
  bic text,
  account_holder text,
  asked_by text not null,
  asked_on date not null,
  decided_by text,
  decided_on date,
  accepted boolean,
  primary key (creditor_id, id)
);
select protect_table('iban_changes');

-- Who the creditors of this instance are is asked before any creditor is chosen: a name and an id, nothing else.
create function list_creditors() returns table (creditor_id uuid, key text, name text, time_zone text)
  language sql stable security definer set search_path = public
  as 'select creditor_id, key, name, time_zone from creditors order by creditor_id';
revoke all on function list_creditors() from public;
grant execute on function list_creditors() to relance_app;
