import { iso } from '../calendar/day.ts';
import { formatDay } from '../calendar/french.ts';
import {
  eventSlices,
  strayHeads,
  unannouncedSeals,
  unfaithfulHeads,
  unknownValues,
  valueSlices,
} from './audit.db.ts';
import { checkEvent, EMPTY_CHAIN, headOf, type Problem, placeOf } from './chain.ts';
import { commitment } from './commitment.ts';
import { type Erasure, erasure } from './erasure.ts';
import { CREDITOR_CHAIN, type JournalEvent, readPayload } from './event.ts';
import type { JournalReader } from './events.db.ts';
import { daySealed, valueErased } from './events.ts';
import { merkleRoot } from './merkle.ts';
import { referencesIn } from './reference.ts';
import { headsUnderSeal } from './seals.db.ts';
import type { Sha256 } from './sha256.ts';

export interface JournalAudit {
  readonly chains: number;
  readonly events: number;
  readonly problems: readonly Problem[];
  readonly erased: readonly Erasure[];
}

/**
 * Recomputes every chain and every seal of a creditor, and every kept value. `visit` sees each slice of
 * events as it passes, for whoever checks what else they name. Needs one snapshot: a transaction in
 * REPEATABLE READ.
 */
export async function verifyJournal(
  reader: JournalReader,
  visit: (events: readonly JournalEvent[]) => Promise<void>,
): Promise<JournalAudit> {
  const problems: Problem[] = [];
  const erasedOn = new Map<Sha256, string>();
  let [chains, events, chain, head] = [0, 0, '', EMPTY_CHAIN];
  for await (const slice of eventSlices(reader)) {
    events += slice.length;
    for (const event of slice) {
      if (event.chain !== chain) [chain, head, chains] = [event.chain, EMPTY_CHAIN, chains + 1];
      problems.push(...checkEvent(head, event));
      head = headOf(event);
      if (event.type === valueErased.type) noteErasure(event, erasedOn);
      if (event.type === daySealed.type) problems.push(...(await checkSeal(reader, event)));
    }
    problems.push(...(await checkNamedValues(reader, slice)));
    await visit(slice);
  }
  problems.push(...(await checkEnds(reader)));
  const values = await checkValues(reader, erasedOn);
  return { chains, events, problems: [...problems, ...values.problems], erased: values.erased };
}

function noteErasure(event: JournalEvent, erasedOn: Map<Sha256, string>): void {
  for (const { sha } of referencesIn(event.payload)) erasedOn.set(sha, event.on);
}

async function checkSeal(reader: JournalReader, event: JournalEvent): Promise<readonly Problem[]> {
  const where = placeOf(event.creditorId, event.chain, event.seq);
  const heads = await headsUnderSeal(reader, event.seq);
  if (heads.length === 0) {
    const message = `Le scellé du ${formatDay(iso(event.on))} a perdu la liste des chaînes qu’il couvre.`;
    return [{ where, code: 'seal_missing', message }];
  }
  try {
    const sealed = readPayload(daySealed, event);
    if (sealed.heads === heads.length && sealed.root === merkleRoot(heads)) return [];
  } catch {
    // A payload that no longer reads is told as an altered event; the seal is broken all the same.
  }
  const message = `Le scellé du ${formatDay(iso(event.on))} ne concorde plus avec les chaînes qu’il couvre.`;
  return [{ where, code: 'seal_broken', message }];
}

async function checkNamedValues(
  reader: JournalReader,
  slice: readonly JournalEvent[],
): Promise<readonly Problem[]> {
  const named = slice.flatMap((event) =>
    referencesIn(event.payload)
      .filter(({ kind }) => kind === 'value')
      .map(({ sha }) => ({ event, sha })),
  );
  if (named.length === 0) return [];
  const unknown = await unknownValues(
    reader,
    named.map(({ sha }) => sha),
  );
  return named
    .filter(({ sha }) => unknown.has(sha))
    .map(({ event, sha }) => ({
      where: placeOf(event.creditorId, event.chain, event.seq),
      code: 'value_missing',
      message: `La donnée ${sha} que cite cette ligne a disparu sans avoir été effacée dans les règles.`,
    }));
}

async function checkEnds(reader: JournalReader): Promise<readonly Problem[]> {
  const place = (chain: string, seq?: number) => placeOf(reader.creditorId, chain, seq);
  const stray = (await strayHeads(reader)).map(
    ({ chain, headSeq, lastSeq }): Problem => ({
      where: place(chain),
      code: 'head_differs',
      message: `La chaîne finit au n°\u00a0${lastSeq}, son dernier numéro connu est ${headSeq}.`,
    }),
  );
  const unannounced = (await unannouncedSeals(reader)).map(
    (seq): Problem => ({
      where: place(CREDITOR_CHAIN, seq),
      code: 'seal_missing',
      message: 'Un scellé n’a plus la ligne du journal qui l’annonce.',
    }),
  );
  const unfaithful = (await unfaithfulHeads(reader)).map(
    ({ chain, seq, found }): Problem => ({
      where: place(chain, seq),
      code: found ? 'sealed_event_altered' : 'sealed_event_missing',
      message: found
        ? 'Cette ligne n’est plus celle qui a été scellée.'
        : 'Cette ligne a été scellée, puis retirée du journal.',
    }),
  );
  return [...stray, ...unannounced, ...unfaithful];
}

async function checkValues(
  reader: JournalReader,
  erasedOn: ReadonlyMap<Sha256, string>,
): Promise<Pick<JournalAudit, 'problems' | 'erased'>> {
  const problems: Problem[] = [];
  const erased: Erasure[] = [];
  for await (const slice of valueSlices(reader)) {
    for (const { sha, chain, content } of slice) {
      const where = `${placeOf(reader.creditorId, chain)}/value:${sha}`;
      const on = erasedOn.get(sha);
      if (content !== null) {
        if (commitment(content.salt, content.value) === sha) continue;
        const message = 'La donnée conservée n’est plus celle que le journal cite.';
        problems.push({ where, code: 'value_altered', message });
      } else if (on !== undefined) {
        erased.push(erasure(where, on));
      } else {
        const message = 'La donnée a disparu sans que le journal dise qu’elle a été effacée.';
        problems.push({ where, code: 'value_missing', message });
      }
    }
  }
  return { problems, erased };
}
