-- room: letters
-- A frozen text: its bytes lie in the vault, everything it was made from is named by its hash.
create table letters (
  creditor_id uuid not null,
  id uuid not null,
  debtor_id uuid not null,
  proposal_id uuid,
  kind text not null check (kind in ('email', 'letter', 'registered', 'statement', 'promise', 'receipt')),
  step text,
  currency text not null,
  on_day date not null,
  answer_by date,
  subject text not null,
  pdf_sha256 bytea not null,
  data_sha256 bytea not null,
  made_with jsonb not null,
  attachments jsonb not null,
  body jsonb,
  frozen_on date not null,
  superseded_on date,
  primary key (creditor_id, id),
  foreign key (creditor_id, debtor_id) references debtors
);
create index letters_debtor on letters (creditor_id, debtor_id);
create index letters_proposal on letters (creditor_id, proposal_id);
select protect_table('letters');

-- Wording changed by the creditor, by text and language.
create table wordings (
  creditor_id uuid not null references creditors,
  name text not null,
  language text not null,
  version integer not null,
  -- Null: the text of the house is back.
  template text,
  changed_on date not null,
  changed_by text not null,
  primary key (creditor_id, name, language, version)
);
select protect_table('wordings');
