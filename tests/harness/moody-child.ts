import { answerTasks } from '../../src/platform/task-children.ts';

// A child that does as it is told, for the tests of children that die, hang or fail.
answerTasks(async (task: string) => {
  if (task === 'die') process.kill(process.pid, 'SIGKILL');
  // In native code nothing else would be heard either.
  if (task === 'hang') for (;;);
  if (task === 'fail') throw new Error('no such task');
  return `${task} by ${process.pid}`;
});
