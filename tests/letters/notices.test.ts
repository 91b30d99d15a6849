import { describe, expect, test } from 'vitest';
import { iso } from '../../src/calendar/day.ts';
import type { Regime } from '../../src/law/regime.ts';
import type { Block } from '../../src/letters/blocks.ts';
import {
  type ComposedNotice,
  type ComposedStatement,
  composePromise,
  composeReceipt,
  composeStatement,
} from '../../src/letters/compose-notice.ts';
import type { PromiseFacts, ReceiptFacts, StatementFacts } from '../../src/letters/notice-facts.ts';
import { renderPdf } from '../../src/letters/render-pdf.ts';
import { foldSpaces } from '../../src/letters/typography.ts';
import { forbiddenWords } from '../../src/letters/words.ts';
import { cents } from '../../src/money/cents.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { countWords } from './count-words.ts';
import { readPdf } from './read-pdf.ts';
import { CREDITOR, DEBTORS, sampleItem } from './sample-facts.ts';

const ON = iso('2026-10-19');

function parties(regime: Regime, language: 'fr' | 'en' = 'fr') {
  return { language, on: ON, creditor: CREDITOR, debtor: DEBTORS[regime], currency: 'EUR' };
}

function promise(
  regime: Regime,
  language: 'fr' | 'en' = 'fr',
  over: Partial<PromiseFacts> = {},
): PromiseFacts {
  return {
    ...parties(regime, language),
    exchange: { on: ON, with: 'Madame Martin' },
    items: [{ number: 'F-2026-014', instalment: null, retention: false, assignee: null }],
    amount: cents(120_000),
    promisedOn: iso('2026-10-23'),
    means: 'transfer',
    ...over,
  };
}

function receipt(
  regime: Regime,
  language: 'fr' | 'en' = 'fr',
  over: Partial<ReceiptFacts> = {},
): ReceiptFacts {
  return {
    ...parties(regime, language),
    amount: cents(120_000),
    creditedOn: iso('2026-10-23'),
    means: 'transfer',
    subjectToCollection: false,
    allocations: [{ number: 'F-2026-014', amount: cents(120_000), remaining: cents(0) }],
    accessories: null,
    ...over,
  };
}

function statement(
  regime: Regime,
  language: 'fr' | 'en' = 'fr',
  over: Partial<StatementFacts> = {},
): StatementFacts {
  const item = (number: string, amount: number, settled = 0) =>
    sampleItem({ on: ON, regime, step: 'contact', number, amount: cents(amount), settled: cents(settled) });
  return {
    ...parties(regime, language),
    due: [item('F-2026-014', 120_000), item('F-2026-015', 50_000, 20_000)],
    notYetDue: [{ ...item('F-2026-030', 70_000), dueOn: iso('2026-11-30') }],
    credits: [{ label: 'Avoir A-12', on: iso('2026-10-02'), amount: cents(10_000) }],
    freshUntil: iso('2026-10-18'),
    ...over,
  };
}

function said<T extends ComposedNotice>(notice: T | Parameters<typeof isRefusal>[0]): T {
  if (isRefusal(notice)) throw new Error(notice.message);
  return notice as T;
}

function body(blocks: readonly Block[]): readonly Block[] {
  return blocks.slice(
    0,
    blocks.findIndex((block) => block.kind === 'lines' && !block.small),
  );
}

describe.each(['fr', 'en'] as const)('notices in %s', (language) => {
  test.each(['b2b', 'b2c', 'public'] as const)('to %s', async (regime) => {
    const all = {
      promise: said(composePromise(promise(regime, language))),
      receipt: said(composeReceipt(receipt(regime, language))),
      statement: said(composeStatement(statement(regime, language))),
    };
    for (const [kind, notice] of Object.entries(all)) {
      const text = `${notice.subject}\n\n${notice.text}`.replace(/[\u00a0\u202f]/g, ' ');
      await expect(text).toMatchFileSnapshot(`../golden/letters/${language}/${kind}.${regime}.email.txt`);
      expect(forbiddenWords(text, 'pre-due', regime), kind).toEqual([]);
      expect(notice.html).not.toMatch(/<(a|img|script)\b|https?:/);
    }
  });
});

test('a confirmation of promise is short and asks for nothing more', () => {
  const notice = said(composePromise(promise('b2b')));
  expect(foldSpaces(notice.subject)).toBe(
    'Confirmation – règlement de 1 200,00 € prévu le vendredi 23 octobre 2026',
  );
  const words = countWords(body(notice.blocks));
  expect(words).toBeGreaterThanOrEqual(50);
  expect(words).toBeLessThanOrEqual(80);
  expect(notice.text).toMatch(/Suite à notre échange du .* avec Madame Martin/);
  expect(notice.text).not.toMatch(/pénalité|engagement irrévocable|engag/i);
});

