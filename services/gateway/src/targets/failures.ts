import { classify, Problem, problemFrom } from '@spillway/chassis';
import type { TargetAnswer } from './answer';

/** A service answered that it has failed. */
export class TargetFailed extends Error {
  readonly answer: TargetAnswer;

  constructor(target: string, answer: TargetAnswer) {
    super(`${target} answered ${answer.status}`);
    this.name = 'TargetFailed';
    this.answer = answer;
  }
}

/** The problem in an answer, as the gateway passes it on. Where a target says when to try again, the caller is told. */
export function problemOf({ status, headers, body }: TargetAnswer): Problem {
  const retryAfter = headers.get('retry-after');
  return problemFrom(typeof body === 'object' ? { ...body, status, ...(retryAfter && { retryAfter }) } : body);
}

const codeOf = (error: unknown): unknown => Reflect.get(Object(error), 'code');
const nameOf = (error: unknown): unknown => Reflect.get(Object(error), 'name');

/** The connection broke before there was an answer; not that the answer took too long. */
export const isLostConnection = (error: unknown): boolean =>
  classify(error) === 'transient' && nameOf(error) !== 'TimeoutError';

/** What a failed request to a target becomes for whoever asked the gateway. Nothing of the inside is in it but the target's name. */
export function asProblem(error: unknown, target: string, retryAfterMs: number): Problem {
  if (error instanceof TargetFailed) return problemOf(error.answer);
  const headers = { 'retry-after': String(Math.ceil(retryAfterMs / 1_000)) };
  if (codeOf(error) === 'ESEMLOCKED') {
    return new Problem(503, 'overloaded', `More is asked of ${target} than it can do now.`, { headers, target });
  }
  if (nameOf(error) === 'TimeoutError') {
    return new Problem(504, 'no-answer', `${target} did not answer in time.`, { target, cause: error });
  }
  return new Problem(503, 'dependency-unavailable', `${target} does not answer now.`, {
    headers,
    target,
    cause: error,
  });
}
