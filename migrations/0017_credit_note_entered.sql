-- room: invoices
-- The day on which the books learnt of it: no text of before has deducted it. Null: entered before this was kept.
alter table credit_notes add column entered_on date;
