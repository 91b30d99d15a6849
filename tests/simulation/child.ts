import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PlantedFault, plantedIn } from '../harness/planted-fault.ts';

const SIMULATE = join(import.meta.dirname, 'simulate.ts');

/** What a simulation in a process of its own came to. */
export interface Simulated {
  readonly exit: number | null;
  readonly text: string;
  readonly seeds: readonly {
    readonly seed: number;
    readonly days: number;
    readonly mails: number;
    readonly counts: Readonly<Record<string, number>>;
    readonly violation: { readonly invariant: string } | null;
  }[];
}

/** Runs `npm run simulate` with these words, and these faults in the product that it drives. */
export async function simulated(
  words: readonly string[],
  faults: readonly PlantedFault[] = [],
): Promise<Simulated> {
  const folder = mkdtempSync(join(tmpdir(), 'relance-simulated-'));
  const json = join(folder, 'seeds.json');
  const child = spawn(process.execPath, [SIMULATE, ...words, '--json', json], {
    env: { ...process.env, ...plantedIn(...faults) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (more: string) => {
      text += more;
    });
  const [exit] = (await once(child, 'close')) as [number | null];
  try {
    return { exit, text, seeds: JSON.parse(readFileSync(json, 'utf8')) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