describe('a receipt', () => {
  const text = (regime: Regime, over: Partial<ReceiptFacts>) =>
    foldSpaces(said(composeReceipt(receipt(regime, 'fr', over))).text);

  test('says where the money went and what is left', () => {
    expect(text('b2b', {})).toMatch(
      /votre virement de 1 200,00 € le 23 octobre 2026\. Ce règlement est affecté à la facture F-2026-014, désormais soldée\./,
    );
    const part = [{ number: 'F-2026-014', amount: cents(50_000), remaining: cents(70_000) }];
    expect(text('b2b', { amount: cents(50_000), allocations: part })).toMatch(
      /sur laquelle il reste 700,00 € à régler/,
    );
    const shared = [...part, { number: 'F-2026-015', amount: cents(1000), remaining: cents(0) }];
    expect(text('b2b', { allocations: shared })).toMatch(
      /F-2026-015 · affecté 10,00 € · reste à régler 0,00 €/,
    );
    const words = countWords(body(said(composeReceipt(receipt('b2b'))).blocks));
    expect(words).toBeGreaterThanOrEqual(40);
    expect(words).toBeLessThanOrEqual(80);
  });

  test('keeps a cheque subject to collection, and never settles everything at once', () => {
    expect(text('b2b', { means: 'cheque', subjectToCollection: true })).toMatch(
      /votre chèque de .*, sous réserve d'encaissement/,
    );
    expect(text('b2b', {})).not.toMatch(/pour solde de tout compte|au plus tard/);
  });

  test('names accessories to a professional, the 45 days to a public buyer, nothing to a consumer', () => {
    const accessories = { kind: 'pending', amount: cents(4612) } as const;
    expect(text('b2b', { accessories })).toMatch(
      /soldée en principal\. Restent dus, pour mémoire, 46,12 € de pénalités et d'indemnité/,
    );
    expect(text('public', { accessories })).toMatch(/à mandater dans les quarante-cinq jours/);
    expect(text('b2c', { accessories })).not.toMatch(/46,12|mémoire|énalité/);
    expect(text('b2b', { accessories: { ...accessories, kind: 'waived' } })).toMatch(
      /Nous renonçons aux accessoires de retard, soit 46,12 €/,
    );
  });
});

describe('a statement of account', () => {
  test('adds up what is due, deducts credits, shows the rest apart', () => {
    const text = said(composeStatement(statement('b2b')))
      .text.split('\n')
      .map(foldSpaces)
      .join('\n');
    expect(text).toMatch(/solde échu est de 1 400,00 €/);
    expect(text).toMatch(
      /Total échu : 1 500,00 €\n Avoir A-12 \(02\/10\/2026\) : −100,00 €\n Solde échu au 19\/10\/2026 : 1 400,00 €\n À échoir, pour information : 700,00 €/,
    );
    expect(text).toMatch(/ Montant : 1 400,00 €/);
  });

  test('shows whole what a payment plan puts off, then deducts it', () => {
    const item = sampleItem({
      on: ON,
      regime: 'b2b',
      step: 'contact',
      amount: cents(120_000),
      deferred: cents(50_000),
    });
    const account = statement('b2b', 'fr', { due: [item], notYetDue: [], credits: [] });
    const text = foldSpaces(said(composeStatement(account)).text).replaceAll('\n', ' ');
    expect(text).toMatch(/solde échu est de 700,00 €/);
    expect(text).toMatch(/solde 1 200,00 € échelonné, à venir : 500,00 €/);
    expect(text).toMatch(
      /Total échu : 1 200,00 € Échelonné, à venir : −500,00 € Solde échu au 19\/10\/2026 : 700,00 €/,
    );
    expect(text).toMatch(/Montant : 700,00 €/);
  });

  test('asks for nothing when nothing is due', () => {
    const notice = said(composeStatement(statement('b2b', 'fr', { due: [] })));
    expect(notice.text).toMatch(/aucune somme échue n'y reste à régler/);
    expect(notice.text).not.toMatch(/IBAN/);
  });

  test('goes on paper too, with the address in the window', async () => {
    const { letter } = said<ComposedStatement>(composeStatement(statement('b2b')));
    expect(letter.fileName).toBe('Releve_Boulangerie-Martin_2026-10-19.pdf');
    const pdf = await renderPdf(letter);
    if (isRefusal(pdf)) throw new Error(pdf.message);
    const { text, tagged, pages } = await readPdf(pdf);
    expect(tagged).toBe(true);
    expect(pages).toHaveLength(1);
    expect(foldSpaces(text)).toMatch(/8 PLACE DU MARCHE 38000 GRENOBLE/);
    expect(foldSpaces(text)).toMatch(/Solde échu au 19\/10\/2026 1 400,00 €/);
  });
});

test('a promise about an instalment is not one about its invoice', () => {
  const part = (index: number) => ({
    number: 'L-1',
    instalment: { index, count: 2 },
    retention: false,
    assignee: null,
  });
  const text = (items: PromiseFacts['items']) => {
    const notice = composePromise(promise('b2b', 'fr', { items }));
    if (isRefusal(notice)) throw new Error(notice.message);
    return foldSpaces(notice.text);
  };
  expect(text([part(2)])).toContain('le règlement de la facture L-1 (échéance 2/2), soit');
  expect(text([part(1), part(2)])).toContain('le règlement de la facture L-1, soit');
});

test('notices refuse two payees as reminders do', () => {
  const assignee = { name: 'FACTOR', iban: 'FR1420041010050500013M02606' };
  const whole = { instalment: null, retention: false };
  const items = [
    { number: 'A', ...whole, assignee },
    { number: 'B', ...whole, assignee: null },
  ];
  const refused = composePromise(promise('b2b', 'fr', { items }));
  expect(isRefusal(refused) && refused.refused).toBe('payee_mixed');
});
