import { type Context, createTraceState, ROOT_CONTEXT, type SpanContext, trace } from '@opentelemetry/api';

/** W3C trace context as it travels in headers, columns and messages. */
export interface TraceParent {
  readonly traceparent?: string | undefined;
  readonly tracestate?: string | undefined;
}

const form = /^(?!ff)[\da-f]{2}-(?!0{32})[\da-f]{32}-(?!0{16})[\da-f]{16}-[\da-f]{2}$/;
const maxTracestate = 512;

/** A traceparent fit to be stored and sent on, or undefined: what callers send is not trusted to be one. */
export const saneTraceparent = (given: unknown): string | undefined =>
  typeof given === 'string' && form.test(given) ? given : undefined;

/** Without a valid traceparent a tracestate means nothing (W3C, section 3.3). */
export const saneTracestate = (given: unknown, traceparent: string | undefined): string | undefined =>
  traceparent !== undefined && typeof given === 'string' && given.length <= maxTracestate ? given : undefined;

/** Whether the sender recorded its span: the last bit of the flags. Expects a sane traceparent. */
export const isSampled = (traceparent: string): boolean => (Number.parseInt(traceparent.slice(53, 55), 16) & 1) === 1;

/** Expects a sane traceparent. */
export function toSpanContext({ traceparent = '', tracestate }: TraceParent): SpanContext {
  return {
    traceId: traceparent.slice(3, 35),
    spanId: traceparent.slice(36, 52),
    traceFlags: Number.parseInt(traceparent.slice(53, 55), 16) & 1,
    isRemote: true,
    ...(tracestate && { traceState: createTraceState(tracestate) }),
  };
}

export const toContext = (parent: TraceParent): Context => trace.setSpanContext(ROOT_CONTEXT, toSpanContext(parent));

export const toTraceparent = ({ traceId, spanId, traceFlags }: SpanContext): string =>
  `00-${traceId}-${spanId}-${traceFlags & 1 ? '01' : '00'}`;
