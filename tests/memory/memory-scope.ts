import { z } from 'zod';
import { iso } from '../../src/calendar/day.ts';
import { defineEvent } from '../../src/journal/event.ts';
import { append } from '../../src/journal/events.db.ts';
import { documentRef, token, valueRef, whole } from '../../src/journal/payload.ts';
import { documentName } from '../../src/journal/reference.ts';
import type { Scope } from '../../src/journal/scope.ts';
import type { Database, Tx } from '../../src/platform/db.ts';
import { seededIds } from '../../src/platform/ids.ts';
import { storeDocument } from '../../src/vault/documents.db.ts';

const newId = seededIds(2026);

export const CREDITOR = newId();
export const OTHER_CREDITOR = newId();
export const DEBTOR = newId();
export const OTHER_DEBTOR = newId();

export const noted = defineEvent('test.noted', 1, z.object({ cents: whole, code: token }));
export const naming = defineEvent('test.named', 1, z.object({ value: valueRef }));
const filed = defineEvent('test.filed', 1, z.object({ document: documentRef }));

/** A scope over a transaction, on Sunday 22 November 2026 unless a test says otherwise. */
function scopeOf(database: Database, tx: Tx, over: Partial<Scope> = {}): Scope {
  return {
    tx,
    creditorId: CREDITOR,
    actor: 'claire',
    on: iso('2026-11-22'),
    at: '2026-11-22T08:00:00.000Z',
    rehearsal: false,
    dataFolder: database.dataFolder,
    newId,
    ...over,
  };
}

/** Runs `work` in a transaction of its own for one creditor. */
export async function during<T>(
  database: Database,
  work: (scope: Scope) => Promise<T>,
  over: Partial<Scope> = {},
): Promise<T> {
  const creditorId = over.creditorId ?? CREDITOR;
  return await database.inCreditor(creditorId, (tx) => work(scopeOf(database, tx, over)));
}

/** Notes 1, 2, … `count` cents in a chain, one transaction each. */
export async function noteMany(
  database: Database,
  chain: string,
  count: number,
  over: Partial<Scope> = {},
): Promise<void> {
  for (let cents = 1; cents <= count; cents += 1) {
    await during(database, (scope) => append(scope, chain, noted, { cents, code: 'a' }), over);
  }
}

/** Stores a document and an event that names it. */
export async function fileText(database: Database, text: string, over: Partial<Scope> = {}) {
  return await during(
    database,
    async (scope) => {
      const sha = await storeDocument(scope, Buffer.from(text), 'text/plain');
      await append(scope, DEBTOR, filed, { document: documentName(sha) });
      return sha;
    },
    over,
  );
}
