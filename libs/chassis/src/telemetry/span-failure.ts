import { type Span, SpanStatusCode } from '@opentelemetry/api';
import { codeOf, isError } from './error-shape';

/** Marks a span as failed by the error's code or class. Messages and stacks are for the log, which is kept elsewhere and shorter. */
export function markFailed(span: Span, error: unknown): void {
  const type = codeOf(error) ?? (isError(error) ? error.name : typeof error);
  span.setAttribute('error.type', type);
  span.setStatus({ code: SpanStatusCode.ERROR, message: type });
}
