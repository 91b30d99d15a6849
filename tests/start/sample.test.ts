import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { iso } from '../../src/calendar/day.ts';
import { importCommand } from '../../src/cli/import.ts';
import { playSample } from '../../src/cli/play-sample.ts';
import { ensureSample } from '../../src/cli/sample.ts';
import { markSample } from '../../src/cli/sample-folder.ts';
import { verify } from '../../src/cli/verify.ts';
import { listMailbox } from '../../src/courier/test-mailbox.ts';
import type { PlannedAction } from '../../src/desk/plan.ts';
import type { DayAnswer } from '../../src/desk/report-day.db.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { type FreshDatabase, freshDatabase } from '../harness/database.ts';
import { contextOver } from './context.ts';

const DAY = '2026-11-23';

describe('the sample company, played on a fresh folder', () => {
  let database: FreshDatabase;
  let played: DayAnswer;
  const lines: string[] = [];

  beforeAll(async () => {
    database = await freshDatabase();
    const context = contextOver(database);
    played = (await playSample(context, iso(DAY), (line) => void lines.push(line))).data as DayAnswer;
  }, 180_000);
  afterAll(async () => await database.close());

  const stepsOf = (actions: readonly PlannedAction[]) => [...new Set(actions.map(({ step }) => step))].sort();

  test('shows every step of the procedure on its day, sent, to be confirmed or to be done', () => {
    expect(stepsOf(played.actions)).toEqual([
      'contact',
      'formal-notice',
      'pre-due',
      'reminder-1',
      'reminder-2',
      'reminder-3',
      'reminder-3-bis',
      'route',
    ]);
    const sent = played.actions.filter(({ outcome }) => outcome === 'sent');
    expect(stepsOf(sent)).toEqual(['contact', 'pre-due']);
    const todo = played.actions.filter(({ outcome }) => outcome === 'to_do');
    expect(todo.map(({ debtor, step, channel }) => [debtor, step, channel]).sort()).toEqual([
      // The choice of a route, and what the formal notice took out of the steps.
      ['COSTA', 'route', 'task'],
      ['COSTA', 'route', 'task'],
      ['DUBREUIL', 'contact', 'call'],
      ['LILAS', 'contact', 'task'],
      ['NOMADE', 'formal-notice', 'task'],
    ]);
    const notice = played.actions.find(({ debtor }) => debtor === 'PINSON')!;
    expect(notice).toMatchObject({ step: 'formal-notice', channel: 'registered', amount: '7190.00' });
    expect(played.errors).toEqual([]);
  });

  test('shows every reason to wait that its customers stand for', () => {
    const held = played.held.map(({ debtor, code }) => `${debtor} ${code}`);
    expect(held).toEqual(
      expect.arrayContaining([
        'VALMONT assigned',
        'PERRAULT insolvency',
        'LILAS direct_debit',
        'DELMAS promise_until',
        'ANEMONE plan_respected',
        'LACAZE credit_unmatched',
        'PINS customer_type_missing',
        'PINS due_date_missing',
      ]),
    );
    // The contested part is out of what is asked, the rest is asked.
    const disputed = played.actions.find(({ debtor }) => debtor === 'BELLERIVE')!;
    expect(disputed).toMatchObject({ step: 'reminder-2', amount: '4000.00', mode: 'to_confirm' });
  });

  test('leaves a history: mails with their copies, letters, a notice received', async () => {
    const mails = await listMailbox(database.dataFolder);
    expect(mails.length).toBeGreaterThan(30);
    const second = mails.find(({ subject }) => subject.startsWith('Second rappel'))!;
    expect(second.attachments.some(({ name }) => name.startsWith('COPIE_F-'))).toBe(true);
    expect(second.attachments.length).toBeGreaterThan(1);
    const english = mails.filter(({ to }) => to.includes('accounts@brightwater.example'));
    expect(english.some(({ text }) => text.includes('invoice'))).toBe(true);
    const batches = readdirSync(join(database.dataFolder, 'print'));
    expect(batches.length).toBeGreaterThanOrEqual(3);
    expect(lines.some((line) => / registered rem-\w+ --presented .* --outcome received/.test(line))).toBe(
      true,
    );
    expect(lines.some((line) => line.includes('--as "Marc Petit"'))).toBe(true);
  });

  test('holds: the journal, the seals and the documents verify', async () => {
    const answer = await verify.run([], contextOver(database));
    expect(answer).toMatchObject({ data: { valid: true, problems: [] } });
  });

  test('its own file brought again changes nothing', async () => {
    const file = join(database.dataFolder, 'factures.csv');
    const answer = await importCommand.run([file], contextOver(database, { on: DAY }));
    if (isRefusal(answer)) throw new Error(answer.message);
    const { files } = answer.data as { files: readonly { created: object; updated: number }[] };
    expect(files).toMatchObject([
      { created: { debtors: 0, invoices: 0, creditNotes: 0, payments: 0 }, updated: 0 },
    ]);
  });

  test('a second time finds it made, and plays nothing', async () => {
    markSample(database.dataFolder, iso(DAY), true);
    const events = async () =>
      await database.asOwner(
        async (tx) =>
          await tx
            .selectFrom('journal_events')
            .select(({ fn }) => fn.countAll().as('n'))
            .execute(),
      );
    const before = await events();
    const told: string[] = [];
    const ready = await ensureSample(contextOver(database), (line) => void told.push(line));
    expect(ready).toMatchObject({ made: false, on: iso(DAY), summary: { invoices: 40, debtors: 19 } });
    expect(told).toHaveLength(1);
    expect(await events()).toEqual(before);
  });
});
