import { simpleParser } from 'mailparser';
import type { SunkMessage } from '../harness/smtp.ts';
import type { House, World } from './world.ts';

/** A mail as its receiver reads it. */
export interface Mail {
  readonly messageId: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

/** What the house wrote down of a message. */
export interface Sent {
  readonly messageId: string;
  readonly message: string;
  readonly state: string;
  readonly debtor: string;
  readonly kind: string;
  /** Null of what is outside the steps. */
  readonly proposal: string | null;
  readonly step: string | null;
  readonly channel: string | null;
  readonly currency: string;
  readonly amount: number | null;
  readonly planned: boolean;
  /** Day of its figures. */
  readonly composedOn: string;
  readonly items: readonly SentItem[];
}

export interface SentItem {
  readonly number: string;
  readonly instalment: number;
  readonly balance: number;
  readonly step: string;
  readonly completes: boolean;
}

export async function readMail(sunk: SunkMessage): Promise<Mail> {
  const mail = await simpleParser(sunk.raw);
  return {
    messageId: mail.messageId ?? '',
    from: mail.from?.value[0]?.address ?? '',
    to: sunk.to,
    subject: mail.subject ?? '',
    text: (mail.text ?? '').replace(/[\u00a0\u202f]/g, ' '),
  };
}

/** The messages of a house by their Message-ID, of these or of all. */
export async function sentBy(
  world: World,
  house: House,
  messageIds: readonly string[] | null = null,
): Promise<ReadonlyMap<string, Sent>> {
  const rows = (await world.place.ask(MESSAGES, [house.key, messageIds])) as unknown as Sent[];
  return new Map(rows.map((row) => [row.messageId, row]));
}

const MESSAGES = `
  select m.message_id as "messageId", m.id as message, m.state, d.key as debtor, l.kind, p.id as proposal,
    p.step, p.channel, l.currency, p.amount_cents as amount,
    l.on_day as "composedOn", (p.items->'planDate') <> 'null'::jsonb as planned,
    coalesce((
      select jsonb_agg(jsonb_build_object('number', v.number, 'balance', (i->>'balance')::bigint,
        'step', i->>'step', 'completes', (i->>'completes')::boolean, 'instalment', (
          select count(*) from instalments b
          where b.creditor_id = t.creditor_id and b.invoice_id = t.invoice_id and b.position <= t.position)))
      from jsonb_array_elements(p.items->'demanded') i
      join instalments t on t.creditor_id = p.creditor_id and t.id = (i->>'id')::uuid
      join invoices v on v.creditor_id = t.creditor_id and v.id = t.invoice_id), '[]'::jsonb) as items
  from messages m join creditors h on h.creditor_id = m.creditor_id
  join letters l on l.creditor_id = m.creditor_id and l.id = m.letter_id
  join debtors d on d.creditor_id = l.creditor_id and d.id = l.debtor_id
  left join proposals p on p.creditor_id = l.creditor_id and p.id = l.proposal_id
  where h.key = $1 and m.channel = 'email' and ($2::text[] is null or m.message_id = any($2))`;
