import { type Refusal, refuse } from '../platform/refusal.ts';
import type { DeliveryOutcome, FailedOutcome } from './outcome.ts';
import { openSession, type Session, type SessionSettings } from './smtp-session.ts';
import { isLoopback, type Transport } from './transport.ts';

/** The creditor's mail server, as they entered it. */
export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  /** Encrypted from the first byte (port 465); otherwise STARTTLS is used whenever the server offers it. */
  readonly secure: boolean;
  readonly user: string | null;
  readonly password: string | null;
}

export interface SmtpUse {
  /** Nothing may leave this machine. */
  readonly rehearsal: boolean;
  /** At a time. Providers bear few from one account (three at Microsoft 365). */
  readonly connections?: number;
  readonly connectSeconds?: number;
  readonly greetingSeconds?: number;
  /** For each answer, the last one included: filters read the message before they answer it. */
  readonly answerSeconds?: number;
  /** Certificates (PEM) to trust instead of the usual authorities. */
  readonly authorities?: string;
}

export interface SmtpTransport extends Transport {
  /** Connects and logs in without sending anything: null when a message could be handed over. */
  readonly verify: () => Promise<FailedOutcome | null>;
}

/** A server may end a session that never ends by itself; many do so after a hundred messages. */
const MESSAGES_PER_CONNECTION = 100;

/** Opens no connection yet. Refuses `smtp_not_loopback` in a rehearsal whose server is elsewhere. */
export function openTransport(settings: SmtpSettings, use: SmtpUse): SmtpTransport | Refusal {
  if (use.rehearsal && !isLoopback(settings.host))
    return refuse(
      'smtp_not_loopback',
      'En répétition, rien ne sort de cette machine\u00a0: utilisez la boîte d’essai ou un serveur SMTP local (127.0.0.1).',
      { host: settings.host },
    );
  const session = sessionSettings(settings, use);
  const pool = openPool(session, use.connections ?? 3);
  return {
    connections: use.connections ?? 3,
    deliver: pool.deliver,
    close: pool.close,
    verify: async () => {
      const opened = await openSession(session);
      if (!('send' in opened)) return opened;
      await opened.close();
      return null;
    },
  };
}

function sessionSettings(settings: SmtpSettings, use: SmtpUse): SessionSettings {
  const { user, password } = settings;
  const login = user === null || user === '' ? null : { user, password: password ?? '' };
  return {
    host: settings.host,
    port: settings.port,
    secure: settings.secure,
    // A password never crosses a network in clear, even when somebody on it hides the server's offer to
    // encrypt.
    encrypted: login && !isLoopback(settings.host) ? 'required' : 'if offered',
    login,
    authorities: use.authorities ?? null,
    connectSeconds: use.connectSeconds ?? 20,
    greetingSeconds: use.greetingSeconds ?? 30,
    answerSeconds: use.answerSeconds ?? 300,
  };
}

interface Kept {
  readonly session: Session;
  sent: number;
}

/** Sessions kept open between messages, `size` at most; a message waits for its turn. */
function openPool(settings: SessionSettings, size: number): Pick<SmtpTransport, 'deliver' | 'close'> {
  const idle: Kept[] = [];
  const waiting: (() => void)[] = [];
  let busy = 0;
  const enter = async () => {
    if (busy >= size) await new Promise<void>((resume) => waiting.push(resume));
    else busy += 1;
  };
  // The place goes straight to the next one, so `busy` does not move.
  const leave = () => {
    const next = waiting.shift();
    if (next) next();
    else busy -= 1;
  };
  const keep = async (kept: Kept) => {
    kept.sent += 1;
    if (!kept.session.usable()) return;
    if (kept.sent < MESSAGES_PER_CONNECTION) idle.push(kept);
    else await kept.session.close();
  };
  const usableSession = (): Kept | undefined => {
    for (let kept = idle.pop(); kept; kept = idle.pop()) if (kept.session.usable()) return kept;
    return undefined;
  };
  return {
    deliver: async (raw, envelope, id) => {
      await enter();
      try {
        const old = usableSession();
        if (old) {
          const outcome = await old.session.send(raw, envelope, id);
          await keep(old);
          if (!wasStale(outcome)) return outcome;
        }
        const opened = await openSession(settings);
        if (!('send' in opened)) return opened;
        const fresh: Kept = { session: opened, sent: 0 };
        const outcome = await opened.send(raw, envelope, id);
        await keep(fresh);
        return outcome;
      } finally {
        leave();
      }
    },
    close: async () => {
      await Promise.all(idle.splice(0).map((kept) => kept.session.close()));
    },
  };
}

/**
 * The server had hung up an idle line: no byte of the message was asked for, another line may be tried at
 * once.
 */
function wasStale(outcome: DeliveryOutcome): boolean {
  return (
    outcome.state === 'failed' &&
    outcome.stage === 'sender' &&
    outcome.response === null &&
    !outcome.permanent
  );
}
