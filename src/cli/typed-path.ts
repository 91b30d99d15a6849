import { isAbsolute, relative } from 'node:path';

/** A path as a person in this folder types it. */
export function typedPath(path: string): string {
  const short = relative('', path);
  return short.startsWith('..') || isAbsolute(short) ? path : `./${short}`;
}
