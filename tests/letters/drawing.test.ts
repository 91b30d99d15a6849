import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { composeMessage } from '../../src/letters/compose-message.ts';
import type { LetterContent } from '../../src/letters/letter-content.ts';
import { openDrawing } from '../../src/letters/open-drawing.job.ts';
import { renderPdf } from '../../src/letters/render-pdf.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { sampleFacts } from './sample-facts.ts';

function letterTo(name: string): LetterContent {
  const facts = sampleFacts('reminder-3', 'b2b');
  const composed = composeMessage({ ...facts, debtor: { ...facts.debtor, name } });
  if (isRefusal(composed) || !composed.letter) throw new Error('no letter');
  return composed.letter;
}

async function hashOf(pages: Promise<Uint8Array | { readonly refused: string }>): Promise<string> {
  const pdf = await pages;
  if (!(pdf instanceof Uint8Array)) throw new Error(pdf.refused);
  return createHash('sha256').update(pdf).digest('hex');
}

test('drawn beside this process, each letter has the very bytes that it has when drawn in it', async () => {
  const letters = ['Société A', 'Société B', 'Société C'].map(letterTo);
  const drawing = openDrawing(100);
  try {
    const beside = await Promise.all(letters.map(async (letter) => await hashOf(drawing.draw(letter))));
    const here: string[] = [];
    for (const letter of letters) here.push(await hashOf(renderPdf(letter)));
    expect(beside).toEqual(here);
    expect(new Set(here).size).toBe(3);
  } finally {
    await drawing.close();
  }
});

test('a refusal comes back as one, and the next letter is drawn', async () => {
  const letter = letterTo('Société A');
  const signature = { name: 'C. L.', role: '', image: { format: 'png' as const, base64: 'bm90IGEgcG5n' } };
  const drawing = openDrawing(100);
  try {
    expect(await drawing.draw({ ...letter, signature })).toMatchObject({ refused: 'letter_not_drawn' });
    expect(await drawing.draw(letter)).toBeInstanceOf(Uint8Array);
  } finally {
    await drawing.close();
  }
});
