import type { CommandType, FieldError } from '@spillway/contracts';
import { Problem } from '../../http/problem';

// Problems, so that whoever asked on behalf of an HTTP client can let them through as they are.

/** Nobody has answered in time. Whether the command was carried out is not known: repeat it under the same key. */
export class RequestTimeout extends Problem {
  constructor(command: string, ms: number) {
    super(504, 'no-answer', `${command} was not answered within ${ms} ms`);
    this.name = 'RequestTimeout';
  }
}

/** As many requests wait for their answers as may. This one was not sent. */
export class TooManyRequests extends Problem {
  constructor(pending: number) {
    super(503, 'overloaded', `${pending} requests wait for their answers. Try again shortly.`, {
      headers: { 'retry-after': '1' },
    });
    this.name = 'TooManyRequests';
  }
}

/** The process that asks is stopping (or has not started yet), and waits for no answer. */
export class RequesterStopped extends Problem {
  constructor() {
    super(503, 'stopping', 'This instance cannot ask now. Try again.', { headers: { 'retry-after': '1' } });
    this.name = 'RequesterStopped';
  }
}

/** Kafka has not confirmed the request. It may have been written all the same: repeat it under the same key. */
export class RequestNotSent extends Problem {
  constructor(command: string, cause: unknown) {
    super(503, 'dependency-unavailable', `${command} could not be sent`, { cause, headers: { 'retry-after': '1' } });
    this.name = 'RequestNotSent';
  }
}

/** Data that breaks the command's contract: found by the sender, or by a receiver of another version. */
export const invalidData = (command: CommandType, errors: readonly FieldError[]): Problem =>
  new Problem(422, 'validation-failed', `${command.name} does not have the required form.`, {
    // The contracts point into a whole message, a problem into its body.
    errors: errors.map(({ pointer, detail }) => ({ pointer: pointer.replace(/^\/data/, ''), detail })),
  });
