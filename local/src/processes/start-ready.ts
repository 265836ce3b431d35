import { until } from '../until';
import { type Child, type ChildOptions, startChild } from './child';

/** Starts a process and waits until it does what it is for; one that does not get there is not left behind. */
export async function startReady(options: ChildOptions, what: string, check: () => Promise<boolean>): Promise<Child> {
  const child = startChild(options);
  try {
    await until(what, check, { child });
    return child;
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}
