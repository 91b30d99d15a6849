import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readStory } from './story.ts';
import { tellStory } from './tell-story.ts';

const folder = import.meta.dirname;

describe('stories', () => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.scenario'));
  test.each(files)('%s', async (file) => {
    const story = readStory(readFileSync(join(folder, file), 'utf8'));
    const { happened, answers, desk } = await tellStory(story);
    const expected = [...story.expected].flatMap(([on, lines]) => lines.map((line) => `${on} ${line}`));
    expect(happened).toEqual(expected);
    expect(answers).toEqual(story.questions.map(({ on, invoice, answer }) => `${on} ${invoice} ${answer}`));
    expect((await desk.say('verify')).data).toMatchObject({ valid: true });
    await desk.database.close();
  });
});
