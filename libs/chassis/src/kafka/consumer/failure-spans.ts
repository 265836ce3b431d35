import { SpanKind } from '@opentelemetry/api';
import { publishSpan } from '../../telemetry/message-spans';
import type { TraceParent } from '../../telemetry/trace-context';
import { type OpenSpan, openSpan, tracingIsOn } from '../../telemetry/tracing';
import { headerText } from './dead-letter-headers';
import { type Delivery, InvalidDelivery } from './delivery';

/** Where a delivery stands in its trace: below its processing, or, where it cannot be read, below what created it. */
function traceOf({ event, headers }: Delivery): TraceParent {
  if (event && !(event instanceof InvalidDelivery)) return event;
  return { traceparent: headerText(headers.traceparent), tracestate: headerText(headers.tracestate) };
}

/** What is shown of each traced delivery while it waits for another try. */
export interface Waiting {
  readonly group: string;
  readonly reason: 'transient' | 'unknown';
}

/** Shows in the traces of the deliveries that a try has failed, from now until the returned function is called. */
export function retrySpans(deliveries: readonly Delivery[], { group, reason }: Waiting, error: unknown): () => void {
  if (!tracingIsOn()) return () => undefined;
  const spans: OpenSpan[] = [];
  for (const delivery of deliveries) {
    const span = openSpan({
      name: `retry ${delivery.topic}`,
      kind: SpanKind.INTERNAL,
      parent: traceOf(delivery),
      attributes: () => ({
        'messaging.system': 'kafka',
        'messaging.destination.name': delivery.topic,
        'messaging.consumer.group.name': group,
        'spillway.retry.reason': reason,
      }),
    });
    if (span.recording) spans.push(span);
  }
  return () => {
    for (const span of spans) span.end(error);
  };
}

/** CLIENT span of sending a delivery to its dead-letter topic. By the name of the topic a collector knows what to keep. */
export function deadLetterSpan(delivery: Delivery, topic: string, reason: string): OpenSpan {
  const span = publishSpan(topic, [{ headers: { ...traceOf(delivery) } }]);
  if (span.recording) span.setAttributes({ 'spillway.dead_letter.reason': reason });
  return span;
}
