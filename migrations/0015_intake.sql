-- room: intake
create table imports (
  creditor_id uuid not null references creditors,
  id uuid not null,
  file_name text not null,
  file_sha256 bytea not null,
  kind text not null check (kind in ('invoices', 'payments', 'debtors')),
  format text not null,
  imported_on date not null,
  lines integer not null,
  counts jsonb not null,
  defects jsonb not null,
  quarantined boolean not null,
  released_on date,
  late_start text,
  primary key (creditor_id, id)
);
select protect_table('imports');
