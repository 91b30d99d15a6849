import { afterAll, beforeAll, expect, test } from 'vitest';
import { doctor } from '../../src/cli/doctor.ts';
import type { Check } from '../../src/desk/doctor.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { creditorFile, type Desk, openDesk } from '../harness/desk.ts';
import { type NameServer, openNameServer } from '../harness/dns.ts';
import { contextOver } from './context.ts';

const NAMES = ['domain', 'spf', 'dkim', 'dmarc'];

let desk: Desk;
let server: NameServer;

beforeAll(async () => {
  server = await openNameServer({ 'TXT lefevre.example': ['v=spf1 mx +all'] });
  process.env.RELANCE_DNS = server.address;
  desk = await openDesk('2026-11-23');
});
afterAll(async () => {
  delete process.env.RELANCE_DNS;
  await desk.database.close();
  await server.close();
});

async function examine(over: Readonly<Record<string, unknown>>) {
  await desk.done(`creditor set ${desk.file('creditor.json', creditorFile(over))}`);
  const answer = await doctor.run([], contextOver(desk.database, { at: '2026-11-23T08:00:00Z' }));
  if (isRefusal(answer)) throw new Error(answer.message);
  const { checks } = answer.data as { checks: readonly Check[] };
  return checks.filter(({ name }) => NAMES.includes(name));
}

const smtp = (host: string) => ({ host, port: 587, secure: false, user: null, password: null });

test('doctor tells what the domain of a creditor lacks, with its name', async () => {
  const found = await examine({ rehearsal: false, smtp: smtp('smtp.lefevre.example') });
  expect(found.map(({ name, state }) => [name, state])).toEqual([
    ['spf', 'fault'],
    ['dkim', 'warning'],
    ['dmarc', 'warning'],
  ]);
  for (const check of found)
    expect(check).toMatchObject({ creditor: '732829320', remedy: expect.any(String) });
  expect(found[0]!.remedy).toBe('À faire publier dans le DNS\u00a0: lefevre.example TXT "v=spf1 mx ~all"');
});

test('nothing is asked of a creditor whose e-mails stay on the machine, and it is said', async () => {
  const before = server.questions.length;
  for (const [over, said] of [
    [{ rehearsal: true, smtp: null }, 'En répétition'],
    [{ rehearsal: false, smtp: smtp('127.0.0.1') }, 'sur cette machine'],
    [{ rehearsal: false, smtp: null }, 'Sans serveur d’envoi'],
  ] as const) {
    const found = await examine(over);
    expect(found).toMatchObject([{ name: 'domain', state: 'ok' }]);
    expect(found[0]!.message).toContain(said);
  }
  expect(server.questions.length).toBe(before);
});
