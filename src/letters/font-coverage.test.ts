import { expect, test } from 'vitest';
import { drawable, isDrawable, undrawable } from './font-coverage.ts';

test('the fonts draw what French letters and European names need', () => {
  const needed = '\u202f\u00a0\u2212€œŒÿŸ«»–…×’°éèêëàâîïôöùûüçÉÈÀÇßłŁőűșțğışřžđðþøåæñ¿ΑΩαωЖяė·';
  for (const character of needed) expect(isDrawable(character.codePointAt(0)!), character).toBe(true);
});

test('what they lack is replaced: an accent is dropped, another sign becomes a question mark', () => {
  expect(drawable("l'été")).toBe('l’été');
  expect(drawable('北 🙂 x')).toBe('? ? x');
  expect(drawable('ﬁn')).toBe(isDrawable(0xfb01) ? 'ﬁn' : 'fin');
  expect(undrawable('北京 abc 北')).toEqual(['北', '京']);
});
