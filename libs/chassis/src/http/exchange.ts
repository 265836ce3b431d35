import type { IncomingMessage, ServerResponse } from 'node:http';
import { endRequestSpan, openRequestSpan } from '../telemetry/request-span';
import type { OpenSpan } from '../telemetry/tracing';
import { ClientGone } from './client-gone';
import { type ObserveRequest, requestBegins, requestEnds } from './metrics';
import { problemAnswer } from './problem-document';
import { reply } from './reply';
import { requestId } from './request-id';
import { logRequest } from './request-log';
import type { Answer } from './route';
import { toProblem } from './to-problem';

/** What all exchanges of one server share. */
export interface ServerState {
  readonly bodyLimit: number;
  readonly retryAfter: number;
  /** True from the moment the server is told to stop. */
  draining: boolean;
  active: number;
}

/** One request on its way to its one answer, whatever happens in between. */
export interface Exchange {
  readonly id: string;
  readonly span: OpenSpan;
  answer(answer: Answer): void;
  fail(error: unknown): void;
}

export function beginExchange(
  request: IncomingMessage,
  response: ServerResponse,
  route: string,
  observe: ObserveRequest,
  state: ServerState,
): Exchange {
  const since = performance.now();
  const method = request.method ?? '';
  const id = requestId(request.headers['x-request-id']);
  const span = openRequestSpan(request, method, route);
  requestBegins();
  state.active++;

  function finish(status: number, error?: unknown): void {
    const seconds = (performance.now() - since) / 1_000;
    requestEnds();
    state.active--;
    observe(status, seconds, span.recording ? span.traceparent() : undefined);
    endRequestSpan(span, status, error);
    logRequest({ method, route, status, seconds, id, traceparent: span.traceparent() }, error);
  }

  return {
    id,
    span,
    answer(answer) {
      reply(response, answer, id, state.draining);
      finish(answer.status);
    },
    fail(error) {
      // 499: nobody reads the answer, but the count of what happened stays honest.
      if (error instanceof ClientGone) return finish(499, error);
      const problem = toProblem(error, state.retryAfter);
      try {
        reply(response, problemAnswer(problem, pathOf(request)), id, state.draining);
        finish(problem.status, problem);
      } catch (unsendable) {
        // A problem that cannot be written (a header node refuses, a member JSON cannot hold) must cost this answer only.
        response.destroy();
        finish(500, new Error('A problem could not be sent', { cause: unsendable }));
      }
    },
  };
}

/** The path without the query, which may hold what should not be repeated. */
function pathOf({ url = '/' }: IncomingMessage): string {
  const query = url.indexOf('?');
  return query === -1 ? url : url.slice(0, query);
}
