import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { iso } from '../../src/calendar/day.ts';
import type { Answer, Command } from '../../src/cli/command.ts';
import { deadline } from '../../src/cli/deadline.ts';
import { due } from '../../src/cli/due.ts';
import { limitation } from '../../src/cli/limitation.ts';
import { penalties } from '../../src/cli/penalties.ts';
import { rates } from '../../src/cli/rates.ts';
import { isRefusal, type Refusal } from '../../src/platform/refusal.ts';

async function run(command: Command, line: string, on = '2026-11-22'): Promise<Answer | Refusal> {
  const args = line === '' ? [] : line.split(' ');
  return command.run(args, { json: true, on: iso(on), lang: 'fr' });
}

async function data(command: Command, line: string, on?: string): Promise<unknown> {
  const found = await run(command, line, on);
  if (isRefusal(found)) throw new Error(found.message);
  return found.data;
}

async function refusal(command: Command, line: string): Promise<string> {
  const found = await run(command, line);
  if (!isRefusal(found)) return 'nothing refused';
  expect(found.message).not.toMatch(/ [:;!?»]|« /);
  return found.refused;
}

describe('penalties', () => {
  test('answers the document of the contract', async () => {
    expect(await data(penalties, '--amount 1200,00 --due 2026-09-30 --until 2026-11-22')).toEqual({
      regime: 'b2b',
      principal: '1200.00',
      due: '2026-09-30',
      until: '2026-11-22',
      segments: [
        {
          from: '2026-10-01',
          to: '2026-11-22',
          days: 53,
          rate: '12.40',
          base: '1200.00',
          amount: '21.61',
          rule: 'PEN-01',
          source: expect.stringContaining('L441-10 II'),
        },
      ],
      interest: '21.61',
      interestAccrued: '21.61',
      indemnity: '40.00',
      remainingPrincipal: '1200.00',
      total: '1261.61',
      perDay: '0.41',
      warnings: [],
    });
  });

  test('counts to today unless told; takes payments, credit notes, policy, notice, insolvency', async () => {
    const base = '--amount 6000 --due 2026-03-31 --until 2026-08-31 --payment 2026-05-15=2000,00';
    const totals = ['interest-first', 'principal-first', 'interest-and-indemnity-first'].map((policy) =>
      data(penalties, `${base} --imputation ${policy}`),
    );
    expect((await Promise.all(totals)).map((document) => (document as { total: string }).total)).toEqual([
      '4278.66',
      '4275.38',
      '4280.11',
    ]);
    const notes = '--amount 5000 --due 2026-07-31 --until 2026-10-31 --credit-note 2026-09-10=800.00';
    expect(await data(penalties, `${notes}:origin`)).toMatchObject({ interest: '131.27' });
    expect(await data(penalties, notes)).toMatchObject({ interest: '142.41', remainingPrincipal: '4200.00' });
    const consumer = '--amount 1500 --due 2026-08-31 --regime b2c --notice 2026-10-01';
    expect(await data(penalties, consumer)).toMatchObject({
      until: '2026-11-22',
      interest: '5.88',
      indemnity: '0.00',
    });
    const insolvent = '--amount 15000 --due 2026-06-20 --insolvency 2026-09-08';
    expect(await data(penalties, insolvent)).toMatchObject({ interest: '401.55', perDay: '0.00' });
    const capitalised =
      '--amount 10000 --due 2024-06-30 --until 2026-06-30 --rate 12,4 --capitalise judgment=2024-06-30';
    expect(await data(penalties, capitalised)).toMatchObject({ interest: '2633.76' });
  });

  test('until on or before the due date answers zeros', async () => {
    expect(await data(penalties, '--amount 10.00 --due 2026-12-31 --until 2026-12-31')).toMatchObject({
      segments: [],
      interest: '0.00',
      indemnity: '0.00',
      remainingPrincipal: '10.00',
      total: '10.00',
      perDay: '0.00',
      warnings: [],
    });
  });

  test.each([
    ['--due 2026-09-30', 'option_missing'],
    ['--amount 12,345 --due 2026-09-30', 'amount_invalid'],
    ['--amount -12 --due 2026-09-30', 'amount_invalid'],
    ['--amount 0 --due 2026-09-30', 'amount_invalid'],
    ['--amount 12 --due 30/09/2026', 'date_invalid'],
    ['--amount 12 --due 2026-02-30', 'date_invalid'],
    ['--amount 12 --due 2026-09-30 --regime business', 'regime_unknown'],
    ['--amount 12 --due 2026-09-30 --rate 12%', 'rate_invalid'],
    ['--amount 12 --due 2026-09-30 --payment 2026-10-01', 'amount_invalid'],
    ['--amount 12 --due 2026-09-30 --payment 2026-12-01=5', 'date_order'],
    ['--amount 12 --due 2026-09-30 --payment 2026-10-01=60', 'payment_exceeds_claim'],
    ['--amount 12 --due 2026-09-30 --until 2027-01-15', 'rate_missing'],
    ['--amount 12 --due 2026-09-30 --regime b2c --notice 2026-09-01', 'date_order'],
    ['--amount 12 --due 2026-09-30 --imputation newest', 'option_value_unknown'],
    ['--amount 12 --amount 13 --due 2026-09-30', 'option_conflict'],
    ['--amount --due 2026-09-30', 'option_missing'],
    ['--amount 12 --due 2026-09-30 --vat', 'option_unknown'],
    ['12 --due 2026-09-30', 'option_unknown'],
  ])('%s is refused: %s', async (line, code) => {
    expect(await refusal(penalties, line)).toBe(code);
  });

  test('a refusal names a payment or a credit note as French does', async () => {
    const late = async (option: string) =>
      await run(penalties, `--amount 12 --due 2026-09-30 --until 2026-11-22 --${option} 2026-12-10=5`);
    expect(await late('payment')).toMatchObject({ message: expect.stringMatching(/^Le paiement du 10/) });
    expect(await late('credit-note')).toMatchObject({ message: expect.stringMatching(/^L’avoir du 10/) });
  });

  test('the missing semester and the unknown option are named', async () => {
    const missing = await run(penalties, '--amount 12 --due 2026-09-30 --until 2027-01-15');
    expect(missing).toMatchObject({
      details: { semester: '2027-S1' },
      message: expect.stringContaining('2027-S1'),
    });
    const unknown = await run(penalties, '--vat');
    expect(unknown).toMatchObject({
      details: { option: '--vat' },
      message: expect.stringContaining('--vat'),
    });
  });

  test('the text for people is aligned and printed in French', async () => {
    const found = await run(penalties, '--amount 1200 --due 2026-09-30');
    expect((found as Answer).text).toContain(
      'Du          Au          Jours     Taux  Base (€)  Intérêts (€)  Règle\n' +
        '01/10/2026  22/11/2026     53  12,40\u00a0%  1\u202f200,00         21,61  PEN-01',
    );
  });
});

