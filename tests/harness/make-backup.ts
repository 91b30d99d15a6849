import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { askBooks, figures, PAGE } from './ask-books.ts';
import { ASKED_ON, STORY, STORY_FILES, WORKED_ON } from './backup-story.ts';
import { openSink, type Sink } from './smtp.ts';

// PROGRAM NAME: plays the story with the clone in PROGRAM, and writes NAME.tar.gz and NAME.json, its backup
// and its answers, into tests/fixtures/backups.
const [program, name] = [resolve(process.argv[2]!), process.argv[3]!];
const target = join(import.meta.dirname, '..', 'fixtures', 'backups', name);
const folder = mkdtempSync(join(tmpdir(), 'relance-story-'));
for (const [file, content] of Object.entries(STORY_FILES)) writeFileSync(join(folder, file), content);

const FIRST_FIRM = '732829320';
const SECOND_FIRM = '404833048';

interface Told {
  readonly sink: Sink;
  on: string;
  readonly ids: Map<string, string>;
  readonly batches: Set<string>;
  readonly registered: Set<string>;
  // biome-ignore lint/suspicious/noExplicitAny: what a run answers
  actions: any[];
}

/** One command line of the program, in the folder of the story; refused, it throws unless it may be. */
async function relance(data: string, on: string, words: readonly string[]): Promise<unknown> {
  const day = words.includes('--on') ? [] : ['--on', on];
  const args = [join(program, 'bin/relance.mjs'), ...words, '--data', data, ...day, '--json'];
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { PATH: process.env.PATH, RELANCE_CLOCK: `${on}T08:00:00Z` },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (text) => {
    said += text;
  });
  await once(child, 'close');
  const answer = JSON.parse(said);
  if ('refused' in answer)
    process.stderr.write(`${on} ${words.join(' ')}: ${answer.refused} ${answer.message}\n`);
  return answer;
}

const split = (line: string) => [...line.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2]!);

async function tell(told: Told, line: string): Promise<void> {
  const other = line.startsWith('other:');
  const words = split(other ? line.slice('other:'.length) : filled(told, line));
  const firm = ['--creditor', other ? SECOND_FIRM : FIRST_FIRM];
  const ofFirm = line.startsWith('creditor set') || line === 'verify' || line.startsWith('rates') ? [] : firm;
  // biome-ignore lint/suspicious/noExplicitAny: documents of every shape
  const answer = (await relance('data', told.on, [...words, ...ofFirm])) as any;
  if (answer.id) told.ids.set(answer.done, answer.id);
  if (words[0] !== 'run' || other) return;
  told.actions = answer.actions ?? [];
  if (answer.batch) told.batches.add(answer.batch.id);
  for (const action of told.actions) {
    if (action.channel === 'registered' && action.outcome === 'ready') told.registered.add(action.id);
  }
}

function filled({ ids, actions }: Told, line: string): string {
  return line
    .replace(/\{id:(\w+)\}/, (_, done) => ids.get(done) ?? 'pay-NONE')
    .replace(/\{any:(\w+)\}/, (_, debtor) => actions.find((one) => one.debtor === debtor)?.id ?? 'rem-NONE');
}

/** What a line of the story asks of the world around the program. */
const WORLD: Readonly<Record<string, (told: Told, words: readonly string[]) => Promise<void>>> = {
  post: async (told) => {
    for (const id of told.batches) await tell(told, `posted ${id}`);
    told.batches.clear();
  },
  deposit: async (told, [day, proof]) => {
    let number = 44_808;
    for (const id of told.registered) {
      number += 1;
      const slip = `--deposited ${day} --proof ${proof} --kind slip`;
      await tell(told, `registered ${id} --tracking 1A000110${number} ${slip}`);
    }
  },
  present: async (told, [day]) => {
    for (const id of told.registered)
      await tell(told, `registered ${id} --presented ${day} --outcome received`);
    told.registered.clear();
  },
  server: async (told, [behaviour]) => {
    told.sink.behaviour.data = behaviour === 'refuse' ? 554 : 'take-and-close';
    const { host, port } = told.sink;
    const smtp = behaviour === 'off' ? null : { host, port, secure: false, user: null, password: null };
    writeFileSync(join(folder, 'server.json'), JSON.stringify({ siren: FIRST_FIRM, smtp }));
    await tell(told, 'creditor set server.json');
  },
};

const sink = await openSink();
const told: Told = { sink, on: '', ids: new Map(), batches: new Set(), registered: new Set(), actions: [] };
for (const { on, lines } of STORY) {
  told.on = on;
  for (const line of lines) {
    const [first, ...rest] = split(line);
    const world = WORLD[first!];
    await (world ? world(told, rest) : tell(told, line));
  }
}
await sink.close();
let pages = 0;
const ask = (data: string, on: string) => async (line: string, creditor: string | null) => {
  pages += 1;
  const words = split(line.replace(PAGE, `page-${pages}.pdf`));
  return await relance(data, on, [...words, ...(creditor === null ? [] : ['--creditor', creditor])]);
};
const answers = await askBooks(ask('data', ASKED_ON));
await relance('data', ASKED_ON, ['backup', `${target}.tar.gz`]);
// The day after, on a copy: what is kept is the backup of the day before.
await relance('copy', ASKED_ON, ['restore', `${target}.tar.gz`]);
await ask('copy', ASKED_ON)('adopt', FIRST_FIRM);
const { on, actions, held, standstill } = (await ask('copy', WORKED_ON)(
  'run',
  FIRST_FIRM,
)) as Told['actions'][number];
const run = figures({ on, actions, held, standstill });
writeFileSync(`${target}.json`, `${JSON.stringify({ answers, run }, null, 1)}\n`);
process.stdout.write(`${target}.tar.gz, ${statSync(`${target}.tar.gz`).size} bytes\n`);
if (process.argv[4] === 'keep') process.stdout.write(`${folder}\n`);
else rmSync(folder, { recursive: true, force: true });
