import { logger } from '../telemetry/logger';
import { sparingly } from '../telemetry/sparingly';
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

/** A caller gone mad must not fill the disk: ten lines a second at most of one mistake on one route. */
const refused = sparingly(log.info, { by: ['route', 'status', 'code'], everyMs: 1_000, atOnce: 10 });

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
  refused('request refused', { ...fields(end), ...(error instanceof Problem && { code: error.code }) });
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
