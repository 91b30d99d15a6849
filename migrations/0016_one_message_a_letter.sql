-- room: courier
-- A letter has one message: two processes that queue it at once make one, whatever they have read before.
drop index messages_letter;
create unique index messages_letter on messages (creditor_id, letter_id) where letter_id is not null;
