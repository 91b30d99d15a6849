import { sha256 } from '../journal/sha256.ts';
import { fontFiles } from './font-coverage.ts';

/** Names the fonts that drew a letter, by the hash of all their bytes. */
export const FONT_SET = sha256(Buffer.concat([...fontFiles()])).slice(0, 16);
