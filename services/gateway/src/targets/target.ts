import CircuitBreaker from 'opossum';
import { answerOf, type TargetAnswer } from './answer';
import type { TargetName } from './config';
import { asProblem, isLostConnection, TargetFailed } from './failures';
import { breakerMetrics } from './metrics';

/** What a service is asked by HTTP. */
export interface TargetRequest {
  readonly method: string;
  /** With all parameters filled in, and the query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Milliseconds; the target's own limit unless said. */
  readonly timeout?: number;
}

export interface Target {
  readonly name: TargetName;
  /**
   * Asks, and gives the answer whatever its status below 500 is.
   * @throws Problem: 503 while the target is known to fail or has too much to do, 504 when it is too slow, or as the target
   * gave it with a status of 500 and above
   */
  ask(request: TargetRequest): Promise<TargetAnswer>;
}

export interface TargetOptions {
  readonly name: TargetName;
  readonly url: string;
  readonly timeout: number;
  readonly concurrency: number;
  readonly retryAfter: number;
}

/** Half of at least so many requests of the last ten seconds must have failed before a target is left alone. */
const [failureShare, leastRequests] = [50, 10];

/** A service behind the gateway: a time limit, a limit of requests at once, and a rest when it fails. */
export function target({ name, url, timeout, concurrency, retryAfter }: TargetOptions): Target {
  async function send(request: TargetRequest): Promise<TargetAnswer> {
    const { method, path, headers, body } = request;
    const signal = AbortSignal.timeout(request.timeout ?? timeout);
    const response = await fetch(url.replace(/\/$/, '') + path, {
      method,
      signal,
      redirect: 'error',
      headers: {
        accept: 'application/json',
        ...headers,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer = await answerOf(response);
    if (answer.status >= 500) throw new TargetFailed(name, answer);
    return answer;
  }

  const breaker = new CircuitBreaker(send, {
    name,
    timeout: false, // fetch has its own, which also ends the request
    capacity: concurrency,
    resetTimeout: retryAfter,
    errorThresholdPercentage: failureShare,
    volumeThreshold: leastRequests,
  });
  breakerMetrics(breaker, name);

  /** Reading twice does no harm: one more try for who lost a connection, as a restarted service closes all it had. */
  async function ask(request: TargetRequest): Promise<TargetAnswer> {
    try {
      return await breaker.fire(request);
    } catch (error) {
      if (request.method !== 'GET' || !isLostConnection(error)) throw asProblem(error, name, retryAfter);
    }
    return breaker.fire(request).catch((error: unknown) => Promise.reject(asProblem(error, name, retryAfter)));
  }

  return { name, ask };
}
