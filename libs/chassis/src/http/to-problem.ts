import { isTransientDatabaseError } from '../database/errors';
import { classify, isNetworkError } from '../errors/classes';
import { codeOf } from '../telemetry/error-shape';
import { Problem } from './problem';

const transient = (error: unknown) => isNetworkError(error) || isTransientDatabaseError(error);

/**
 * What a thrown error becomes on the wire. A Problem says it itself; overload and dependencies that are down are 503 with
 * Retry-After; the rest is a 500 that shows nothing of the inside.
 */
export function toProblem(error: unknown, retryAfter: number): Problem {
  if (error instanceof Problem) return error;
  const headers = { 'retry-after': String(retryAfter) };
  if (codeOf(error) === 'OVERLOADED') {
    return new Problem(503, 'overloaded', 'More work has arrived than can be done now. Try again shortly.', {
      headers,
      cause: error,
    });
  }
  if (codeOf(error) === 'DRAINING') {
    return new Problem(503, 'stopping', 'This instance is about to stop. Try again.', { headers, cause: error });
  }
  if (classify(error, transient) === 'transient') {
    const detail = 'Something this service depends on does not answer. Try again shortly.';
    return new Problem(503, 'dependency-unavailable', detail, { headers, cause: error });
  }
  return new Problem(500, 'internal', 'Something went wrong here. The request id finds it in the logs.', {
    cause: error,
  });
}
