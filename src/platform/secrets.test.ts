import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seal, unseal } from './secrets.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'relance-secrets-'));

test('what is sealed opens again, for its own purpose only', () => {
  const data = folder();
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const secret = seal(data, 'smtp:a', text);
      expect(unseal(data, 'smtp:a', secret)).toBe(text);
      expect(unseal(data, 'smtp:b', secret)).toBeNull();
    }),
    { numRuns: 25 },
  );
});

test('neither an altered text nor the key of another data folder opens it', () => {
  const data = folder();
  const secret = seal(data, 'smtp', 'mot de passe');
  const bytes = Buffer.from(secret.sealed, 'base64');
  bytes[bytes.length - 1]! ^= 1;
  expect(unseal(data, 'smtp', { sealed: bytes.toString('base64') })).toBeNull();
  expect(unseal(data, 'smtp', { sealed: 'court' })).toBeNull();
  expect(unseal(folder(), 'smtp', secret)).toBeNull();
});

test('the key is made once and is its owner’s alone', () => {
  const data = folder();
  seal(data, 'smtp', 'a');
  const key = readFileSync(join(data, 'instance.key'));
  seal(data, 'smtp', 'b');
  expect(readFileSync(join(data, 'instance.key'))).toEqual(key);
  expect(statSync(join(data, 'instance.key')).mode & 0o777).toBe(0o600);
});

test('the same text sealed twice does not look the same', () => {
  const data = folder();
  expect(seal(data, 'smtp', 'a')).not.toEqual(seal(data, 'smtp', 'a'));
});
