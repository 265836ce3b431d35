import { storable } from './schema/fields';
import { limits } from './schema/limits';

const isStorable = new RegExp(storable, 'u');
const isPrintable = /^[\x20-\x7e]{1,512}$/;
const traceparentForm =
  /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-[\x21-\x7e]{1,200})?$/;

/** Can be an aggregate's id: 1 to 255 characters that PostgreSQL can hold. */
export function isSubject(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= limits.identifier && isStorable.test(value);
}

/** The correlation or causation id, or nothing: what only helps to follow an event never makes it invalid. */
export function correlation(value: string | null | undefined): string | undefined {
  return isSubject(value) ? value : undefined;
}

/**
 * The W3C trace context. A malformed traceparent is ignored together with its tracestate, and a malformed tracestate
 * alone, as the recommendation says: a broken trace must not stop an order.
 */
export function trace(
  from: { readonly traceparent?: string | null; readonly tracestate?: string | null } | undefined,
): { traceparent?: string; tracestate?: string } {
  const traceparent = from?.traceparent;
  if (!traceparent || !isTraceparent(traceparent)) return {};
  const tracestate = from?.tracestate;
  return tracestate && isPrintable.test(tracestate) ? { traceparent, tracestate } : { traceparent };
}

// Version 00 ends after the flags; a later version may go on.
function isTraceparent(value: string): boolean {
  return traceparentForm.test(value) && (value.length === 55 || !value.startsWith('00'));
}
