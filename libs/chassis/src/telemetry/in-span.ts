import { SpanKind } from '@opentelemetry/api';
import { openSpan, type SpanOptions } from './tracing';

/**
 * Shows a remote call in the trace that made it necessary, as a CLIENT span that lasts as long as the call. Costs next to
 * nothing where that trace is not recorded.
 */
export async function inSpan<T>(options: Omit<SpanOptions, 'kind'>, call: () => Promise<T>): Promise<T> {
  const span = openSpan({ ...options, kind: SpanKind.CLIENT });
  try {
    const result = await call();
    span.end();
    return result;
  } catch (error) {
    span.end(error);
    throw error;
  }
}
