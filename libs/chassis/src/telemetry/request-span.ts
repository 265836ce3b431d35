import type { IncomingMessage } from 'node:http';
import { SpanKind } from '@opentelemetry/api';
import { type OpenSpan, openSpan } from './tracing';

/** The SERVER span of one request. `route` is the pattern; the true path, which may hold ids of persons, stays out. */
export function openRequestSpan(request: IncomingMessage, method: string, route: string): OpenSpan {
  return openSpan({
    name: `${method} ${route}`,
    kind: SpanKind.SERVER,
    parent: request.headers as { traceparent?: string; tracestate?: string },
    attributes: () => ({
      'http.request.method': method,
      'http.route': route,
      'url.scheme': 'http',
      'network.protocol.version': request.httpVersion,
    }),
  });
}

/** Ends a request's span. Only what is our fault makes it a failed one. */
export function endRequestSpan(span: OpenSpan, status: number, error: unknown): void {
  if (span.recording) span.setAttributes({ 'http.response.status_code': status });
  span.end(status >= 500 ? (error ?? new Error(String(status))) : undefined);
}