describe('the other calculators', () => {
  test('rates', async () => {
    expect(await data(rates, '')).toEqual({
      on: '2026-11-22',
      semester: '2026-S2',
      ecb: '2.40',
      b2bDefault: '12.40',
      b2bFloor: '8.25',
      public: '10.40',
      legal: { professional: '2.75', individual: '6.84' },
      sources: expect.arrayContaining([expect.any(String)]),
      confirmed: false,
    });
    expect(await data(rates, '', '2027-01-01')).toMatchObject({
      ecb: null,
      b2bDefault: null,
      legal: { professional: null, individual: null },
      confirmed: false,
    });
    expect(await data(rates, '', '2024-05-01')).toMatchObject({
      b2bDefault: '14.50',
      b2bFloor: '15.21',
      confirmed: true,
    });
  });

  test('deadline', async () => {
    expect(await data(deadline, '--from 2026-10-01 --months 3')).toEqual({
      from: '2026-10-01',
      deadline: '2027-01-04',
      raw: '2027-01-01',
      carried: true,
      because: ['holiday', 'saturday', 'sunday'],
      rule: 'CPC-642',
    });
    expect(await data(deadline, '--from 2026-10-12 --months 1 --zone abroad')).toMatchObject({
      deadline: '2027-01-12',
    });
    expect(await refusal(deadline, '--from 2026-10-12')).toBe('option_missing');
    expect(await refusal(deadline, '--from 2026-10-12 --months 1 --days 2')).toBe('option_conflict');
    expect(await refusal(deadline, '--from 2026-10-12 --months 0')).toBe('number_invalid');
    expect(await refusal(deadline, '--from 2026-10-12 --days 5 --zone mars')).toBe('option_value_unknown');
  });

  test('limitation', async () => {
    expect(
      await data(limitation, '--start 2022-03-10 --regime b2b --event 2025-09-05=acknowledgment'),
    ).toEqual({
      start: '2022-03-10',
      years: 5,
      lastDay: '2030-09-05',
      events: [{ on: '2025-09-05', kind: 'acknowledgment', effect: 'restarts', rule: 'PRE-04' }],
      warnings: [],
    });
    expect(
      await data(limitation, '--start 2022-01-20 --regime b2b --event 2026-10-01/2026-12-15=mediation'),
    ).toMatchObject({
      lastDay: '2027-06-15',
      events: [{ on: '2026-10-01', to: '2026-12-15', kind: 'mediation', effect: 'suspends', rule: 'PRE-06' }],
    });
    expect(await data(limitation, '--start 2025-11-22 --regime b2b --type transport')).toMatchObject({
      years: 1,
      lastDay: '2026-11-22',
    });
    expect(await refusal(limitation, '--start 2022-03-10')).toBe('option_missing');
    expect(await refusal(limitation, '--start 2022-03-10 --regime b2b --event 2023-01-01=letter')).toBe(
      'option_value_unknown',
    );
    expect(await refusal(limitation, '--start 2022-03-10 --regime b2b --event 2023-01-01=mediation')).toBe(
      'date_order',
    );
  });

  test('due', async () => {
    expect(await data(due, '--invoiced 2026-03-10 --terms 45-eom-a')).toEqual({
      dueOn: '2026-04-30',
      cap: '2026-04-30',
      lawful: true,
      rule: 'TERM-02',
    });
    expect(await data(due, '--received 2014-01-06 --terms default')).toMatchObject({ dueOn: '2014-02-05' });
    expect(await data(due, '--received 2026-08-03 --service 2026-08-12 --terms public')).toMatchObject({
      dueOn: '2026-09-11',
      rule: 'PUB-01',
    });
    expect(await data(due, '--paid 2026-09-15 --terms public-interest')).toMatchObject({
      dueOn: '2026-10-30',
    });
    expect(await refusal(due, '--invoiced 2026-03-10')).toBe('option_missing');
    expect(await refusal(due, '--invoiced 2026-03-10 --terms soon')).toBe('option_value_unknown');
    expect(await refusal(due, '--invoiced 2026-03-10 --terms 30 --sector tea')).toBe('option_value_unknown');
  });
});

test('the offline commands load the law, money and dates only, and no package, so that they start at once', () => {
  const seen = new Set<string>();
  const visit = (file: string) => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(LOADED)) {
      if (path.startsWith('.')) visit(resolve(dirname(file), path));
      else seen.add(path);
    }
  };
  const cli = resolve(import.meta.dirname, '../../src/cli');
  for (const name of ['main', 'penalties', 'rates', 'deadline', 'limitation', 'due'])
    visit(join(cli, `${name}.ts`));
  const rooms = [...seen]
    .map((file) => /src\/(\w+)/.exec(file)?.[1] ?? file)
    .filter((one) => !/^node:/.test(one));
  expect(new Set(rooms)).toEqual(new Set(['cli', 'law', 'money', 'calendar', 'platform']));
});

/** What a file has loaded at once: no types, nothing that is imported when it is needed. */
const LOADED = /^import (?!type\b)[^;]*?from '([^']+)'/gm;
