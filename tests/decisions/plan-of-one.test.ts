import { expect, test } from 'vitest';
import { creditorFile, openDesk } from '../harness/desk.ts';
import { seedDebtor, seedInvoice } from '../harness/seed.ts';

test('the plan of one debtor is its lines of the plan of all, on each of the days to come', async () => {
  const desk = await openDesk('2026-10-07');
  await desk.done(`creditor set ${desk.file('creditor.json', creditorFile())}`);
  for (const [key, due] of [
    ['C001', '2026-09-30'],
    ['C002', '2026-10-07'],
  ] as const) {
    await seedInvoice(desk, await seedDebtor(desk, { key }), { number: `F-${key}`, due });
  }
  const ofOne = ({ actions, held }: Lines) => [...actions, ...held].filter(({ debtor }) => debtor === 'C002');
  for (const line of ['plan', 'plan --days 30']) {
    const all = await desk.done(line);
    const one = await desk.done(`${line} --debtor C002`);
    const plans = (answer: { days?: Lines[] } & Lines) => answer.days ?? [answer];
    expect(plans(one).flatMap(({ actions, held }: Lines) => [...actions, ...held])).toEqual(
      plans(all).flatMap(ofOne),
    );
    expect(plans(all).flatMap(ofOne).length).toBeGreaterThan(0);
  }
  expect(await desk.say('plan --debtor C009')).toMatchObject({ refused: 'debtor_unknown' });
  await desk.database.close();
});

interface Lines {
  readonly actions: readonly { readonly debtor: string }[];
  readonly held: readonly { readonly debtor: string }[];
}
