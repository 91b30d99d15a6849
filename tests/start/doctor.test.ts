import { chmodSync } from 'node:fs';
import { createServer } from 'node:net';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { doctor } from '../../src/cli/doctor.ts';
import type { Check } from '../../src/desk/doctor.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { creditorFile, type Desk, openDesk } from '../harness/desk.ts';
import { contextOver } from './context.ts';

/** A port of this machine on which nobody listens. */
async function silentPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe('relance doctor', () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await openDesk('2026-11-23');
    chmodSync(desk.database.dataFolder, 0o700);
  });
  afterAll(async () => await desk.database.close());

  const examine = async (at = '2026-11-23T08:00:00Z') => {
    const answer = await doctor.run([], contextOver(desk.database, { at }));
    if (isRefusal(answer)) throw new Error(answer.message);
    const { checks } = answer.data as { checks: readonly Check[] };
    const states = new Map(checks.map(({ name, state }) => [name, state]));
    return { checks, states, exit: answer.exit ?? 0 };
  };
  const set = async (over: Readonly<Record<string, unknown>>) =>
    await desk.done(`creditor set ${desk.file('creditor.json', creditorFile(over))}`);

  test('an empty folder stands, and asks for a creditor', async () => {
    const { states, exit } = await examine();
    expect(exit).toBe(0);
    expect(states.get('creditor')).toBe('warning');
    for (const name of ['data', 'disk', 'database', 'instance', 'fonts', 'typst', 'rates']) {
      expect(states.get(name), name).toBe('ok');
    }
  });

  test('a creditor ready to send has nothing to mend', async () => {
    await set({ rehearsal: true });
    const { checks, exit } = await examine();
    expect(exit).toBe(0);
    const unwell = checks.filter(({ state }) => state !== 'ok').map(({ name }) => name);
    expect(unwell).toEqual(['arming']);
    for (const { message } of checks) expect(message).toMatch(/\.$/);
  });

  test('finds a mail server that does not answer and an IBAN that is missing', async () => {
    const smtp = { host: '127.0.0.1', port: await silentPort(), secure: false, user: null, password: null };
    await set({ smtp, email: null });
    const { checks, states, exit } = await examine();
    expect(exit).toBe(2);
    expect([states.get('smtp'), states.get('sender')]).toEqual(['fault', 'fault']);
    expect(checks.find(({ name }) => name === 'smtp')!.message).toContain(`127.0.0.1:${smtp.port}`);
    await set({ smtp: null });
  });

  test('finds an import that nobody released, a bank that nobody confirmed, a day nobody worked', async () => {
    await set({ bankFreshnessDays: 3 });
    const header = 'facture;date_facture;date_echeance;montant_ttc;client;type_client;email';
    const row = 'F-1;01/10/2026;31/10/2026;500,00;Martin;professionnel;compta@martin.example';
    await desk.done(`import ${desk.file('factures.csv', `${header}\r\n${row}\r\n`)}`);
    const { states, exit } = await examine();
    expect(exit).toBe(0);
    expect(['imports', 'bank', 'runs'].map((name) => states.get(name))).toEqual([
      'warning',
      'warning',
      'warning',
    ]);
  });

  test('finds a message that may have left, and letters that wait', async () => {
    await desk.done('release');
    await set({ approvals: 'none', bankFreshnessDays: null });
    await desk.done('run');
    const { asOwner } = desk.database;
    const marked = await asOwner(
      async (tx) => await sql`update messages set state = 'ambiguous' where state = 'sent'`.execute(tx),
    );
    expect(Number(marked.numAffectedRows)).toBe(1);
    const { states } = await examine();
    expect(states.get('messages')).toBe('warning');
  });

  test('finds a clock behind the journal', async () => {
    await set({ rehearsal: false, armed: false });
    const { states, exit } = await examine('2026-11-20T08:00:00Z');
    expect([states.get('clock'), exit]).toEqual(['fault', 2]);
    expect((await examine('2026-11-24T08:00:00Z')).states.get('clock')).toBe('ok');
  });

  test('finds a copy of another instance', async () => {
    await desk.database.asOwner(async (tx) => await sql`update instance set is_copy = true`.execute(tx));
    const { states, exit } = await examine();
    expect([states.get('instance'), exit]).toEqual(['fault', 2]);
    await desk.database.adopt();
    expect((await examine()).states.get('instance')).toBe('ok');
  });

  test('finds the rates of a semester that nobody entered', async () => {
    const { states, exit } = await examine('2035-03-01T08:00:00Z');
    expect([states.get('rates'), exit]).toEqual(['fault', 2]);
  });

  test('says that the database does not answer, and why', async () => {
    const broken = {
      ...contextOver(desk.database),
      database: async () => await Promise.reject(new Error('no space left on device')),
    };
    const answer = await doctor.run([], broken);
    if (isRefusal(answer)) throw new Error(answer.message);
    const { checks } = answer.data as { checks: readonly Check[] };
    const found = checks.find(({ name }) => name === 'database')!;
    expect(found).toMatchObject({ state: 'fault' });
    expect(found.message).toContain('Le disque est plein');
    expect(answer.exit).toBe(2);
  });
});
