-- The ground of every later migration: who may read what, and which instance this database is.

revoke create on schema public from public;
grant usage on schema public to relance_app;

-- One row: the fingerprint that tells the database it was born in from a copy of it (a copy must not send).
create table instance (
  only_row boolean primary key default true check (only_row),
  instance_id uuid not null,
  system_identifier text not null,
  marker_inode text not null,
  is_copy boolean not null default false
);
grant select on instance to relance_app;

-- Called by a migration for each table of the domain it creates: the rows of a transaction are those of its
-- one creditor. current_setting without a default fails when no creditor is set, where an empty answer
-- would hide a bug; the sub-select is evaluated once per statement instead of once per row.
create function protect_table(target regclass) returns void
language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format(
    'create policy one_creditor on %s to relance_app
       using (creditor_id = (select current_setting(''app.creditor'')::uuid))
       with check (creditor_id = (select current_setting(''app.creditor'')::uuid))',
    target);
  execute format('grant select, insert, update, delete on %s to relance_app', target);
end
$$;
revoke execute on function protect_table(regclass) from public;
