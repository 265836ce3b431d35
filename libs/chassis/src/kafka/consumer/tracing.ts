import { processSpan } from '../../telemetry/message-spans';
import { type OpenSpan, tracingIsOn } from '../../telemetry/tracing';
import { headerText, redriveCountHeader } from './dead-letter-headers';
import { Abandoned, type Delivery, InvalidDelivery, type Middleware } from './delivery';

/** The delivery as its handlers see it: what they cause becomes a child of this processing, not of the creation. */
const below = (delivery: Delivery, span: OpenSpan): Delivery => {
  const { event } = delivery;
  if (!event || event instanceof InvalidDelivery) return delivery;
  return { ...delivery, event: { ...event, traceparent: span.traceparent(), tracestate: span.tracestate() } };
};

/**
 * One span for each event that is traced; it lasts from taking the message to its being settled, waits and retries included.
 * What is not sampled passes untouched, and without tracing nothing at all is done.
 */
export const tracing =
  (group: string): Middleware =>
  (next) =>
  async (deliveries, context) => {
    if (!tracingIsOn()) return next(deliveries, context);
    const spans: OpenSpan[] = [];
    const traced = deliveries.map((delivery) => {
      const { event } = delivery;
      if (!event || event instanceof InvalidDelivery) return delivery;
      const span = processSpan(event, group);
      if (!span.recording) return delivery;
      const redriven = headerText(delivery.headers[redriveCountHeader]);
      if (redriven !== undefined) span.setAttributes({ 'spillway.redrive.count': Number(redriven) });
      spans.push(span);
      return below(delivery, span);
    });
    try {
      await next(traced, context);
      for (const span of spans) span.end();
    } catch (error) {
      for (const span of spans) span.end(error instanceof Abandoned ? undefined : error);
      throw error;
    }
  };
