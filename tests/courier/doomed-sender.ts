import { sendMessages } from '../../src/courier/send-messages.job.ts';
import { openTransport } from '../../src/courier/smtp.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { openAt } from '../../src/platform/db.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import type { FreshDatabase } from '../harness/database.ts';
import { takeDue } from './outbox.ts';

/** What the test that kills this process tells it. */
export interface Doom {
  readonly direct: FreshDatabase['direct'];
  readonly dataFolder: string;
  readonly creditorId: string;
  readonly port: number;
  readonly owner: string;
}

const doom: Doom = JSON.parse(process.argv[2]!);
const { direct, dataFolder, creditorId, owner, port } = doom;
const database = await openAt(dataFolder, async () => ({ address: direct, cluster: null }));
const settings = { host: '127.0.0.1', port, secure: false, user: null, password: null };
const transport = openTransport(settings, { rehearsal: true, connections: 2 });
if (isRefusal(transport)) throw new Error(transport.message);
const sending = { database, creditorId, transport, owner, clock: systemClock };
await sendMessages({ ...sending, take: takeDue(sending) });
await transport.close();
await database.close();
