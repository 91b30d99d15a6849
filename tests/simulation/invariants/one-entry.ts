import { sentBy } from '../post-office.ts';
import { Violation } from '../violation.ts';
import type { House, World } from '../world.ts';

/**
 * What is said sent is held by the sink, once; what is said not sent is not; each has its entry in the
 * journal, and only one says that it left.
 */
export async function checkOneEntry(world: World, house: House): Promise<void> {
  const held = new Map<string, number>();
  for (const { raw } of world.sink.messages) {
    const id = /^message-id:\s*(<[^>]+>)/im.exec(raw.toString('latin1'))?.[1] ?? '';
    held.set(id, (held.get(id) ?? 0) + 1);
  }
  const messages = await sentBy(world, house);
  const answers = await answersOf(world, house);
  for (const [id, { message, state, debtor, proposal }] of messages) {
    const copies = held.get(id) ?? 0;
    const told = answers.get(message) ?? 0;
    const wrong = (what: string) =>
      new Violation('one-mail-one-entry', house.key, debtor, `${what}: ${id} ${state}`);
    if (copies > 1) throw wrong(`the sink holds it ${copies} times`);
    if (state === 'sent' && copies === 0) throw wrong('said sent, and the sink does not hold it');
    if (['failed', 'withdrawn', 'reserved'].includes(state) && copies > 0) throw wrong('the sink holds it');
    // Known: told plainly after its sessions were lost, a text outside the steps has no entry.
    if (told === 0 && state === 'sent' && proposal === null)
      world.seen.add('text outside the steps without entry');
    else if (told !== (state === 'sent' ? 1 : 0)) {
      const receipts = await receiptsOf(world, message);
      throw wrong(`${told} entries of the journal say that it left, ${receipts}`);
    }
  }
  const domain = house.email.split('@')[1]!;
  for (const id of held.keys())
    if (id.endsWith(`@${domain}>`) && !messages.has(id))
      throw new Violation('one-mail-one-entry', house.key, null, `nobody wrote down ${id}`);
}

async function answersOf(world: World, house: House): Promise<ReadonlyMap<string, number>> {
  const rows = await world.place.ask(
    `select e.payload::jsonb->>'message' as message, count(*)::int as told
     from journal_events e join creditors h on h.creditor_id = e.creditor_id
     where h.key = $1 and e.type = 'message.answered' and e.payload::jsonb->>'state' = 'sent' group by 1`,
    [house.key],
  );
  return new Map(rows.map(({ message, told }) => [`${message}`, Number(told)]));
}

async function receiptsOf(world: World, message: string): Promise<string> {
  const rows = await world.place.ask(
    'select event, by, at::text, stage, code, response from message_receipts where id = $1 order by seq',
    [message],
  );
  return JSON.stringify(rows);
}
