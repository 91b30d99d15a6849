-- room: delivery
create table print_batches (
  creditor_id uuid not null references creditors,
  id uuid not null,
  made_on date not null,
  file_name text not null,
  posted_on date,
  primary key (creditor_id, id)
);
select protect_table('print_batches');

create table print_batch_letters (
  creditor_id uuid not null,
  letter_id uuid not null,
  batch_id uuid not null,
  position integer not null,
  primary key (creditor_id, letter_id),
  foreign key (creditor_id, batch_id) references print_batches,
  foreign key (creditor_id, letter_id) references letters
);
select protect_table('print_batch_letters');

create table registered_letters (
  creditor_id uuid not null,
  letter_id uuid not null,
  debtor_id uuid not null,
  tracking text,
  deposited_on date,
  presented_on date,
  outcome text check (outcome in ('received', 'refused', 'unclaimed', 'unknown-address')),
  outcome_on date,
  primary key (creditor_id, letter_id),
  foreign key (creditor_id, letter_id) references letters
);
create index registered_letters_debtor on registered_letters (creditor_id, debtor_id);
select protect_table('registered_letters');

create table proofs_of_post (
  creditor_id uuid not null,
  letter_id uuid not null,
  sha256 bytea not null,
  kind text not null check (kind in ('slip', 'receipt', 'envelope')),
  added_on date not null,
  primary key (creditor_id, letter_id, sha256),
  foreign key (creditor_id, letter_id) references registered_letters
);
select protect_table('proofs_of_post');

-- One row per run of the day's work: a failure never hides.
create table runs (
  creditor_id uuid not null references creditors,
  id uuid not null,
  on_day date not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  outcomes jsonb not null,
  first_errors jsonb not null,
  primary key (creditor_id, id)
);
select protect_table('runs');
