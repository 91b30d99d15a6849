import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';

/** A message that the far end of the wire has taken and now holds, whatever the sender believes. */
export interface SunkMessage {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: Buffer;
  readonly user: string | null;
  readonly encrypted: boolean;
}

/** What the far end does; may be changed between two messages. */
export interface SinkBehaviour {
  /** Reply code to MAIL FROM, when it refuses. */
  sender?: number;
  /** Reply code for an address at RCPT TO; absent: taken. */
  recipients?: Readonly<Record<string, number>>;
  /**
   * What follows the message: taken with 250 (default), refused with a code, never answered (the message is
   * held or not), or the connection closed; `cut-body` closes it while the message is still arriving.
   */
  data?: number | 'hang' | 'take-and-hang' | 'close' | 'take-and-close' | 'cut-body' | undefined;
  /** Milliseconds before each answer to a message. */
  slowness?: number;
  /** What else happens in the world while a message is announced: its answer waits for it. */
  announced?: (() => Promise<void>) | undefined;
  /** Milliseconds after which a line left without an answer is closed; absent: never. */
  patience?: number;
}

/** What the far end sees of a message, in order; `dot`: all of it, not answered yet. */
export const WIRE_POINTS = ['connect', 'sender', 'body', 'dot', 'answered'] as const;
export type WirePoint = (typeof WIRE_POINTS)[number];

export interface SinkOptions {
  /** Required of every sender. */
  readonly login?: { readonly user: string; readonly password: string };
  /** `starttls`: offered; `tls`: from the first byte. The certificate is self-signed. */
  readonly encryption?: 'none' | 'starttls' | 'tls';
  readonly port?: number;
  /** Largest message announced. */
  readonly size?: number;
  /** Asked anew for each message, so it may hold getters. */
  readonly behaviour?: SinkBehaviour;
  /** Told of each point as it is reached, before anything is answered. */
  readonly at?: (point: WirePoint) => void;
}

export interface Sink {
  readonly host: string;
  readonly port: number;
  readonly messages: SunkMessage[];
  readonly behaviour: SinkBehaviour;
  /** Connections opened so far. */
  readonly connections: () => number;
  /** Connections open at this moment. */
  readonly open: () => number;
  /** Ends every open connection, as a server does with idle ones. */
  readonly hangUp: () => void;
  readonly close: () => Promise<void>;
}

const FILES = join(import.meta.dirname, '..', 'courier');
/** The authority to trust in order to accept the sink's certificate. */
export const SINK_CERTIFICATE = readFileSync(join(FILES, 'localhost-certificate.pem'), 'utf8');
const KEY = readFileSync(join(FILES, 'localhost-key.pem'), 'utf8');

/** A real SMTP server on a free port of this machine, that keeps what it takes and fails as it is told. */
export async function openSink(options: SinkOptions = {}): Promise<Sink> {
  const { login, behaviour = {}, at = () => undefined } = options;
  const messages: SunkMessage[] = [];
  let connections = 0;
  const hangUpOn = (id: string) => {
    for (const connection of server.connections)
      if (id === '*' || connection.id === id) connection._socket.destroy();
  };
  const server = new SMTPServer({
    ...settingsOf(options),
    onConnect: (_session, done) => {
      connections += 1;
      at('connect');
      done();
    },
    onAuth: (auth, _session, done) => {
      const known = auth.username === login?.user && auth.password === login?.password;
      done(null, known ? { user: auth.username! } : { message: 'bad credentials', responseCode: 535 });
    },
    onMailFrom: (_address, _session, done) => {
      at('sender');
      const meanwhile = behaviour.announced?.() ?? Promise.resolve();
      void meanwhile.then(() => done(refusal(behaviour.sender)), done);
    },
    onRcptTo: ({ address }, _session, done) => done(refusal(behaviour.recipients?.[address])),
    // A sender that dies in the middle of a message is no fault of the sink's.
    onData: (stream, session, done) => void take(stream, session, done).catch(done),
  });
  const take = async (
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
    done: (error?: Error | null, message?: string) => void,
  ) => {
    const wanted = behaviour.data;
    const raw: Buffer[] = [];
    for await (const chunk of stream) {
      if (raw.length === 0) at('body');
      if (wanted === 'cut-body') return hangUpOn(session.id);
      raw.push(chunk);
    }
    at('dot');
    const { slowness = 0, patience } = behaviour;
    if (slowness > 0) await pause(slowness);
    if (typeof wanted === 'number') return done(refusal(wanted));
    if (wanted !== 'hang' && wanted !== 'close') messages.push(sunk(Buffer.concat(raw), session));
    if (wanted === 'hang' || wanted === 'take-and-hang') {
      if (patience === undefined) return;
      await pause(patience);
      return hangUpOn(session.id);
    }
    if (wanted === 'close' || wanted === 'take-and-close') return hangUpOn(session.id);
    done(null, `queued as ${messages.length}`);
    at('answered');
  };
  server.on('error', () => undefined);
  await new Promise<void>((ready) => server.listen(options.port ?? 0, '127.0.0.1', ready));
  return {
    host: '127.0.0.1',
    port: (server.server.address() as AddressInfo).port,
    messages,
    behaviour,
    connections: () => connections,
    open: () => server.connections.size,
    hangUp: () => hangUpOn('*'),
    close: async () => {
      hangUpOn('*');
      await new Promise<void>((closed) => server.close(() => closed()));
    },
  };
}

function settingsOf({ login, encryption = 'none', size }: SinkOptions) {
  return {
    logger: false,
    banner: 'sink',
    disableReverseLookup: true,
    authOptional: login === undefined,
    allowInsecureAuth: true,
    secure: encryption === 'tls',
    disabledCommands: encryption === 'starttls' ? [] : ['STARTTLS'],
    key: KEY,
    cert: SINK_CERTIFICATE,
    ...(size === undefined ? {} : { size }),
  };
}

function refusal(code: number | undefined): Error | null {
  return code === undefined ? null : Object.assign(new Error(`refused with ${code}`), { responseCode: code });
}

function sunk(raw: Buffer, session: SMTPServerSession): SunkMessage {
  const { mailFrom, rcptTo } = session.envelope;
  return {
    from: mailFrom === false ? '' : mailFrom.address,
    to: rcptTo.map(({ address }) => address),
    raw,
    user: session.user ?? null,
    encrypted: session.secure,
  };
}
