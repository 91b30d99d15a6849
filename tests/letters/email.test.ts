import { expect, test } from 'vitest';
import { composeMessage } from '../../src/letters/compose-message.ts';
import { foldSpaces } from '../../src/letters/typography.ts';
import { formatMoney } from '../../src/money/format.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { DAY_OF, sampleFacts, sampleItem } from './sample-facts.ts';

function composed(count: number, description: string) {
  const step = 'reminder-2';
  const demanded = Array.from({ length: count }, (_, index) =>
    sampleItem({
      on: DAY_OF[step],
      regime: 'b2b',
      step,
      number: `F-${String(index).padStart(5, '0')}`,
      description,
    }),
  );
  const message = composeMessage(sampleFacts(step, 'b2b', { demanded }));
  if (isRefusal(message)) throw new Error(message.message);
  return message;
}

test('L15: an e-mail stays under 60 kB whatever the number of invoices, its figure always whole', () => {
  for (const [count, description] of [
    [50, 'Prestation '.repeat(1000)],
    [200, 'Maintenance'],
    [3000, 'Maintenance'],
  ] as const) {
    const message = composed(count, description);
    expect(Buffer.byteLength(message.html), `${count}`).toBeLessThanOrEqual(60_000);
    expect(foldSpaces(message.text)).toContain(foldSpaces(formatMoney(message.toPay)));
    expect(message.warnings.map((warning) => warning.code)).toEqual(count === 50 ? [] : ['email_shortened']);
  }
});

test('rows that do not fit are counted and summed in one, and the letter keeps them all', () => {
  const message = composed(3000, 'Maintenance');
  expect(foldSpaces(message.text)).toMatch(/\+ 2940 · montant TTC 3 528 000,00 €/);
  const table = message.letter?.body.find((block) => block.kind === 'table');
  expect(table?.kind === 'table' && table.rows.length).toBe(3000);
});

test('a few invoices keep their wording and the count of interest', () => {
  const message = composed(5, 'Maintenance préventive');
  expect(message.warnings).toEqual([]);
  expect(message.text.match(/Maintenance préventive/g)).toHaveLength(5);
  expect(message.text).toMatch(/Décompte des pénalités[\s\S]*taux annuel 12,40/);
});

test('the HTML part reads alike without its style: same words in the same order as the text', () => {
  const message = composed(2, 'Maintenance');
  const words = (text: string) => foldSpaces(text).replace(/[:·]/g, ' ').replace(/\s+/g, ' ').toLowerCase();
  const html = words(
    message.html
      .replace(/<style>[\s\S]*?<\/style>|<title>[\s\S]*?<\/title>/g, ' ')
      .replace(/<\/?b>/g, '')
      .replace(/<[^>]+>/g, ' ')
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&'),
  );
  for (const paragraph of message.text.split('\n\n')) {
    if (!paragraph.startsWith('  ')) expect(html).toContain(words(paragraph.split('\n')[0] ?? '').trim());
  }
});
