-- room: scenarios
create table scenario_versions (
  creditor_id uuid not null references creditors,
  key text not null,
  version integer not null,
  sha256 bytea not null,
  body text not null,
  published_on date not null,
  primary key (creditor_id, key, version)
);
select protect_table('scenario_versions');
