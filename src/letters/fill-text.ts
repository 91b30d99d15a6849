import { isRefusal, type Refusal } from '../platform/refusal.ts';
import { callScript } from './call-script.ts';
import { composeMessage } from './compose-message.ts';
import { composePromise, composeReceipt, composeStatement } from './compose-notice.ts';
import type { TextFacts } from './example-facts.ts';
import { messageText } from './message-text.ts';
import type { WordingOverrides } from './wording.ts';
import type { WordingKey } from './wording-key.ts';

export interface FilledText {
  readonly subject: string;
  readonly text: string;
}

/**
 * A text filled with facts, as a debtor would read it: the letter of a formal notice, the e-mail of any other
 * step, the lines of a call. A shared sentence is shown in a text where it stands. Refuses what composing
 * refuses.
 */
export function fillText(
  { name, language }: WordingKey,
  facts: TextFacts,
  overrides: WordingOverrides,
): FilledText | Refusal {
  if (name === 'promise') return composePromise(facts.promise, overrides);
  if (name === 'receipt') return composeReceipt(facts.receipt, overrides);
  if (name === 'statement') return composeStatement(facts.statement, overrides);
  if (name === 'call-script') {
    const script = callScript(facts.letter, overrides);
    return isRefusal(script) ? script : { subject: script.title, text: `${script.lines.join('\n\n')}\n` };
  }
  const composed = composeMessage(facts.letter, overrides);
  if (isRefusal(composed) || !composed.letter || !name.startsWith('formal-notice.')) return composed;
  return { subject: composed.letter.subject.text, text: messageText(composed.letter.body, language) };
}
