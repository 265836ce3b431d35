import type { Request, RequestHandler } from 'express';
import { beginExchange, type Exchange, type ServerState } from './exchange';
import { readJson } from './json-body';
import { routeDuration } from './metrics';
import { parseQuery } from './query';
import type { Route } from './route';
import { checkFor } from './validation';

const nothing = Object.freeze({});

/** Express' view of a route: read, check, handle, answer. Everything that can be decided once is decided here, at start. */
export function endpoint(route: Route, state: ServerState): RequestHandler {
  const check = {
    params: checkFor('params', route.params),
    query: checkFor('query', route.query),
    body: checkFor('body', route.body),
  };
  const observe = routeDuration(route.method.toUpperCase(), route.path);

  async function serve(request: Request, exchange: Exchange): Promise<void> {
    try {
      check.params?.(request.params);
      const query = check.query ? parseQuery(request.url) : nothing;
      check.query?.(query);
      const body = check.body ? await readJson(request, state.bodyLimit) : undefined;
      check.body?.(body);
      const { id, span } = exchange;
      const { params, headers } = request;
      const address = () => request.ip ?? '';
      const [traceparent, tracestate] = [span.traceparent(), span.tracestate()];
      const answer = await span.run(() =>
        route.handle({ params, query, body, headers, id, traceparent, tracestate, address }),
      );
      exchange.answer(answer);
    } catch (error) {
      exchange.fail(error);
    }
  }

  // Nothing is returned to Express: it would attach itself to the promise, for errors that never get there.
  return (request, response) => {
    void serve(request, beginExchange(request, response, route.path, observe, state));
  };
}
