import { type ChildProcess, fork } from 'node:child_process';
import { enableCompileCache, getCompileCacheDir } from 'node:module';
import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Work done beside this process, one task at a time per child. */
export interface TaskChildren<Task, Done> {
  /** Throws a ChildLost when the child died or took too long: that task is lost, the next ones are not. */
  readonly run: (task: Task) => Promise<Done>;
  readonly close: () => Promise<void>;
}

export interface ChildrenOptions {
  readonly most: number;
  /** Seconds after which a task is given up and its child ended. */
  readonly seconds: number;
  /** Tasks after which a child makes room for a new one: what a library leaks goes with it. */
  readonly tasksEach: number;
}

/** A child died in the middle of a task, or was ended because the task never came to an end. */
export class ChildLost extends Error {}

/** Children worth having beside this process, which works too: one core leaves none to them. */
export function coresFor(most: number): number {
  const cores = availableParallelism();
  return cores < 2 ? 0 : Math.min(cores, most);
}

interface Child {
  readonly process: ChildProcess;
  done: number;
}

interface Waiting<Task, Done> {
  readonly task: Task;
  readonly resolve: (done: Done) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Runs the tasks of `file`, which calls `answerTasks`. Processes and not threads, because only a process can
 * be ended in the middle of native code, and takes nobody with it when that code ends it. They start with the
 * first tasks and end with this process, however it ends.
 */
export function openChildren<Task, Done>(file: URL, options: ChildrenOptions): TaskChildren<Task, Done> {
  const idle: Child[] = [];
  const queue: Waiting<Task, Done>[] = [];
  const living = new Set<ChildProcess>();
  const pump = () => {
    while (queue.length > 0 && (idle.length > 0 || living.size < options.most)) {
      const child = idle.pop() ?? startChild(file, living);
      void carry(child, queue.shift()!);
    }
  };
  const carry = async (child: Child, { task, resolve, reject }: Waiting<Task, Done>) => {
    try {
      resolve(await ask<Task, Done>(child.process, task, options.seconds));
    } catch (error) {
      if (error instanceof ChildLost) await end(child.process);
      reject(error instanceof Error ? error : new Error(String(error)));
    }
    child.done += 1;
    if (!living.has(child.process)) return pump();
    if (child.done < options.tasksEach) idle.push(child);
    else await end(child.process);
    pump();
  };
  return {
    run: async (task) =>
      await new Promise<Done>((resolve, reject) => {
        queue.push({ task, resolve, reject });
        pump();
      }),
    close: async () => {
      await Promise.all([...living].map(end));
    },
  };
}

function startChild(file: URL, living: Set<ChildProcess>): Child {
  // Compiled, every file ends as this one does.
  const script = fileURLToPath(file).replace(/\.ts$/, extname(import.meta.filename));
  const child = fork(script, [getCompileCacheDir() ?? ''], {
    // PDFs cross as bytes, not as JSON.
    serialization: 'advanced',
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  living.add(child);
  child.once('exit', () => living.delete(child));
  child.on('error', () => undefined);
  return { process: child, done: 0 };
}

type Reply<Done> = { readonly done: Done } | { readonly failed: string };

async function ask<Task, Done>(child: ChildProcess, task: Task, seconds: number): Promise<Done> {
  let settle: () => void = () => undefined;
  const reply = new Promise<Reply<Done>>((resolve, reject) => {
    const lost = (why: string) => () => reject(new ChildLost(why));
    const limit = setTimeout(() => {
      child.kill('SIGKILL');
      lost(`nothing after ${seconds} s`)();
    }, seconds * 1000);
    const gone = lost('ended in the middle');
    child.once('message', resolve);
    child.once('exit', gone);
    child.send({ task }, (error) => error && gone());
    settle = () => {
      clearTimeout(limit);
      child.off('message', resolve);
      child.off('exit', gone);
    };
  });
  const answer = await reply.finally(() => settle());
  if ('failed' in answer) throw new Error(answer.failed);
  return answer.done;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const over = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGKILL');
  await over;
}

/**
 * For the file that `openChildren` starts: does each task that comes, until the parent is gone. What `work`
 * imports by itself is read from the parent's cache of compiled code.
 */
export function answerTasks<Task, Done>(work: (task: Task) => Promise<Done>): void {
  const [cache] = process.argv.slice(2);
  if (cache) enableCompileCache(cache);
  process.on('message', ({ task }: { readonly task: Task }) => {
    void work(task)
      .then((done) => ({ done }))
      .catch((error: unknown) => ({ failed: error instanceof Error ? error.message : String(error) }))
      .then((reply: Reply<Done>) => process.send?.(reply));
  });
  process.once('disconnect', () => process.exit());
  // The parent ends its children itself: Ctrl-C must not take one away in the middle of a letter.
  process.on('SIGINT', () => undefined);
}
