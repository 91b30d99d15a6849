import { globSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { expect, test } from 'vitest';
import { openDesk } from '../harness/desk.ts';
import { openSink } from '../harness/smtp.ts';
import { playActs } from './acts-story.ts';
import { watchChains } from './facts-of-debtors.ts';

/** Acts about the whole instance, which write nothing of a debtor by what they are. */
const OF_THE_INSTANCE = [
  'vault/backup-instance',
  'vault/copy-rows',
  'vault/restore-instance',
  'vault/verify-instance',
  'vault/verify-snapshot',
];

test('every act that changes rows of a debtor moves its chain, in the same transaction', async () => {
  const desk = await openDesk('2026-09-07');
  const sink = await openSink();
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  try {
    const untold = await watchChains(desk.database);
    await playActs(desk, sink);
    expect(untold).toEqual([]);
    const { result } = await session.post('Profiler.takePreciseCoverage');
    const played = new Set(
      result
        .filter(({ url }) => url.endsWith('.act.ts'))
        .flatMap(({ url, functions }) =>
          functions
            .filter(({ ranges }) => ranges[0]!.count > 0)
            .map(({ functionName }) => `${actOf(url)} ${functionName}`),
        ),
    );
    const acts = globSync('src/**/*.act.ts').map(actOf);
    expect(acts.length).toBeGreaterThan(60);
    const idle = acts.filter((act) => !OF_THE_INSTANCE.includes(act) && !played.has(`${act} ${nameOf(act)}`));
    expect(idle, 'not played by tests/decisions/acts-story.ts').toEqual([]);
  } finally {
    session.disconnect();
    await sink.close();
    await desk.database.close();
  }
}, 240_000);

/** `payments/add-payment` of its path, whatever stands before. */
function actOf(path: string): string {
  return /([^/]+\/[^/]+)\.act\.ts$/.exec(path)![1]!;
}

/** The function that the file exports, as its name says. */
function nameOf(act: string): string {
  return act.split('/')[1]!.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
}
