import { type Flushed, flush, type Ready } from './flush-outbox.job.ts';
import type { Answered } from './message-moves.db.ts';
import { type MessageRow, seconds } from './messages.db.ts';
import type { DeliveryOutcome, FailedOutcome } from './outcome.ts';
import type { Sending, SendReport } from './sending.ts';
import type { Transport } from './transport.ts';

// The facts of a message were checked when it was claimed; one that could not leave at once is checked again.
const FRESH_SECONDS = 5;

/** What is under way between two transactions. */
interface Pump {
  ready: Ready[];
  answers: Answered[];
  back: string[];
  carried: number;
  halted: FailedOutcome | null;
  exhausted: boolean;
  wake: () => void;
}

/**
 * Sends what `take` hands out over all the connections of the transport at once, until there is no more. Answers are
 * recorded and the next messages marked in one transaction for all that waits at that moment: while one commits, the
 * next gathers, without a timer. At most two messages per connection are marked at any time, so a crash leaves no more
 * in doubt. One bad message never stops the rest.
 */
export async function sendMessages(sending: Sending): Promise<SendReport> {
  const pump: Pump = {
    ready: [],
    answers: [],
    back: [],
    carried: 0,
    halted: null,
    exhausted: false,
    wake: () => undefined,
  };
  const all: Flushed[] = [];
  for (;;) {
    const marking = await takeMore(sending, pump);
    const told = pump.answers.splice(0);
    const back = pump.back.splice(0);
    if (marking.length + told.length + back.length > 0) {
      const flushed = await flush(sending, { told, marking, back });
      all.push(flushed);
      pump.ready.push(...flushed.ready);
      launch(sending, pump);
      continue;
    }
    if (pump.carried === 0) break;
    await new Promise<void>((resume) => {
      pump.wake = resume;
    });
  }
  return {
    recorded: all.flatMap(({ recorded }) => recorded),
    released: all.flatMap(({ released }) => released),
    problems: all.flatMap(({ problems }) => problems),
    halted: pump.halted,
  };
}

async function takeMore(sending: Sending, pump: Pump): Promise<readonly MessageRow[]> {
  const { connections } = sending.transport;
  const room = 2 * connections - pump.carried - pump.ready.length;
  if (pump.exhausted || pump.halted || room < connections) return [];
  const taken = await sending.take(room);
  if (taken === null) pump.exhausted = true;
  return taken ?? [];
}

/** Puts as many messages on their way as there are connections; the others wait, or go back. */
function launch(sending: Sending, pump: Pump): void {
  const { transport, clock } = sending;
  while (pump.ready.length > 0 && (pump.halted !== null || pump.carried < transport.connections)) {
    const next = pump.ready.shift()!;
    const { row, raw } = next;
    if (!(raw instanceof Uint8Array)) tell(pump, row, raw);
    else if (pump.halted || seconds(clock.now()) - next.markedAt > FRESH_SECONDS) pump.back.push(row.id);
    else {
      pump.carried += 1;
      void carry(transport, row, raw).then((outcome) => {
        pump.carried -= 1;
        if (outcome.state === 'failed' && (outcome.stage === 'connect' || outcome.stage === 'login'))
          pump.halted = outcome;
        tell(pump, row, outcome);
        launch(sending, pump);
        pump.wake();
      });
    }
  }
}

function tell(pump: Pump, row: MessageRow, outcome: DeliveryOutcome): void {
  pump.answers.push({ id: row.id, attempt: row.life.attempts, outcome });
}

/** A transport that throws has a fault of its own, and nobody knows how far it came. */
async function carry(transport: Transport, row: MessageRow, raw: Uint8Array): Promise<DeliveryOutcome> {
  try {
    return await transport.deliver(raw, row.envelope, row.id);
  } catch {
    return { state: 'ambiguous', reason: 'transport_broke', response: null };
  }
}
