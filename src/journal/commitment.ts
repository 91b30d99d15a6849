import { type Sha256, sha256 } from './sha256.ts';

const DOMAIN = Buffer.from('relance.value.v1\n');
export const SALT_BYTES = 32;

/**
 * What an event says of a value it must not hold: proves the value while salt and value exist, tells nothing
 * after.
 */
export function commitment(salt: Uint8Array, value: string): Sha256 {
  if (salt.length !== SALT_BYTES) throw new RangeError(`a salt has ${SALT_BYTES} bytes, not ${salt.length}`);
  return sha256(Buffer.concat([DOMAIN, salt, Buffer.from(value)]));
}
