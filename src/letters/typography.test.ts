import { describe, expect, test } from 'vitest';
import { cleanData, formatPhone, frenchSpaces, groupByFour, joinWords, shorten } from './typography.ts';

describe('French spaces', () => {
  test('are put where a line must not break, and nowhere else', () => {
    expect(frenchSpaces('Voici : « oui » ; non ! 12 % de 40 €')).toBe(
      'Voici\u00a0: «\u00a0oui\u00a0»\u00a0; non\u00a0! 12\u00a0% de 40\u00a0€',
    );
    expect(frenchSpaces('n° F-1, art. L441-10, 8 jours')).toBe(
      'n°\u00a0F-1, art.\u00a0L441-10, 8\u00a0jours',
    );
    expect(frenchSpaces('a@b.fr, 12:30, https://x.fr?a=1')).toBe('a@b.fr, 12:30, https://x.fr?a=1');
  });
});

describe('data', () => {
  test('loses what does not show or turns the writing round, keeps its accents composed', () => {
    expect(cleanData(' Pe\u0301trin\u200b \u202ezZ\u202c\r\n Bcc:\u0000 x\ue000 ')).toBe('Pétrin zZ Bcc: x');
    expect(cleanData('1\u202f200\u00a0€')).toBe('1\u202f200\u00a0€');
    expect(cleanData('x'.repeat(20_000))).toHaveLength(12_000);
    expect(cleanData('a\ud800b')).toBe('a\ufffdb');
  });

  test('is cut at a word when a subject has no room, and says so', () => {
    expect(shorten('un deux trois quatre', 14)).toBe('un deux trois…');
    expect(shorten('court', 14)).toBe('court');
    expect(shorten('x'.repeat(50), 10)).toHaveLength(10);
  });
});

test('lists, accounts and telephones as people write them', () => {
  expect(joinWords([], 'et')).toBe('');
  expect(joinWords(['a', 'b', 'c'], 'et')).toBe('a, b et c');
  expect(groupByFour('fr76 30006000011234567890189')).toBe(
    'FR76 3000 6000 0112 3456 7890 189'.replaceAll(' ', '\u00a0'),
  );
  expect(formatPhone('+33472000000', 'fr')).toBe('04 72 00 00 00'.replaceAll(' ', '\u00a0'));
  expect(formatPhone('0472000000', 'en')).toBe('+33 4 72 00 00 00'.replaceAll(' ', '\u00a0'));
  expect(formatPhone('+4930123456', 'fr')).toBe('+49 30 123456'.replaceAll(' ', '\u00a0'));
  expect(formatPhone('poste 12', 'fr')).toBe('poste 12');
});
