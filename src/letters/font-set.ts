import { fontFiles, fontSet } from './font-coverage.ts';

/** Names the fonts that drew a letter, by the hash of all their bytes. */
export const FONT_SET = fontSet(fontFiles());
