import { type Link, SpanKind } from '@opentelemetry/api';
import { isSampled, saneTraceparent, type TraceParent, toSpanContext } from './trace-context';
import { type OpenSpan, openSpan, tracingIsOn } from './tracing';

// Names and attributes follow OpenTelemetry's semantic conventions for messaging.

export interface TracedEvent extends TraceParent {
  readonly id: string;
  readonly type: string;
  readonly topic: string;
}

type Headers = Readonly<Record<string, unknown>>;

const linkTo = (creation: TraceParent): Link => ({ context: toSpanContext(creation) });

/** CONSUMER span of one event in one group: child of the span that caused the event, and linked to it. */
export function processSpan(event: TracedEvent, group: string): OpenSpan {
  return openSpan({
    name: `process ${event.topic}`,
    kind: SpanKind.CONSUMER,
    parent: event,
    links: () => (saneTraceparent(event.traceparent) ? [linkTo(event)] : []),
    attributes: () => ({
      'messaging.system': 'kafka',
      'messaging.operation.name': 'process',
      'messaging.operation.type': 'process',
      'messaging.destination.name': event.topic,
      'messaging.consumer.group.name': group,
      'messaging.message.id': event.id,
      'spillway.event.type': event.type,
    }),
  });
}

const maxLinks = 128;

/**
 * CLIENT span of one send of many messages, linked to the contexts they were created in. It belongs to no one request, so it is
 * recorded exactly when one of its messages is: of that message it is also the child, and the others' traces reach it by link.
 * The messages' own contexts are never rewritten.
 */
export function publishSpan(topic: string, messages: readonly { readonly headers: Headers }[]): OpenSpan {
  const sampled = tracingIsOn() ? sampledContexts(messages) : [];
  return openSpan({
    name: `send ${topic}`,
    kind: SpanKind.CLIENT,
    parent: sampled[0] ?? notRecorded,
    links: () => sampled.slice(0, maxLinks).map(linkTo),
    attributes: () => ({
      'messaging.system': 'kafka',
      'messaging.operation.name': 'send',
      'messaging.operation.type': 'send',
      'messaging.destination.name': topic,
      'messaging.batch.message_count': messages.length,
    }),
  });
}

/** A parent that was not sampled: keeps the sampler from starting a trace of its own for a send nobody traced. */
const notRecorded: TraceParent = { traceparent: '00-00000000000000000000000000000001-0000000000000001-00' };

function sampledContexts(messages: readonly { readonly headers: Headers }[]): TraceParent[] {
  const found: TraceParent[] = [];
  for (const { headers } of messages) {
    const { traceparent, tracestate } = headers;
    if (typeof traceparent === 'string' && isSampled(traceparent) && saneTraceparent(traceparent)) {
      found.push({ traceparent, tracestate: typeof tracestate === 'string' ? tracestate : undefined });
    }
  }
  return found;
}
