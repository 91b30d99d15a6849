import {
  openSink,
  type Sink,
  type SinkBehaviour,
  type SunkMessage,
  type WirePoint,
} from '../harness/smtp.ts';
import type { Dice } from './dice.ts';

/** What a server may do with a message, and how often in the weather of a crash test. */
const WEATHER = {
  taken: 70,
  deferred: 4,
  refused: 2,
  hang: 3,
  'take-and-hang': 4,
  close: 4,
  'take-and-close': 5,
  'cut-body': 5,
} as const;

const DATA: Readonly<Partial<Record<keyof typeof WEATHER, SinkBehaviour['data']>>> = {
  deferred: 451,
  refused: 550,
  hang: 'hang',
  'take-and-hang': 'take-and-hang',
  close: 'close',
  'take-and-close': 'take-and-close',
  'cut-body': 'cut-body',
};

/** A message that the server took, on which day of the story. */
export interface Taken extends SunkMessage {
  readonly on: string;
  readonly messageId: string;
}

/** The mail server of the far end: real, local, and as bad as the weather says. */
export interface FarEnd {
  readonly port: number;
  readonly taken: () => readonly Taken[];
  /** Tells the day, and whether the server is in a mood to answer everything well. */
  readonly turn: (day: string, calm: boolean) => void;
  /** Called at each point of each message, until the next call. */
  readonly watch: (at: ((point: WirePoint) => void) | null) => void;
  /** Once every line is closed: what was on the wire has been taken by now, or never will be. */
  readonly silence: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function openFarEnd(dice: Dice): Promise<FarEnd> {
  let watcher: ((point: WirePoint) => void) | null = null;
  let day = '';
  let calm = true;
  const days: string[] = [];
  const mood = () => (calm ? 'taken' : dice.weighed(WEATHER));
  const behaviour: SinkBehaviour = {
    get sender() {
      return !calm && dice.chance(3) ? 421 + 30 * dice.between(0, 1) : undefined;
    },
    get data() {
      return DATA[mood()];
    },
    get slowness() {
      return calm ? 0 : dice.between(0, 25);
    },
    get patience() {
      return dice.between(50, 400);
    },
  } as SinkBehaviour;
  const sink: Sink = await openSink({ behaviour, at: (point) => watcher?.(point) });
  const dated = () => {
    while (days.length < sink.messages.length) days.push(day);
    return sink.messages.map((message, index) => taken(message, days[index]!));
  };
  return {
    port: sink.port,
    taken: dated,
    turn: (next, mild) => {
      dated();
      day = next;
      calm = mild;
    },
    watch: (at) => {
      watcher = at;
    },
    silence: async () => {
      for (let waited = 0; sink.open() > 0; waited += 10) {
        if (waited > 3000) sink.hangUp();
        await new Promise((resume) => setTimeout(resume, 10));
      }
    },
    close: sink.close,
  };
}

function taken(message: SunkMessage, on: string): Taken {
  const messageId = /^message-id:\s*(<[^>]+>)/im.exec(message.raw.toString('latin1'))?.[1] ?? '';
  return { ...message, on, messageId };
}
