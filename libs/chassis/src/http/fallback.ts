import type { ErrorRequestHandler, RequestHandler } from 'express';
import { beginExchange, type ServerState } from './exchange';
import { routeDuration } from './metrics';
import { Problem } from './problem';

const knownMethods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** One label per method that exists; strangers share one, or callers could invent time series. */
function strangeRequests(route: string) {
  const known = new Map([...knownMethods, 'OTHER'].map((method) => [method, routeDuration(method, route)]));
  return (method: string) => known.get(knownMethods.has(method) ? method : 'OTHER') ?? routeDuration('OTHER', route);
}

/** For a path that exists: OPTIONS says what it takes, every other method is refused with 405 and the same list. */
export function methodNotAllowed(path: string, allowed: readonly string[], state: ServerState): RequestHandler {
  const durations = strangeRequests(path);
  const headers = { allow: [...new Set([...allowed, 'OPTIONS'])].join(', ') };
  return (request, response) => {
    const exchange = beginExchange(request, response, path, durations(request.method), state);
    if (request.method === 'OPTIONS') exchange.answer({ status: 204, headers });
    else exchange.fail(new Problem(405, 'method-not-allowed', `${path} takes ${headers.allow}.`, { headers }));
  };
}

export function notFound(state: ServerState): RequestHandler {
  const durations = strangeRequests('none');
  return (request, response) => {
    const exchange = beginExchange(request, response, 'none', durations(request.method), state);
    exchange.fail(new Problem(404, 'not-found', 'There is nothing at this path.'));
  };
}

/** What Express itself throws, before any route: a path with broken percent-encoding. */
export function brokenRequest(state: ServerState): ErrorRequestHandler {
  const durations = strangeRequests('none');
  return (error, request, response, _next) => {
    const exchange = beginExchange(request, response, 'none', durations(request.method), state);
    exchange.fail(error?.status === 400 ? new Problem(400, 'invalid-path', 'The path is not validly encoded.') : error);
  };
}
