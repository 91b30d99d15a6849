import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { timed, type Work } from '../work.ts';

const PROGRAM = join(import.meta.dirname, '../../bin/relance.mjs');

/** One command line as a person types it: nothing runs before it, and nothing is left running after it. */
function relance(folder: string, ...words: readonly string[]): string {
  const args = [PROGRAM, ...words, '--data', join(folder, 'data'), '--json'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${words.join(' ')}: ${status} ${stderr}`);
  return stdout;
}

export const work: Work = {
  name: 'cold-plan',
  title: 'relance plan of the sample company, typed with the database stopped',
  against: null,
  rounds: 5,
  prepare: async (folder) => {
    relance(folder, 'sample');
  },
  ours: async (folder) => {
    const { seconds, result } = await timed(() => relance(folder, 'plan'));
    return { seconds, count: JSON.parse(result).actions.length, figures: { seconds_cold: seconds } };
  },
  reference: null,
  reach: [{ figure: 'seconds_cold', most: 1.5 }],
};
