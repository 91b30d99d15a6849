import fc from 'fast-check';

/** One harm done to a file, as disks, networks and spreadsheets do it. */
type Harm = (bytes: Buffer) => Buffer;

const place = fc.double({ min: 0, max: 1, noNaN: true });
const at = (bytes: Buffer, where: number) => Math.trunc(where * bytes.length);

const harms: fc.Arbitrary<Harm> = fc.oneof(
  fc.tuple(place, fc.integer({ min: 0, max: 255 })).map(([where, byte]) => (bytes: Buffer) => {
    const harmed = Buffer.from(bytes);
    if (harmed.length > 0) harmed[Math.min(at(bytes, where), harmed.length - 1)] = byte;
    return harmed;
  }),
  place.map((where) => (bytes: Buffer) => bytes.subarray(0, at(bytes, where))),
  fc.tuple(place, place).map(([from, to]) => (bytes: Buffer) => {
    const [start, end] = [at(bytes, Math.min(from, to)), at(bytes, Math.max(from, to))];
    return Buffer.concat([bytes.subarray(0, end), bytes.subarray(start)]);
  }),
  fc.tuple(place, place).map(([from, to]) => (bytes: Buffer) => {
    const [start, end] = [at(bytes, Math.min(from, to)), at(bytes, Math.max(from, to))];
    return Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]);
  }),
  fc
    .tuple(
      place,
      fc.constantFrom('"', '\n', '\u0000', ';;;;', '\ufeff', '&amp;&lol;', '<a>', '=1+1', '=HYPERLINK("x")'),
      fc.integer({ min: 1, max: 5_000 }),
    )
    .map(([where, text, times]) => (bytes: Buffer) => {
      const cut = at(bytes, where);
      return Buffer.concat([bytes.subarray(0, cut), Buffer.from(text.repeat(times)), bytes.subarray(cut)]);
    }),
  fc.constant((bytes: Buffer) => Buffer.from(bytes.toString('latin1'), 'utf8')),
  fc.constant((bytes: Buffer) => Buffer.from(bytes.toString('utf8'), 'utf16le')),
);

/** A file after one to three harms. */
export function harmed(files: readonly Buffer[]): fc.Arbitrary<Buffer> {
  return fc
    .tuple(fc.constantFrom(...files), fc.array(harms, { minLength: 1, maxLength: 3 }))
    .map(([file, some]) => some.reduce((bytes, harm) => harm(bytes), file));
}
