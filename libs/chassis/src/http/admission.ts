import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Counter } from 'prom-client';
import type { ServerState } from './exchange';
import { Problem } from './problem';
import { problemDocument } from './problem-document';
import { givenId } from './request-id';

const refused = new Counter({
  name: 'http_server_refused_requests_total',
  help: 'Requests refused with 503 because too many were being worked on',
});

/** What must be answered however busy the process is, or the platform would kill what is merely loaded. */
const always = new Set(['/livez', '/readyz', '/metrics']);

/**
 * Lets at most `maxConcurrent` requests in. What comes above is answered 503 with Retry-After before Express, body or span
 * have cost anything: overload is refused, never queued. All of the answer is made beforehand, as each refusal takes time from
 * the requests that were let in. What is left is nearly all node:http's own (a read, the parsing, a write) and not little: far
 * beyond what a process can take, refusing is most of what it does, and the requests it lets in become fewer.
 * A low limit makes that worse: each turn of the event loop refuses all that are ready, and admits no more than have ended.
 */
export function admission(maxConcurrent: number, state: ServerState, admitted: RequestListener): RequestListener {
  const problem = new Problem(503, 'overloaded', 'More work has arrived than can be done now. Try again shortly.');
  const body = JSON.stringify(problemDocument(problem, '/'));
  const length = String(Buffer.byteLength(body));
  const retryAfter = String(state.retryAfter);
  const head = ['content-type', 'application/problem+json', 'content-length', length, 'retry-after', retryAfter];
  const closingHead = [...head, 'connection', 'close'];

  return (request: IncomingMessage, response: ServerResponse) => {
    if (state.active < maxConcurrent || always.has(request.url ?? '')) {
      admitted(request, response);
      return;
    }
    refused.inc();
    const plain = state.draining ? closingHead : head;
    // The caller's id comes back; none is made up, as nothing is logged that it could find.
    const id = givenId(request.headers['x-request-id']);
    response.writeHead(503, id === undefined ? plain : [...plain, 'x-request-id', id]);
    response.end(body);
  };
}
