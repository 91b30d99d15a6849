import type { Creditor } from '../creditors/creditor.ts';
import type { Scope } from '../journal/scope.ts';

/** What a page reads from: the books of one creditor, on the day it is about. */
export interface View extends Scope {
  readonly creditor: Creditor;
  /** A restored or copied instance: nothing leaves it until a person adopts it. */
  readonly copied: boolean;
  readonly isToday: boolean;
  /** What a command of the page is typed after: `npm run relance --`, the options of this folder and day. */
  readonly prefix: string;
}

/** The way from a request to the books; null while nobody has described a creditor. */
export type Look = <T>(read: (view: View) => Promise<T>) => Promise<T | null>;
