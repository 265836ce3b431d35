import { Counter, Gauge } from 'prom-client';
import { type Observe, preparedHistogram } from '../../telemetry/histogram';

// Labels are names of commands this process knows and the outcomes below: none grows with what is sent.

let pending = 0;

new Gauge({
  name: 'kafka_requests_pending',
  help: 'Requests of this process that wait for their reply',
  collect() {
    this.set(pending);
  },
});

export const requestBegins = (): void => {
  pending++;
};

export const requestEnds = (): void => {
  pending--;
};

export type RequestOutcome = 'done' | 'failed' | 'timeout' | 'aborted' | 'stopped' | 'unsent';

const duration = preparedHistogram({
  name: 'kafka_request_duration_seconds',
  help: 'From sending a request to its end, by command and outcome: done, failed, timeout, aborted, stopped, unsent',
  labelNames: ['command', 'outcome'],
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
});

const observers = new Map<string, Observe>();

/** With the traceparent of the request, so that a slow one can be found again where it is recorded. */
export function requestTook(command: string, outcome: RequestOutcome, seconds: number, traceparent?: string): void {
  const key = `${command} ${outcome}`;
  let observe = observers.get(key);
  if (!observe) {
    observe = duration({ command, outcome });
    observers.set(key, observe);
  }
  observe(seconds, traceparent);
}

export const strayReplies = new Counter({
  name: 'kafka_replies_ignored_total',
  help: 'Replies that nobody here waits for: too late, a repeat, or asked for by another process',
});

export type CommandOutcome = 'done' | 'failed' | 'expired' | 'late';

export const handledCommands = new Counter<'command' | 'outcome'>({
  name: 'kafka_commands_total',
  help: 'Commands taken, by outcome: done, failed, expired (nobody waited any more: not worked on), late (begun, but the time was up before the answer)',
  labelNames: ['command', 'outcome'],
});
