import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readJson } from './json.ts';

const read = (text: string) => readJson(Buffer.from(text));
const placed = (text: string) => {
  const found = read(text);
  if (!('fault' in found)) throw new Error('it is JSON');
  return `${found.fault.line}:${found.fault.column} ${found.fault.problem.replaceAll('\u00a0', ' ')}`;
};

test.each([
  ['utf-8 with its mark', Buffer.from('\ufeff{ "name": "Lefèvre" }')],
  ['UTF-16', Buffer.from('\ufeff{ "name": "Lefèvre" }', 'utf16le')],
  ['Windows-1252', Buffer.from('{ "name": "Lefèvre" }', 'latin1')],
])('a document in %s', (_what, bytes) => {
  expect(readJson(bytes)).toEqual({ document: { name: 'Lefèvre' } });
});

describe('a fault is told where it stands, with what to do', () => {
  test.each([
    ['{ "name": ', '1:11 le document s’arrête avant sa fin : refermez ce qui est ouvert'],
    ['', '1:1 le document s’arrête avant sa fin : refermez ce qui est ouvert'],
    ['{\n  "name": "A",\n}', '2:14 il y a une virgule de trop : retirez-la'],
    ['[1, 2,]', '1:6 il y a une virgule de trop : retirez-la'],
    [
      '{\n  "name": "A"\n  "siren": "1"\n}',
      '3:3 il manque une virgule, ou la fin de ce qui précède : ajoutez-la',
    ],
    ['{ "a" "b" }', '1:7 il manque deux-points entre la clé et sa valeur : ajoutez-les'],
    ['{ name: "A" }', '1:3 une clé entre guillemets droits ("…") est attendue : écrivez-la'],
    ["{ 'name': 1 }", '1:3 le guillemet \' n’en est pas un en JSON : mettez un guillemet droit (")'],
    ['{ "name": “A” }', '1:11 le guillemet “ n’en est pas un en JSON : mettez un guillemet droit (")'],
    ['{ "name": "A\n}', '1:11 ce texte n’est pas refermé sur sa ligne : ajoutez le guillemet (") qui manque'],
    ['{ "dir": "C:\\Users" }', '1:13 une barre oblique inverse s’écrit deux fois dans un texte : \\\\'],
    [
      '{ "armed": oui }',
      '1:12 une valeur est attendue : un texte entre guillemets droits ("…"), un nombre, true, false ou null',
    ],
    [
      '{ "armed": }',
      '1:12 une valeur est attendue : un texte entre guillemets droits ("…"), un nombre, true, false ou null',
    ],
    ['[,1]', '1:2 une valeur est attendue, ou la fin de la liste : ajoutez-la'],
    [
      '{ "days": 012 }',
      '1:11 une valeur est attendue : un texte entre guillemets droits ("…"), un nombre, true, false ou null',
    ],
    ['{} // fin', '1:4 le document est fini ici : retirez ce qui suit'],
    ['{ "a": [1, 2 }', '1:14 il manque une virgule, ou la fin de ce qui précède : ajoutez-la'],
  ])('%j', (text, told) => expect(placed(text)).toBe(told));
});

test('whatever is taken out of a document, it is read as it stands or a place in it is told', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(), fc.constantFrom('', '"', ',', '}', 'é'), (value, cut, put) => {
      const text = JSON.stringify(value, null, 1);
      const at = cut % (text.length + 1);
      const changed = text.slice(0, at) + put + text.slice(at + 1);
      const found = read(changed);
      if ('document' in found) expect(found.document).toEqual(JSON.parse(changed));
      else {
        const { line, column } = found.fault;
        const [width = -1] = [changed.split('\n')[line - 1]?.length];
        expect(line).toBeGreaterThan(0);
        expect(column).toBeGreaterThan(0);
        expect(column).toBeLessThanOrEqual(width + 1);
      }
    }),
  );
});
