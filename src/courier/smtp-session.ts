import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Envelope } from './mime.ts';
import {
  type Breakdown,
  classify,
  type DeliveryOutcome,
  type FailedOutcome,
  type RefusedRecipient,
  replyCode,
  type Stage,
} from './outcome.ts';

/** Where a session goes, as `openTransport` has settled it. */
export interface SessionSettings {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  readonly encrypted: 'required' | 'if offered';
  readonly login: { readonly user: string; readonly password: string } | null;
  readonly authorities: string | null;
  readonly connectSeconds: number;
  readonly greetingSeconds: number;
  readonly answerSeconds: number;
}

/** One logged-in connection, for one message at a time. */
export interface Session {
  readonly send: (raw: Uint8Array, envelope: Envelope, id: string) => Promise<DeliveryOutcome>;
  /** False once the line broke or was left in the middle of a message. */
  readonly usable: () => boolean;
  readonly close: () => Promise<void>;
}

/** Connects, encrypts and logs in; what fails here never was about a message. */
export async function openSession(settings: SessionSettings): Promise<Session | FailedOutcome> {
  const connection = new SMTPConnection({
    host: settings.host,
    port: settings.port,
    secure: settings.secure,
    requireTLS: settings.encrypted === 'required' && !settings.secure,
    connectionTimeout: settings.connectSeconds * 1000,
    greetingTimeout: settings.greetingSeconds * 1000,
    socketTimeout: settings.answerSeconds * 1000,
    tls: {
      minVersion: 'TLSv1.2',
      ...(settings.authorities === null ? {} : { ca: settings.authorities }),
    },
    // Its log would hold addresses and, in its debug form, whole letters.
    logger: false,
  });
  const connected = await new Promise<Problem | null>((resolve) => {
    connection.on('error', (error) => resolve(error));
    connection.connect((error) => resolve(error ?? null));
  });
  if (connected) return sessionFailure('connect', connected, connection);
  const { login } = settings;
  if (login) {
    const refused = await new Promise<Problem | null>((resolve) => {
      connection.on('error', (error) => resolve(error));
      connection.login({ user: login.user, pass: login.password }, (error) => resolve(error));
    });
    if (refused) return sessionFailure('login', refused, connection);
  }
  return sessionOver(connection);
}

type Problem = Parameters<Parameters<SMTPConnection['send']>[2]>[0] & Error;

function sessionFailure(stage: Stage, problem: Problem, connection: SMTPConnection): FailedOutcome {
  connection.close();
  const outcome = classify(breakdown(stage, problem));
  if (outcome.state !== 'failed') throw new Error(`no message was sent, yet ${outcome.reason}`);
  return outcome;
}

function sessionOver(connection: SMTPConnection): Session {
  let usable = true;
  const gone = new Promise<void>((resolve) => {
    connection.once('end', () => {
      usable = false;
      resolve();
    });
  });
  const leave = () => {
    usable = false;
    connection.close();
  };
  return {
    usable: () => usable,
    send: async (raw, envelope, id) => {
      const tried = await attempt(connection, raw, envelope, id);
      // A refusal before the message began leaves the line in order; any other failure leaves it in an
      // unknown state.
      if (tried.clean && tried.outcome.state !== 'sent') {
        const orderly = await Promise.race([reset(connection), gone]);
        if (orderly !== true) leave();
      } else if (!tried.clean) leave();
      return tried.outcome;
    },
    close: async () => {
      if (!usable) return;
      connection.quit();
      // Everything is acknowledged by now: politeness waits one second.
      await Promise.race([gone, patience(1)]);
      leave();
    },
  };
}

async function patience(seconds: number): Promise<void> {
  const over = AbortSignal.timeout(seconds * 1000);
  await new Promise((resume) => over.addEventListener('abort', resume, { once: true }));
}

async function reset(connection: SMTPConnection): Promise<boolean> {
  return await new Promise((resolve) => connection.reset((error) => resolve(!error)));
}

interface Try {
  readonly outcome: DeliveryOutcome;
  readonly clean: boolean;
}

async function attempt(
  connection: SMTPConnection,
  raw: Uint8Array,
  envelope: Envelope,
  id: string,
): Promise<Try> {
  // The server asked for the message; the end of it, final dot included, may be on the wire.
  let begun = false;
  let ended = false;
  const body = bodyOf(raw, () => {
    begun = true;
  });
  // Registered before the library pipes the body, so it is heard before the dot is written.
  body.once('end', () => {
    ended = true;
  });
  const addressed = {
    from: envelope.from,
    to: [...envelope.to],
    size: raw.length,
    // Bounces name our id and quote the headers only; no notice of success: that would be a receipt.
    dsn: { ret: 'HDRS', envid: id, notify: 'FAILURE' },
  };
  return await new Promise<Try>((resolve) => {
    connection.send(addressed, body, (error, info) => {
      if (error) {
        const stage = stageOf(error, begun, ended);
        const outcome = classify(breakdown(stage, error));
        const clean = !begun && outcome.state === 'failed' && replyCode(outcome.response) !== null;
        resolve({ outcome, clean });
        return;
      }
      const response = clip(info?.response ?? '');
      const refusedRecipients = refusedOf(info?.rejectedErrors);
      // An answer that came before the question answers something else.
      if (!ended)
        resolve({ outcome: { state: 'ambiguous', reason: 'answer_unreadable', response }, clean: false });
      else resolve({ outcome: { state: 'sent', response, refusedRecipients }, clean: true });
    });
  });
}

const SLICE = 65_536;

/** The message in slices, so that a line cut in the middle of a large one is seen to have lost its end. */
function bodyOf(raw: Uint8Array, onBegin: () => void): Readable {
  let position = 0;
  return new Readable({
    read() {
      onBegin();
      this.push(position < raw.length ? Buffer.from(raw.subarray(position, position + SLICE)) : null);
      position += SLICE;
    },
  });
}

function stageOf(problem: Problem, begun: boolean, ended: boolean): Stage {
  if (ended) return 'answer';
  if (begun) return 'body';
  return problem.command === 'RCPT TO' ? 'recipients' : 'sender';
}

function breakdown(stage: Stage, problem: Problem): Breakdown {
  return {
    stage,
    reply: problem.response === undefined ? null : clip(problem.response),
    code: problem.originalCode ?? problem.code ?? 'ECONNECTION',
    timedOut: problem.code === 'ETIMEDOUT',
    tooLarge: problem.code === 'EMESSAGE' && stage === 'sender' && problem.response === undefined,
    refusedRecipients: refusedOf(problem.rejectedErrors),
  };
}

function refusedOf(errors: readonly Problem[] | undefined): readonly RefusedRecipient[] {
  return (errors ?? []).map((error) => ({
    address: error.recipient ?? '',
    permanent: (error.responseCode ?? 0) >= 500,
    response: clip(error.response ?? ''),
  }));
}

/** A server's words as they are kept: on one line, and not endless. */
function clip(reply: string): string {
  return reply
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 500);
}
