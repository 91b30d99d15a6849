import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CREDITOR_CHAIN, readPayload } from '../../src/journal/event.ts';
import { eventsOf } from '../../src/journal/events.db.ts';
import { keptValues } from '../../src/journal/values.db.ts';
import { packageFolder } from '../../src/platform/config.ts';
import { rateEntered } from '../../src/vault/events.ts';
import { restoreInstance } from '../../src/vault/restore-instance.act.ts';
import { freshDatabase } from '../harness/database.ts';
import { creditorFile, type Desk, openDesk } from '../harness/desk.ts';
import { seedDebtor, seedInvoice } from '../harness/seed.ts';

const SET = 'rates set 2027-S1 --ecb 2.65 --legal-professional 2,80 --legal-individual 6.90';
const ORDER = 'arrêté du 22/12/2026, JO du 27/12/2026';

let desk: Desk;
let file: string;

beforeEach(async () => {
  desk = await openDesk('2027-01-04');
  file = join(desk.database.dataFolder, 'rates.json');
});
afterEach(() => desk.database.close());

const setCreditor = async (over: Readonly<Record<string, unknown>> = {}) =>
  await desk.done(`creditor set ${desk.file('creditor.json', creditorFile(over))}`);

/** A command of the real program, in a process of its own. */
function relance(line: string, dataFolder = desk.database.dataFolder) {
  const entry = join(packageFolder(), 'bin/relance.mjs');
  const args = [...line.split(' '), '--data', dataFolder, '--json'];
  const { status, stdout } = spawnSync(process.execPath, [entry, ...args], { encoding: 'utf8' });
  return { status, answer: JSON.parse(stdout) };
}

/** What the journals of all creditors have of entered rates, with the words of their sources. */
async function journalled() {
  return await desk.database.asOwner(async (tx) => {
    const creditors = await tx
      .selectFrom('creditors')
      .select(['creditor_id', 'name'])
      .orderBy('name')
      .execute();
    const told = [];
    for (const { creditor_id: creditorId, name } of creditors) {
      const values = await keptValues({ tx, creditorId }, CREDITOR_CHAIN);
      for (const event of await eventsOf({ tx, creditorId }, CREDITOR_CHAIN)) {
        if (event.type !== rateEntered.type) continue;
        const { source, ...figures } = readPayload(rateEntered, event);
        told.push({ name, actor: event.actor, on: event.on, source: values.get(source), ...figures });
      }
    }
    return told;
  });
}

test('R43 a reminder of January waits for the rate, which a person enters; it then leaves exact to the cent', async () => {
  await setCreditor();
  await seedInvoice(desk, await seedDebtor(desk), { due: '2026-11-30' });
  for (const day of ['2026-12-01', '2026-12-07', '2026-12-21']) {
    desk.on(day);
    expect((await desk.done('run')).actions).toMatchObject([{ outcome: 'sent' }]);
  }
  desk.on('2027-01-04');
  const before = await desk.say('run');
  expect(before).toMatchObject({ exit: 3, data: { actions: [{ step: 'reminder-3', outcome: 'failed' }] } });
  expect(before.data.errors[0].message).toContain('relance rates set 2027-S1 --ecb TAUX');
  expect(await desk.done(`${SET} --source "${ORDER}"`)).toEqual({
    done: 'rates_set',
    on: '2027-01-04',
    semester: '2027-S1',
    ecb: '2.65',
    b2bDefault: '12.65',
    b2bFloor: '8.40',
    public: '10.65',
    legal: { professional: '2.80', individual: '6.90' },
    sources: expect.arrayContaining([
      `Taux BCE 2,65\u00a0% au 01/01/2027\u00a0: ${ORDER}, saisi par Claire Lefèvre le 04/01/2027, à vérifier`,
    ]),
    confirmed: false,
  });
  const penalties = 'penalties --amount 1200.00 --due 2026-11-30 --until 2027-01-04';
  const { answer } = relance(penalties);
  // 1200.00 × 12.40 % × 31 / 365, then × 12.65 % × 4 / 365.
  expect(answer.segments.map(({ amount }: { amount: string }) => amount)).toEqual(['12.64', '1.66']);
  expect(answer).toMatchObject({ interest: '14.30', indemnity: '40.00', total: '1254.30' });
  const { actions, errors } = await desk.done('run');
  expect([actions[0].outcome, errors]).toEqual(['sent', []]);
  const sent = (await desk.mails()).map(({ text }) => text.replace(/[\u00a0\u202f]/g, ' '));
  const letter = sent.find((text) => text.includes('12,65 %')) ?? '';
  for (const figure of ['12,64', '1,66', '1 254,30 €', ORDER]) expect(letter).toContain(figure);
  expect(letter).not.toMatch(/saisi|à vérifier/);
  expect(relance(penalties, tmpdir())).toMatchObject({ status: 2, answer: { refused: 'rate_missing' } });
});

