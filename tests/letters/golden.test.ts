import { describe, expect, test } from 'vitest';
import { REGIMES } from '../../src/law/regime.ts';
import { callScript } from '../../src/letters/call-script.ts';
import { type ComposedMessage, composeMessage } from '../../src/letters/compose-message.ts';
import type { LetterContent } from '../../src/letters/letter-content.ts';
import { messageText } from '../../src/letters/message-text.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { STEPS } from '../../src/scenarios/steps.ts';
import { sampleFacts } from './sample-facts.ts';

const FOLDER = '../golden/letters';

/** A letter in plain text, in the order of its page. */
function letterText(letter: LetterContent): string {
  const parts = [
    letter.dispatch,
    letter.recipient.join('\n'),
    letter.placeAndDate,
    `${letter.subject.label} : ${letter.subject.text}`,
    messageText(letter.body, letter.language).trimEnd(),
    letter.signature ? `${letter.signature.name}\n${letter.signature.role}` : '',
    [letter.enclosures.label, ...letter.enclosures.lines].join('\n'),
    ...letter.annexes.map(
      (annex) => `${annex.title}\n\n${messageText(annex.blocks, letter.language).trimEnd()}`,
    ),
    letter.footer.join(' – '),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** No-break spaces shown as plain ones: a golden text is read by people; the typography has its own test. */
function readable(text: string): string {
  return text.replace(/[\u00a0\u202f]/g, ' ');
}

function composed(...[step, regime, over]: Parameters<typeof sampleFacts>): ComposedMessage {
  const message = composeMessage(sampleFacts(step, regime, over));
  if (isRefusal(message)) throw new Error(message.message);
  return message;
}

describe.each(['fr', 'en'] as const)('texts in %s', (language) => {
  const regimes = language === 'fr' ? REGIMES : (['b2b', 'b2c'] as const);
  const cases = STEPS.filter((step) => step !== 'route').flatMap((step) =>
    regimes.map((regime) => [step, regime] as const),
  );
  test.each(cases)('%s to %s', async (step, regime) => {
    const message = composed(step, regime, { language });
    const email = `${message.subject}\n\n${message.text}`;
    await expect(readable(email)).toMatchFileSnapshot(`${FOLDER}/${language}/${step}.${regime}.email.txt`);
    if (message.letter === null) return expect(step).toBe('contact');
    const letter = letterText(message.letter);
    await expect(readable(letter)).toMatchFileSnapshot(`${FOLDER}/${language}/${step}.${regime}.letter.txt`);
  });

  test.each(REGIMES)('call script to %s', async (regime) => {
    const script = callScript(sampleFacts('contact', regime, { language }));
    if (isRefusal(script)) throw new Error(script.message);
    expect(script.lines).toHaveLength(6);
    const text = `${script.title}\n\n${script.lines.join('\n')}\n`;
    await expect(readable(text)).toMatchFileSnapshot(`${FOLDER}/${language}/call.${regime}.txt`);
  });
});
