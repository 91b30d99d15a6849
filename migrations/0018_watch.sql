-- room: reminders
-- The debtors of whom the last run had nothing to say, and the first day on which there may be something: a hint that
-- spares the others a look. Derived and replaceable: what is sent is decided on the facts. A migration that changes
-- facts without an event empties it.
create table watch (
  creditor_id uuid not null,
  debtor_id uuid not null,
  -- Where the debtor's chain ended when its facts were read: one event more, and the row says nothing.
  seen_seq integer not null,
  -- The day of that decision: of an earlier one the row says nothing.
  seen_on date not null,
  rules_version text not null,
  -- Null: not before an event.
  look_on date,
  primary key (creditor_id, debtor_id)
);
select protect_table('watch');