describe('an entry', () => {
  test('is in the journal of every creditor, and in one file that its owner alone reads', async () => {
    await setCreditor();
    await desk.done('user add Paul --role manager');
    await desk.done('user add Rémi --role reader');
    await setCreditor({ name: 'Zéphyr', siren: '552100554', rcs: 'Paris', vatNumber: null });
    expect((await desk.say(`${SET} --source "${ORDER}"`, { as: 'Rémi' })).refused).toBe('role_forbidden');
    expect((await desk.say(`${SET} --source "${ORDER}"`, { as: 'Inconnu' })).refused).toBe('user_unknown');
    expect([existsSync(file), await journalled()]).toEqual([false, []]);
    await desk.done('rates set 2027-s1 --ecb 2.65 --source "page de la BCE"', { as: 'paul' });
    desk.on('2027-01-05');
    await desk.done(
      `rates set 2027-S1 --legal-professional 2.80 --legal-individual 6.90 --source "${ORDER}"`,
    );
    const nothing = { ecb: null, professional: null, individual: null };
    const first = { actor: 'Paul', on: '2027-01-04', source: 'page de la BCE', ...nothing, ecb: 265 };
    const second = { actor: 'Claire Lefèvre', on: '2027-01-05', source: ORDER, ...nothing };
    const expected = ['Ateliers Lefèvre & Fils', 'Zéphyr'].flatMap((name) => [
      { name, semester: '2027-S1', ...first },
      { name, semester: '2027-S1', ...second, professional: 280, individual: 690 },
    ]);
    expect(await journalled()).toEqual(expected);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const { answer } = relance('rates --on 2027-02-01');
    expect(answer.sources.slice(0, 2)).toEqual([
      'Taux BCE 2,65\u00a0% au 01/01/2027\u00a0: page de la BCE, saisi par Paul le 04/01/2027, à vérifier',
      `Taux légal 2027-S1\u00a0: ${ORDER}, saisi par Claire Lefèvre le 05/01/2027, à vérifier`,
    ]);
    expect((await desk.done('verify')).valid).toBe(true);
  });

  test('is corrected, and the correction is journalled beside what it corrects', async () => {
    await setCreditor();
    await desk.done(`${SET} --source "${ORDER}"`);
    const corrected = await desk.done('rates set 2027-S1 --legal-individual 6.91 --source "JO, relu"');
    expect(corrected).toMatchObject({ ecb: '2.65', legal: { professional: '2.80', individual: '6.91' } });
    expect((await journalled()).map(({ ecb, individual }) => [ecb, individual])).toEqual([
      [265, 690],
      [null, 691],
    ]);
    expect((await desk.done('verify')).valid).toBe(true);
  });

  test('needs no database where there is none: the calculators have it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'relance-rates-'));
    const penalties = 'penalties --amount 1200.00 --due 2026-11-30 --until 2027-01-31';
    expect(relance(penalties, folder)).toMatchObject({ status: 2, answer: { refused: 'rate_missing' } });
    expect(relance(`${SET} --source JO --on 2027-01-04`, folder)).toMatchObject({
      status: 0,
      answer: { done: 'rates_set', sources: expect.arrayContaining([expect.stringMatching(/JO, saisi le/)]) },
    });
    expect(readdirSync(folder)).toEqual(['rates.json']);
    expect(relance(penalties, folder).answer).toMatchObject({ interest: '25.53', total: '1265.53' });
    rmSync(folder, { recursive: true });
  });

  test('is refused where it says nothing that can be right', async () => {
    await setCreditor();
    const refused = async (line: string) => (await desk.say(`rates set ${line}`)).refused;
    expect(await refused('janvier --ecb 2.65 --source JO')).toBe('semester_invalid');
    expect(await refused('2027-S2 --ecb 2.65 --source JO')).toBe('semester_invalid');
    expect(await refused('2026-S2 --ecb 2.65 --source JO')).toBe('rate_shipped');
    expect(await refused('2027-S1 --ecb 265 --source JO')).toBe('rate_invalid');
    expect(await refused('2027-S1 --ecb -1 --source JO')).toBe('rate_invalid');
    expect(await refused('2027-S1 --ecb 2.65')).toBe('option_missing');
    expect(await refused('2027-S1 --ecb 2.65 --source " "')).toBe('option_missing');
    expect(await refused(`2027-S1 --ecb 2.65 --source ${'x'.repeat(201)}`)).toBe('option_missing');
    expect([existsSync(file), await journalled()]).toEqual([false, []]);
  });
});

