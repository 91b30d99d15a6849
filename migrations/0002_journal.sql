-- room: journal
-- What was done, by whom and when, one chain per debtor and one per creditor; docs/journal.md says how to
-- check it.
create table journal_events (
  creditor_id uuid not null,
  -- The id of a debtor, or « creditor ».
  chain text collate "C" not null,
  seq integer not null check (seq > 0),
  on_day date not null,
  -- Text, because the hash covers its very characters.
  at text collate "C" not null check (at ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$'),
  actor text not null,
  rehearsal boolean not null,
  type text collate "C" not null,
  version integer not null check (version > 0),
  payload text not null,
  prev bytea not null check (octet_length(prev) = 32),
  hash bytea not null check (octet_length(hash) = 32),
  primary key (creditor_id, chain, seq)
);
create index journal_events_at on journal_events (creditor_id, at) where not rehearsal;
select protect_table('journal_events');

-- Where each chain ends: the row that an act locks before it reads what it decides on.
create table journal_heads (
  creditor_id uuid not null,
  chain text collate "C" not null,
  seq integer not null check (seq >= 0),
  hash bytea not null check (octet_length(hash) = 32),
  primary key (creditor_id, chain)
);
select protect_table('journal_heads');

create table journal_seals (
  creditor_id uuid not null,
  on_day date not null,
  -- The event of the creditor's chain that holds the root.
  seq integer not null,
  primary key (creditor_id, on_day)
);
select protect_table('journal_seals');

-- The heads under a seal: they show that the end of a chain was cut off, which the chain itself cannot.
create table journal_sealed_heads (
  creditor_id uuid not null,
  chain text collate "C" not null,
  seq integer not null,
  hash bytea not null check (octet_length(hash) = 32),
  sealed_on date not null,
  primary key (creditor_id, chain, seq),
  foreign key (creditor_id, sealed_on) references journal_seals
);
create index journal_sealed_heads_day on journal_sealed_heads (creditor_id, sealed_on);
select protect_table('journal_sealed_heads');

-- Values that a person may ask us to forget: events hold only the hash of salt and value.
create table journal_values (
  creditor_id uuid not null,
  digest bytea not null check (octet_length(digest) = 32),
  chain text collate "C" not null,
  salt bytea,
  value text,
  primary key (creditor_id, digest),
  check ((salt is null) = (value is null))
);
select protect_table('journal_values');

revoke update, delete on journal_events, journal_seals, journal_sealed_heads from relance_app;
revoke delete on journal_heads, journal_values from relance_app;

-- For the owner of the tables too: a data migration must not touch evidence either.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is only ever added to', tg_table_name using errcode = 'restrict_violation';
end $$;

create trigger added_only before update or delete on journal_events
  for each row execute function refuse_change();
create trigger never_emptied before truncate on journal_events execute function refuse_change();
create trigger added_only before update or delete on journal_seals
  for each row execute function refuse_change();
create trigger never_emptied before truncate on journal_seals execute function refuse_change();
create trigger added_only before update or delete on journal_sealed_heads
  for each row execute function refuse_change();
create trigger never_emptied before truncate on journal_sealed_heads execute function refuse_change();
create trigger kept before delete on journal_values for each row execute function refuse_change();
create trigger kept before delete on journal_heads for each row execute function refuse_change();
