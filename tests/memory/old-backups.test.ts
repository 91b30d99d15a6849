import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { iso } from '../../src/calendar/day.ts';
import { OFFLINE } from '../../src/cli/commands.ts';
import { useRates } from '../../src/cli/use-rates.ts';
import { registerEnteredRates } from '../../src/law/rates.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { readBackup } from '../../src/vault/read-backup.ts';
import { restoreInstance } from '../../src/vault/restore-instance.act.ts';
import { type Answers, askBooks, figures, PAGE } from '../harness/ask-books.ts';
import { ASKED_ON, WORKED_ON } from '../harness/backup-story.ts';
import { type Desk, openDesk } from '../harness/desk.ts';

const FOLDER = join(import.meta.dirname, '..', 'fixtures', 'backups');
const FIRST_FIRM = '732829320';

/** Backups that released programs made, with what those answered: each later program owes both. */
const NAMES = readdirSync(FOLDER).flatMap((name) => /^(.+)\.tar\.gz$/.exec(name)?.[1] ?? []);

interface Told {
  readonly answers: Answers;
  readonly run: Readonly<Record<string, unknown>>;
}

test('there are backups of earlier programs to open', () => {
  expect(NAMES).toContain('backbone');
});

describe.each(NAMES)('the backup %s', (name) => {
  const told: Told = JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8'));
  let desk: Desk;

  beforeAll(async () => {
    desk = await openDesk(ASKED_ON);
  });
  afterAll(async () => await desk.database.close());

  /** As a person types it; a refusal comes as its program's other documents do. */
  const ask = async (line: string, creditor: string | null): Promise<unknown> => {
    const [first] = line.split(' ');
    if (first === 'rates') return await askRates(line);
    const page = line.replace(PAGE, join(desk.folder, `page-${pages++}.pdf`));
    const said = await desk.say(page, creditor === null ? {} : { creditor });
    return said.refused === null ? said.data : { refused: said.refused, ...said.data };
  };
  let pages = 0;
  const askRates = async (line: string) => {
    const command = await OFFLINE.rates();
    useRates(desk.database.dataFolder);
    const answer = await command.run([], { json: true, on: iso(line.slice(-10)), lang: 'fr' });
    registerEnteredRates([]);
    if (isRefusal(answer)) throw new Error(answer.message);
    return answer.data;
  };

  test('is restored whole into an empty folder, and verifies', async () => {
    const { dataFolder } = desk.database;
    const file = join(FOLDER, `${name}.tar.gz`);
    const answer = await restoreInstance(desk.database, {
      dataFolder,
      file,
      at: `${ASKED_ON}T08:00:00.000Z`,
    });
    if (isRefusal(answer)) throw new Error(answer.message);
    const { valid, chains, events, documents } = told.answers.verify as Record<string, unknown>;
    expect(answer.verify).toMatchObject({ valid, chains, events, documents, problems: [] });
    expect(answer.armed).toBe(false);
    await desk.database.adopt();
  });

  test('had a row in every table of its time', async () => {
    const parts = readBackup(join(FOLDER, `${name}.tar.gz`));
    const filled = new Set<string>();
    let known: readonly string[] = [];
    for await (const part of parts) {
      if (part.kind === 'header') known = part.header.tables.map((table) => table.name);
      else if (part.kind === 'rows') filled.add(part.table.name);
      else for await (const chunk of part.content) expect(chunk.length).toBeGreaterThan(0);
    }
    expect(known.length).toBeGreaterThan(40);
    expect(known.filter((table) => !filled.has(table))).toEqual([]);
  });

  test('answers every question as the program that made it', async () => {
    const answers = await askBooks(ask);
    expect(Object.keys(answers)).toEqual(Object.keys(told.answers));
    for (const [line, answer] of Object.entries(told.answers)) {
      expect({ line, answer: answers[line] }).toMatchObject({ line, answer });
    }
  });

  test('is worked on as that program would have gone on', async () => {
    desk.on(WORKED_ON);
    const { on, actions, held, standstill } = (await ask('run', FIRST_FIRM)) as Told['run'];
    expect(figures({ on, actions, held, standstill })).toMatchObject(told.run);
    expect((await desk.say('verify')).data).toMatchObject({ valid: true, problems: [] });
  });
});
