-- room: vault
-- Which documents the vault holds; their bytes lie in DATA/vault, named by their hash.
create table documents (
  creditor_id uuid not null,
  sha256 bytea not null check (octet_length(sha256) = 32),
  bytes bigint not null check (bytes >= 0),
  media_type text not null,
  stored_at timestamptz not null,
  -- The bytes are gone for good, the hash stays: what was erased cannot be said never to have existed.
  erased_on date,
  primary key (creditor_id, sha256)
);
select protect_table('documents');
revoke update, delete on documents from relance_app;
grant update (erased_on) on documents to relance_app;

create trigger kept before delete on documents for each row execute function refuse_change();
create trigger never_emptied before truncate on documents execute function refuse_change();
