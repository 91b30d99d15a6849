import { writeFileSync } from 'node:fs';
import { readAsked } from './ask.ts';
import { simulated } from './child.ts';
import { PLANTED } from './planted.ts';
import { play } from './play.ts';
import { type Ended, failureText, logText, summaryText } from './report.ts';

const asked = readAsked();
if (asked.planted === null) await playAll();
else await showPlanted(asked.planted);
// The presence at a server that others keep running would hold the process.
await new Promise((written) => process.stdout.write('', written));
process.exit();

async function playAll(): Promise<void> {
  const all: Ended[] = [];
  for (let seed = asked.seed; seed < asked.seed + asked.seeds; seed += 1) {
    const ended = await play(asked, seed);
    all.push(ended);
    if (asked.log) process.stdout.write(logText(ended));
    process.stdout.write(ended.violation === null ? summaryText(ended) : failureText(ended));
    if (ended.violation !== null) process.exitCode = 1;
  }
  if (asked.json === null) return;
  const kept = all.map(({ log: _log, journal: _journal, violation, ...rest }) => ({
    ...rest,
    violation: violation && { invariant: violation.invariant, seen: violation.message },
  }));
  writeFileSync(asked.json, JSON.stringify(kept, null, 2));
}

/** A fault that is put into the product, and what sees it. */
async function showPlanted(name: string): Promise<void> {
  const planted = PLANTED[name];
  if (planted === undefined) throw new Error(`--planted: ${Object.keys(PLANTED).join(', ')}`);
  const words = ['--seed', `${planted.seed}`, '--days', `${planted.days}`, '--creditors', '1'];
  if (planted.trouble !== undefined) words.push('--trouble', planted.trouble);
  if (asked.lodging !== null) words.push('--lodging', asked.lodging);
  const { text, seeds } = await simulated(words, planted.faults);
  const found = seeds[0]?.violation?.invariant;
  const seen = planted.breaks.some((one) => one === found);
  const told = `planted ${name}: ${seen ? `seen by ${found}` : 'not seen'}, day ${seeds[0]?.days}`;
  process.stdout.write(`${told}\n${seen ? '' : text}`);
  if (!seen) process.exitCode = 1;
}
