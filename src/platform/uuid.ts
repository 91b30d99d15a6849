/** Makes row identifiers: UUID version 7 (RFC 9562), so that keys grow with time and indexes stay compact. */
export type NewId = () => string;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/**
 * A generator over a clock and a source of random bytes. Two ids of one generator always differ and sort in
 * the order they were made, even within a millisecond or when the clock goes back: the 12 bits after the
 * version count.
 */
export function idGenerator(
  milliseconds: () => number,
  fillRandom: (bytes: Uint8Array) => Uint8Array,
): NewId {
  let last = 0;
  let counter = 0;
  return () => {
    const now = milliseconds();
    if (now > last) {
      last = now;
      counter = 0;
    } else {
      counter += 1;
      if (counter > 0xfff) {
        last += 1;
        counter = 0;
      }
    }
    const random = fillRandom(new Uint8Array(8));
    const time = last.toString(16).padStart(12, '0');
    const tail = Buffer.from(random).toString('hex');
    const count = counter.toString(16).padStart(3, '0');
    const variant = ((random[0]! & 0x3f) | 0x80).toString(16);
    return `${time.slice(0, 8)}-${time.slice(8)}-7${count}-${variant}${tail.slice(2, 4)}-${tail.slice(4)}`;
  };
}
