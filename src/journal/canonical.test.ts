import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, type Json, parseCanonical } from './canonical.ts';

const wellFormed = fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed());
const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    wellFormed,
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(wellFormed, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

test('a value comes back the same from its canonical text', () => {
  fc.assert(
    fc.property(json, (value) => {
      const text = canonicalJson(value);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(parseCanonical(text)?.value).toEqual(JSON.parse(text));
    }),
  );
});

test('the order in which keys were written makes no difference', () => {
  fc.assert(
    fc.property(fc.dictionary(wellFormed, json, { noNullPrototype: true }), (value) => {
      const reversed = Object.fromEntries(Object.entries(value).reverse());
      expect(canonicalJson(reversed)).toBe(canonicalJson(value));
    }),
  );
});

test('keys are sorted by UTF-16 units, as in the example of RFC 8785 §3.2.3', () => {
  const value = { '€': 1, '\r': 2, '\ufb33': 3, '1': 4, '😀': 5, '\u0080': 6, ö: 7 };
  expect(canonicalJson(value)).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}');
});

test.each([
  ['a float', 0.1],
  ['an unsafe integer', 2 ** 53],
  ['a lone surrogate', '\ud800'],
  ['an instant', new Map()],
  ['undefined', { a: undefined }],
  ['a hole', [undefined]],
])('%s is refused', (_, value) => {
  expect(() => canonicalJson(value as unknown as Json)).toThrow(TypeError);
});

test.each(['{"b":1,"a":2}', '{"a": 1}', '{"a":1,"a":1}', '1.0', '"\\u0041"', '1e3', ' 1', '{'])(
  'a text that is not its own spelling is not canonical: %s',
  (text) => {
    expect(parseCanonical(text)).toBeNull();
  },
);
