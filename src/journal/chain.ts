import { parseCanonical } from './canonical.ts';
import { eventHash, type JournalEvent, type UnlinkedEvent } from './event.ts';
import { NO_PREVIOUS, type Sha256 } from './sha256.ts';

/** The last event of a chain; `seq` 0 and sixty-four zeros before the first. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: Sha256;
}

export const EMPTY_CHAIN: ChainHead = { seq: 0, hash: NO_PREVIOUS };

/** Something that does not hold, where it stands, in words for whoever checks the evidence. */
export interface Problem {
  readonly where: string;
  readonly code: ProblemCode;
  readonly message: string;
}

export type ProblemCode =
  | 'event_altered'
  | 'event_missing'
  | 'event_order'
  | 'chain_broken'
  | 'payload_not_canonical'
  | 'head_differs'
  | 'seal_broken'
  | 'seal_missing'
  | 'sealed_event_missing'
  | 'sealed_event_altered'
  | 'value_altered'
  | 'value_missing'
  | 'document_missing'
  | 'document_altered'
  | 'document_unknown'
  | 'rates_unreadable'
  | 'rates_altered';

export function linkEvent(head: ChainHead, event: Omit<UnlinkedEvent, 'seq'>): JournalEvent {
  const unlinked = { ...event, seq: head.seq + 1 };
  return { ...unlinked, prev: head.hash, hash: eventHash(unlinked, head.hash) };
}

export function headOf(event: JournalEvent): ChainHead {
  return { seq: event.seq, hash: event.hash };
}

/**
 * What is wrong with an event that follows `head`. The next check starts from the event as it is stored, so
 * one fault is told once and the rest of the chain is still checked.
 */
export function checkEvent(head: ChainHead, event: JournalEvent): readonly Problem[] {
  const where = placeOf(event.creditorId, event.chain, event.seq);
  const problems: Problem[] = [];
  const say = (code: ProblemCode, message: string) => problems.push({ where, code, message });
  if (event.seq > head.seq + 1) {
    say(
      'event_missing',
      `Événement ${head.seq + 1} absent : une ligne du journal a été retirée avant celle-ci.`,
    );
  } else if (event.seq <= head.seq) {
    say(
      'event_order',
      `Le numéro ${event.seq} suit le numéro ${head.seq} : l’ordre du journal a été changé.`,
    );
  } else if (event.prev !== head.hash) {
    say('chain_broken', 'L’empreinte de la ligne précédente ne concorde pas : la chaîne est rompue ici.');
  }
  if (parseCanonical(event.payload) === null) {
    say('payload_not_canonical', 'Le contenu n’est plus un texte JSON canonique : il a été récrit.');
  }
  if (eventHash(event, event.prev) !== event.hash) {
    say('event_altered', 'L’empreinte recalculée ne concorde pas : la ligne a été modifiée après coup.');
  }
  return problems;
}

export function placeOf(creditorId: string, chain: string, seq?: number): string {
  return `${creditorId}/${chain}${seq === undefined ? '' : `/${seq}`}`;
}