describe('the file of entered rates', () => {
  beforeEach(async () => {
    await setCreditor();
    await desk.done(`${SET} --source "${ORDER}"`);
  });

  test('goes with a backup and comes back with it', async () => {
    const backup = join(desk.folder, 'all.tar.gz');
    expect(await desk.done(`backup ${backup}`)).toMatchObject({ files: 1 });
    const copy = await freshDatabase();
    const restored = { dataFolder: copy.dataFolder, file: backup, at: '2027-01-04T09:00:00.000Z' };
    expect(await restoreInstance(copy, restored)).toMatchObject({ files: 1, verify: { valid: true } });
    const again = join(copy.dataFolder, 'rates.json');
    expect(readFileSync(again, 'utf8')).toBe(readFileSync(file, 'utf8'));
    expect(statSync(again).mode & 0o777).toBe(0o600);
    await copy.close();
    const other = await freshDatabase();
    writeFileSync(join(other.dataFolder, 'rates.json'), 'mine');
    expect(await restoreInstance(other, { ...restored, dataFolder: other.dataFolder })).toMatchObject({
      refused: 'restore_not_empty',
    });
    expect(readFileSync(join(other.dataFolder, 'rates.json'), 'utf8')).toBe('mine');
    await other.close();
  });

  test('damaged, stops what computes, names itself and the remedy; doctor and verify tell it', async () => {
    writeFileSync(file, '{"format": "relance-rates", "version": 1, "semes');
    const plan = await desk.say('plan');
    expect(plan).toMatchObject({ refused: 'rates_unreadable', data: { file } });
    expect(plan.text).toContain(file);
    expect(plan.text).toContain('remettez-le depuis une sauvegarde');
    expect((await desk.say(`${SET} --source JO`)).refused).toBe('rates_unreadable');
    expect(relance('rates').answer.refused).toBe('rates_unreadable');
    expect(relance('due --invoiced 2026-03-10 --terms 30').status).toBe(0);
    expect(await desk.done('verify')).toMatchObject({
      valid: false,
      problems: [{ where: file, code: 'rates_unreadable' }],
    });
    const { checks } = (await desk.say('doctor')).data;
    const told = checks.filter(({ name }: { name: string }) => name === 'rates');
    expect(told.map(({ state }: { state: string }) => state)).toEqual(['fault', 'fault']);
    expect(told[0].message).toContain(file);
    rmSync(file);
    await desk.done(`${SET} --source "${ORDER}"`);
    expect((await desk.done('verify')).valid).toBe(true);
  });

  test('changed by another hand, is told by verify: no rate is claimed that nobody answers for', async () => {
    writeFileSync(file, readFileSync(file, 'utf8').replace('265', '1265'));
    expect(await desk.done('verify')).toMatchObject({
      valid: false,
      problems: [{ where: 'rates.json/2027-S1', code: 'rates_altered' }],
    });
    rmSync(file);
    expect((await desk.say('verify')).exit).toBe(2);
  });
});
