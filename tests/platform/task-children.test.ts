import { afterEach, describe, expect, test } from 'vitest';
import { atOnce } from '../../src/platform/at-once.ts';
import { ChildLost, openChildren, type TaskChildren } from '../../src/platform/task-children.ts';

let children: TaskChildren<string, string>;

function open(over: { readonly seconds?: number; readonly tasksEach?: number } = {}) {
  const file = new URL('../harness/moody-child.ts', import.meta.url);
  children = openChildren(file, { most: 2, seconds: 30, tasksEach: 100, ...over });
}

afterEach(async () => await children.close());

const pidOf = (said: string) => Number(said.split(' ').at(-1));

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('tasks done in children', () => {
  test('two at a time, each answer to its own task, and no process left behind', async () => {
    open();
    const said = await Promise.all(['a', 'b', 'c', 'd', 'e'].map(async (task) => await children.run(task)));
    expect(said.map((line) => line.split(' ')[0])).toEqual(['a', 'b', 'c', 'd', 'e']);
    const pids = new Set(said.map(pidOf));
    expect(pids.size).toBe(2);
    await children.close();
    expect([...pids].filter(isAlive)).toEqual([]);
  });

  test('one that dies costs the task it had, and no other', async () => {
    open();
    const ended = await Promise.allSettled(
      ['a', 'die', 'b', 'die', 'c', 'd'].map(async (task) => await children.run(task)),
    );
    const told = ended.map((one) => (one.status === 'fulfilled' ? one.value.split(' ')[0] : one.reason));
    expect(told).toEqual(['a', expect.any(ChildLost), 'b', expect.any(ChildLost), 'c', 'd']);
  });

  test('one that hangs is given up after its time', async () => {
    open({ seconds: 2 });
    const before = pidOf(await children.run('a'));
    await expect(children.run('hang')).rejects.toThrow(ChildLost);
    expect(pidOf(await children.run('b'))).not.toBe(before);
  });

  test('what a task throws is told as it was, and the child goes on', async () => {
    open();
    const before = pidOf(await children.run('a'));
    await expect(children.run('fail')).rejects.toThrow('no such task');
    expect(pidOf(await children.run('b'))).toBe(before);
  });

  test('a child is renewed after so many tasks: what it leaked goes with it', async () => {
    open({ tasksEach: 2 });
    const pids: number[] = [];
    for (const task of ['a', 'b', 'c', 'd']) pids.push(pidOf(await children.run(task)));
    expect([pids[0] === pids[1], pids[1] === pids[2], pids[2] === pids[3]]).toEqual([true, false, true]);
  });
});

test('many at once: at most so many, those of one lane in their order, answers in the order asked', async () => {
  open();
  let running = 0;
  let most = 0;
  const begun: string[] = [];
  const items = ['a1', 'b1', 'a2', 'c1', 'a3', 'd1'];
  const answers = await atOnce(items, { most: 2, laneOf: (item) => item[0]! }, async (item) => {
    begun.push(item);
    running += 1;
    most = Math.max(most, running);
    await children.run(item);
    running -= 1;
    return item.toUpperCase();
  });
  expect(answers).toEqual(['A1', 'B1', 'A2', 'C1', 'A3', 'D1']);
  expect(most).toBe(2);
  expect(begun.filter((item) => item.startsWith('a'))).toEqual(['a1', 'a2', 'a3']);
});
