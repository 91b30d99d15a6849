const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const duties = new Set<() => Promise<void>>();
let dying = false;

/** Whether a signal is ending this process: what fails from then on fails because of it. */
export function isDying(): boolean {
  return dying;
}

/**
 * Has `duty` done when a signal is about to end this process (Ctrl-C, a service manager); the answer takes
 * that back. A door that listens to signals itself, as a server that drains does, decides alone: it closes
 * what it opened.
 */
export function beforeDeath(duty: () => Promise<void>): () => void {
  if (duties.size === 0) for (const signal of SIGNALS) process.on(signal, die);
  duties.add(duty);
  return () => {
    duties.delete(duty);
    if (duties.size === 0) stopListening();
  };
}

function stopListening(): void {
  for (const signal of SIGNALS) process.off(signal, die);
}

function die(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  dying = true;
  void Promise.allSettled([...duties].map((duty) => duty())).then(() => {
    stopListening();
    process.kill(process.pid, signal);
  });
}
