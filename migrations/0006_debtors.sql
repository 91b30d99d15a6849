-- room: debtors
create table debtors (
  creditor_id uuid not null references creditors,
  id uuid not null,
  key text not null,
  name text not null,
  regime text check (regime in ('b2b', 'b2c', 'nonpro', 'public')),
  enforceable text not null default 'ordinary' check (enforceable in ('ordinary', 'public')),
  legal_form text,
  siren text,
  siret text,
  vat_number text,
  address jsonb,
  language text not null default 'fr' check (language in ('fr', 'en')),
  customer_since date,
  salesperson text,
  owner_name text,
  tone_ceiling text,
  strategic boolean not null default false,
  profile text check (profile in ('new', 'standard', 'long-standing', 'strategic', 'small')),
  scenario_key text,
  service_code text,
  registered_email_consent_on date,
  insolvency_on date,
  insolvency_ended_on date,
  over_indebted_on date,
  deceased_on date,
  address_bad_on date,
  entered_on date not null,
  primary key (creditor_id, id)
);
create unique index debtors_key on debtors (creditor_id, key);
select protect_table('debtors');

create table debtor_contacts (
  creditor_id uuid not null,
  id uuid not null,
  debtor_id uuid not null,
  name text,
  role text not null check (role in ('accounts', 'decision-maker', 'executive', 'legal-representative', 'invoice-intake')),
  email text,
  phone text,
  -- What a file brought, a later file may take back; what a person entered or removed, no file touches.
  source text not null default 'entry' check (source in ('entry', 'import')),
  bounced_on date,
  removed_on date,
  primary key (creditor_id, id),
  foreign key (creditor_id, debtor_id) references debtors
);
create index debtor_contacts_debtor on debtor_contacts (creditor_id, debtor_id);
select protect_table('debtor_contacts');
