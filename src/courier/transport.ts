import type { Envelope } from './mime.ts';
import type { DeliveryOutcome } from './outcome.ts';

/** A way out. One that fails says so in its outcome: it never throws for what the far end does. */
export interface Transport {
  /** How many messages it carries at a time. */
  readonly connections: number;
  /**
   * Hands over the frozen bytes. `id` names the message to the far end (envelope id of delivery notices, file
   * name): it does not guard against doubles, the outbox does.
   */
  readonly deliver: (raw: Uint8Array, envelope: Envelope, id: string) => Promise<DeliveryOutcome>;
  readonly close: () => Promise<void>;
}

/**
 * Whether what is sent to `host` stays on this machine: `localhost`, 127.0.0.0/8, ::1. Any other name counts
 * as outside, even one that leads back here today.
 */
export function isLoopback(host: string): boolean {
  const name = host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
  if (name === 'localhost' || name === '::1') return true;
  const match = /^127\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(name);
  return match?.slice(1).every((part) => Number(part) <= 255) ?? false;
}
