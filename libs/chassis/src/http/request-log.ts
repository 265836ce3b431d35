import { logger } from '../telemetry/logger';
import { Problem } from './problem';

const log = logger('http');

export interface RequestEnd {
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
  readonly id: string;
  readonly traceparent: string | undefined;
}

/** 4xx lines written per second at most: a caller gone mad must not fill the disk. What is left out is counted on the next line. */
const refusalsPerSecond = 10;
let second = 0;
let written = 0;
let leftOut = 0;

/**
 * One line a request: debug for success, info (sparingly) for the caller's mistakes, error for ours. Never bodies, never queries.
 * An answer of 5xx that comes of no error is what was asked for: "not ready" is no failure.
 */
export function logRequest(end: RequestEnd, error?: unknown): void {
  if (end.status >= 500 && error !== undefined) log.error('request failed', { ...fields(end), error: cause(error) });
  else if (end.status >= 400 && end.status < 500) logRefusal(end, error);
  else if (log.debugEnabled) log.debug('request', fields(end));
}

function logRefusal(end: RequestEnd, error: unknown): void {
  const now = Math.floor(performance.now() / 1_000);
  if (now !== second) {
    second = now;
    written = 0;
  }
  if (++written > refusalsPerSecond) {
    leftOut++;
    return;
  }
  const code = error instanceof Problem ? { code: error.code } : {};
  log.info('request refused', { ...fields(end), ...code, ...(leftOut > 0 && { leftOut }) });
  leftOut = 0;
}

const fields = ({ method, route, status, seconds, id, traceparent }: RequestEnd) => ({
  method,
  route,
  status,
  milliseconds: Math.round(seconds * 1e4) / 10,
  requestId: id,
  ...(traceparent && { traceparent }),
});

/** Of a Problem made from another error, that other error. */
const cause = (error: unknown) => (error instanceof Problem && error.cause !== undefined ? error.cause : error);
