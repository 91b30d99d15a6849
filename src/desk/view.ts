import type { Day } from '../calendar/day.ts';
import type { Creditor } from '../creditors/creditor.ts';
import type { Tx } from '../platform/db.ts';

/** What a page reads from: the books of one creditor, on the day it is about. */
export interface View {
  readonly tx: Tx;
  readonly creditorId: string;
  readonly dataFolder: string;
  readonly creditor: Creditor;
  readonly on: Day;
  readonly isToday: boolean;
  /** What a command shown on the page is typed after: `npm run relance --`, and the options of this folder and day. */
  readonly prefix: string;
}

/** The way from a request to the books; null while nobody has described a creditor. */
export type Look = <T>(read: (view: View) => Promise<T>) => Promise<T | null>;
