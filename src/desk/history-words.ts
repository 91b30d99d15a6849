import type { Telling } from './history.ts';
import { BOOK_WORDS } from './history-books.ts';
import { CONTACT_WORDS } from './history-contacts.ts';

/** The French of every event that a debtor's chain may hold; a test compares it with what rooms declare. */
export const HISTORY_WORDS: readonly Telling[] = [...BOOK_WORDS, ...CONTACT_WORDS];
