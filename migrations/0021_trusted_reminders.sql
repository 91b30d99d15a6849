-- room: reminders
-- Counted by each decision, up to twenty: without it, every proposal ever made is read for each message that leaves.
create index proposals_trusted on proposals (creditor_id)
  where step = 'reminder-1' and channel = 'email' and state in ('approved', 'done') and approved_unedited;
