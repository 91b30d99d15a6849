import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readStory } from './story.ts';
import { tellStory } from './tell-story.ts';

const folder = import.meta.dirname;
/** A story lives months of days, each with its own work on a real database. */
const LONGEST = 120_000;

describe('stories', () => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.scenario'));
  test.concurrent.each(files)(
    '%s',
    async (file) => {
      const story = readStory(readFileSync(join(folder, file), 'utf8'));
      const { happened, answers, desk } = await tellStory(story);
      expect([...happened].sort()).toEqual([...story.expected].sort());
      const asked = story.questions.toSorted((one, other) =>
        one.on < other.on ? -1 : one.on > other.on ? 1 : 0,
      );
      expect(answers).toEqual(asked.map(({ on, invoice, answer }) => `${on} ${invoice} ${answer}`));
      expect((await desk.say('verify')).data).toMatchObject({ valid: true });
      await desk.database.close();
    },
    LONGEST,
  );
});
