import { setTimeout as delay } from 'node:timers/promises';
import type { Answer } from './answer-reader';
import { Connection, type Target } from './connection';
import { type OpenLoopResult, Timings } from './timings';

export interface OpenLoop {
  readonly target: Target;
  /** Requests due a second. */
  readonly rate: number;
  readonly seconds: number;
  /** More than the service works on at once, or none will be refused. */
  readonly connections: number;
  /** The bytes of the n-th request. */
  request(n: number): Buffer;
  /** What is wanted of the body of a 2xx answer. */
  idIn?(body: string): string;
  readonly openWithinMs?: number;
}

const openedAtOnce = 256;
/** Answers that are still on their way at the end have so long. */
const lastAnswersMs = 60_000;

/**
 * Requests that are due at fixed times, whatever the answers do. Each is sent when it is due over a connection that is free,
 * or as soon as one is; its latency counts from when it was due, so that a stall of the service (or of the generator itself)
 * is in the figures of all that were due meanwhile. What could not be sent by the end is not sent at all, and counted.
 */
export async function openLoop(options: OpenLoop): Promise<OpenLoopResult> {
  const { target, rate, seconds, connections, request, idIn, openWithinMs = 30_000 } = options;
  const total = Math.round(rate * seconds);
  const timings = new Timings(rate, total);
  const free: Connection[] = [];
  let due = 0;
  let next = 0;
  let underWay = 0;

  /** The next connection that is still free: one may have been closed since it was put into the list. */
  function takeFree(): Connection | undefined {
    for (let connection = free.pop(); connection !== undefined; connection = free.pop()) {
      if (connection.free) return connection;
    }
    return undefined;
  }

  function send(connection: Connection): void {
    const n = next++;
    underWay++;
    timings.sent(n);
    connection.send(n, request(n));
  }

  const wanted = (status: number) => idIn !== undefined && status >= 200 && status < 300;
  const events = {
    wantsBody: wanted,
    free(connection: Connection): void {
      if (next < due) send(connection);
      else free.push(connection);
    },
    answered(n: number, { status, body }: Answer): void {
      underWay--;
      timings.answered(n, status, body === undefined ? undefined : idIn?.(body));
    },
    lost(_n: number, reason: string): void {
      underWay--;
      timings.lost(reason);
    },
  };
  const all = await opened(connections, openWithinMs, () => new Connection(target, events));

  timings.begin();
  for (;;) {
    due = Math.min(total, timings.dueBy(performance.now()));
    while (next < due) {
      const connection = takeFree();
      if (connection === undefined) break;
      send(connection);
    }
    if (due === total) break;
    await delay(1);
  }
  timings.end(next);
  due = next; // the time is over: what has not been sent is not sent any more
  for (const giveUp = performance.now() + lastAnswersMs; underWay > 0 && performance.now() < giveUp; ) await delay(5);
  for (const connection of all) connection.end();
  return timings.result();
}

/** `count` connections, in portions that fit into the queue of a listening socket. */
async function opened(count: number, withinMs: number, open: () => Connection): Promise<Connection[]> {
  const all: Connection[] = [];
  const giveUp = performance.now() + withinMs;
  while (all.length < count) {
    for (let i = 0; i < openedAtOnce && all.length < count; i++) all.push(open());
    while (!all.every(({ free }) => free)) {
      if (performance.now() > giveUp) {
        for (const connection of all) connection.end();
        throw new Error(`not all of ${count} connections could be opened within ${withinMs} ms`);
      }
      await delay(1);
    }
  }
  return all;
}
