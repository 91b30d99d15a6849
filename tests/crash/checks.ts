import { createHash } from 'node:crypto';
import type { Evidence, MessageEvidence } from './evidence.ts';
import type { Taken } from './far-end.ts';

/** Messages that may be marked as being sent at a time: two for each of three connections. */
export const MARKED_AT_ONCE = 6;

const DELIVERABLE = ['sending', 'ambiguous', 'sent'];

/** What no crash may ever leave behind, checked against what the far end holds. A sentence for each fault. */
export function crashFaults(evidence: Evidence, taken: readonly Taken[]): readonly string[] {
  const { messages } = evidence;
  return [
    ...takenFaults(messages, taken),
    ...twiceFaults(messages, taken),
    ...repeated(evidence.stepsDone).map((step) => `two contacts live for the step ${step}`),
    ...messages.flatMap((message) => contactFaults(message)),
    ...messages.flatMap((message) => sentFaults(message, taken)),
  ];
}

/** Everything that the far end took is a frozen message of ours, and the books know that it may have left. */
function takenFaults(messages: readonly MessageEvidence[], taken: readonly Taken[]): string[] {
  const known = new Map(messages.map((message) => [message.messageId, message]));
  return taken.flatMap(({ messageId, raw }) => {
    const message = known.get(messageId);
    if (!message) return [`a message was delivered that nobody knows: ${messageId}`];
    const altered = createHash('sha256').update(raw).digest('hex') !== message.frozen;
    const denied = !DELIVERABLE.includes(message.state) && !isDenied(message);
    return [
      ...(altered ? [`${messageId} was delivered with other bytes than were frozen`] : []),
      ...(denied ? [`${messageId} was delivered, and is ${message.state}`] : []),
    ];
  });
}

/** A person said that it was not sent: should it have been, its successor is that person's doing. */
function isDenied({ receipts }: MessageEvidence): boolean {
  return receipts.includes('resolved-not-sent');
}

function twiceFaults(messages: readonly MessageEvidence[], taken: readonly Taken[]): string[] {
  const known = new Map(messages.map((message) => [message.messageId, message]));
  const certain = taken.filter(({ messageId }) => {
    const message = known.get(messageId);
    return message !== undefined && !isDenied(message);
  });
  const steps = certain.flatMap(({ messageId }) => known.get(messageId)!.steps);
  const days = certain
    .filter(({ messageId }) => known.get(messageId)!.step !== 'pre-due')
    .map(({ to, on }) => `${to.join(' ')} on ${on}`);
  return [
    ...repeated(taken.map(({ messageId }) => messageId)).map((id) => `${id} was delivered twice`),
    ...repeated(steps).map((step) => `two messages were delivered for the step ${step}`),
    ...repeated(days).map((day) => `two messages were delivered to ${day}`),
  ];
}

function repeated(values: readonly string[]): readonly string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}

/**
 * A contact is never surer than its message, and never without one. It may still be « sending » when the
 * death came between the answer and its meaning: the next run that ends settles it (`calmFaults`).
 */
function contactFaults(message: MessageEvidence): string[] {
  const { state, contacts, leading, proposalId, messageId } = message;
  if (proposalId === null || !leading) return [];
  const live = contacts.filter((contact) => contact !== 'undelivered');
  const wanted: Readonly<Record<string, readonly string[]>> = {
    reserved: ['', 'sending'],
    sending: ['sending'],
    sent: ['done', 'sending'],
    ambiguous: ['doubtful', 'sending'],
    failed: ['', 'sending'],
    withdrawn: [''],
  };
  const found = live.join(' ');
  return wanted[state]!.includes(found) ? [] : [`${messageId} is ${state}, its contact « ${found} »`];
}

/** Said to be sent means taken once, or a person's word. */
function sentFaults(message: MessageEvidence, taken: readonly Taken[]): string[] {
  const { messageId, state, receipts } = message;
  if (state !== 'sent' || receipts.includes('resolved-sent')) return [];
  const copies = taken.filter((one) => one.messageId === messageId).length;
  return copies === 1 ? [] : [`${messageId} is said to be sent, ${copies} were taken`];
}

const PROPOSAL_OF: Readonly<Record<string, readonly string[]>> = {
  reserved: ['approved'],
  sent: ['done'],
  ambiguous: ['approved'],
  failed: ['withdrawn', 'skipped'],
  withdrawn: ['withdrawn', 'skipped'],
};

/** What must hold besides once a run has come to its end undisturbed: nothing is left in the middle. */
export function calmFaults({ messages }: Evidence): readonly string[] {
  return messages.flatMap((message) => {
    const { state, leased, leading, proposalState, messageId, contacts } = message;
    const left = state === 'sending' || leased || contacts.includes('sending');
    const expected = leading ? (PROPOSAL_OF[state] ?? []) : [proposalState ?? ''];
    return [
      ...(left ? [`${messageId} was left in the middle: ${state}, contacts ${contacts.join(' ')}`] : []),
      ...(expected.includes(proposalState ?? '')
        ? []
        : [`${messageId} is ${state}, what it was for ${proposalState}`]),
      ...outcomeFaults(message),
    ];
  });
}

/** One outcome and one line of the journal for each message that came to its end. */
function outcomeFaults({ messageId, state, receipts, answered }: MessageEvidence): string[] {
  const ends = receipts.filter((event) => ['sent', 'resolved-sent', 'resolved-not-sent'].includes(event));
  const told = answered.filter((line) => line.startsWith('sent ') || line === 'failed person');
  const last = answered.at(-1)?.split(' ')[0];
  const wanted: Readonly<Record<string, readonly (string | undefined)[]>> = {
    sent: ['sent'],
    failed: ['failed'],
    ambiguous: ['ambiguous'],
  };
  const settled = state === 'sent' || ends.includes('resolved-not-sent');
  return [
    ...(settled && ends.length !== 1 ? [`${messageId} has ${ends.length} outcomes`] : []),
    ...(settled && told.length !== 1 ? [`${messageId} has ${told.length} outcomes in the journal`] : []),
    ...(wanted[state] && !wanted[state].includes(last)
      ? [`${messageId} is ${state}, and the journal says ${last}`]
      : []),
  ];
}
