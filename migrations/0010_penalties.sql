-- room: penalties
-- The day a formal notice took effect on an item: consumer interest runs from the day after (C. civ. 1231-6, 1344-1).
create table notice_effects (
  creditor_id uuid not null,
  instalment_id uuid not null,
  effective_on date not null,
  -- received, or presented when no receipt is known
  basis text not null check (basis in ('received', 'presented')),
  primary key (creditor_id, instalment_id),
  foreign key (creditor_id, instalment_id) references instalments
);
select protect_table('notice_effects');

create table limitation_events (
  creditor_id uuid not null,
  id uuid not null,
  debtor_id uuid not null,
  instalment_id uuid,
  kind text not null,
  on_day date not null,
  until_day date,
  primary key (creditor_id, id),
  foreign key (creditor_id, debtor_id) references debtors
);
select protect_table('limitation_events');
