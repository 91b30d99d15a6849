-- room: courier
-- The outbox: what is to leave, in its final bytes. src/courier/attempt.ts says what each state means.
create table messages (
  creditor_id uuid not null,
  id uuid not null,
  -- Null for what no debtor receives: sign-in resets, invitations, warnings to the creditor.
  debtor_id uuid,
  letter_id uuid,
  channel text not null check (channel in ('email', 'print')),
  -- E-mail: the whole message; print: the PDF.
  frozen_sha256 bytea not null,
  attachments jsonb not null,
  envelope jsonb not null,
  -- The Message-ID header, the same at each try; null on paper.
  message_id text collate "C",
  state text collate "C" not null
    check (state in ('reserved', 'sending', 'sent', 'failed', 'ambiguous', 'withdrawn')),
  lease_owner text collate "C",
  lease_until timestamptz,
  attempts integer not null default 0 check (attempts >= 0),
  next_attempt_at timestamptz not null,
  receipts integer not null default 0,
  response text,
  permanent boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (creditor_id, id),
  unique (creditor_id, message_id),
  foreign key (creditor_id, frozen_sha256) references documents,
  check (state <> 'sending' or (lease_owner is not null and lease_until is not null)),
  check (channel <> 'email' or message_id is not null)
);
create index messages_due on messages (creditor_id, channel, next_attempt_at, id) where state = 'reserved';
create index messages_leased on messages (creditor_id, lease_until) where lease_until is not null;
create index messages_doubtful on messages (creditor_id, id) where state = 'ambiguous';
create index messages_letter on messages (creditor_id, letter_id) where letter_id is not null;
create index messages_debtor on messages (creditor_id, debtor_id) where debtor_id is not null;
select protect_table('messages');
-- What was going to leave, and to whom, never changes; a message is withdrawn and another one composed.
revoke update, delete on messages from relance_app;
grant update (state, lease_owner, lease_until, attempts, next_attempt_at, receipts, response, permanent, updated_at)
  on messages to relance_app;
-- What a person may ask us to forget: to whom it went, and the names of its files. Both are emptied, never replaced.
grant update (envelope, attachments) on messages to relance_app;
create trigger only_emptied before update of envelope, attachments on messages for each row
  when (new.envelope is distinct from jsonb_set(old.envelope, '{to}', '[]')
    or new.attachments is distinct from '[]')
  execute function refuse_change();

-- Each thing that happened to a message, in order: handed over, answered, doubted, decided by a person.
create table message_receipts (
  creditor_id uuid not null,
  id uuid not null,
  seq integer not null check (seq > 0),
  attempt integer not null check (attempt >= 0),
  event text collate "C" not null check (event in
    ('sending', 'released', 'sent', 'failed', 'ambiguous', 'late', 'resolved-sent', 'resolved-not-sent', 'posted',
     'withdrawn')),
  at timestamptz not null,
  -- The process, or the person who decided.
  by text not null,
  stage text,
  code text,
  response text,
  refused_recipients jsonb,
  primary key (creditor_id, id, seq),
  foreign key (creditor_id, id) references messages
);
select protect_table('message_receipts');
revoke update, delete on message_receipts from relance_app;
-- The words of a mail server quote addresses: they can be emptied, and nothing else of a receipt can change.
grant update (response, refused_recipients) on message_receipts to relance_app;
create trigger only_emptied before update on message_receipts for each row
  when (new.response is not null or new.refused_recipients is not null
    or to_jsonb(new) - '{response,refused_recipients}'::text[]
      <> to_jsonb(old) - '{response,refused_recipients}'::text[])
  execute function refuse_change();
create trigger kept before delete on message_receipts for each row execute function refuse_change();
create trigger never_emptied before truncate on message_receipts execute function refuse_change();
