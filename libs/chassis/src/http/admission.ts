import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Counter } from 'prom-client';
import type { ServerState } from './exchange';
import { Problem } from './problem';
import { problemDocument } from './problem-document';
import { requestId } from './request-id';

const refused = new Counter({
  name: 'http_server_refused_requests_total',
  help: 'Requests refused with 503 because too many were being worked on',
});

/** What must be answered however busy the process is, or the platform would kill what is merely loaded. */
const always = new Set(['/livez', '/readyz', '/metrics']);

/**
 * Lets at most `maxConcurrent` requests in. What comes above is answered 503 with Retry-After before Express, body or span
 * have cost anything: overload is refused, never queued.
 */
export function admission(maxConcurrent: number, state: ServerState, admitted: RequestListener): RequestListener {
  const problem = new Problem(503, 'overloaded', 'More work has arrived than can be done now. Try again shortly.');
  const body = JSON.stringify(problemDocument(problem, '/'));
  const length = String(Buffer.byteLength(body));
  const head = [
    'content-type',
    'application/problem+json',
    'content-length',
    length,
    'retry-after',
    String(state.retryAfter),
  ];

  return (request: IncomingMessage, response: ServerResponse) => {
    if (state.active < maxConcurrent || always.has(request.url ?? '')) {
      admitted(request, response);
      return;
    }
    refused.inc();
    const id = requestId(request.headers['x-request-id']);
    response.writeHead(503, [...head, 'x-request-id', id, ...(state.draining ? ['connection', 'close'] : [])]);
    response.end(body);
  };
}
