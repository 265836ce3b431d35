import { Counter, Gauge } from 'prom-client';
import { type Observe, preparedHistogram } from '../../telemetry/histogram';
import { isSampled } from '../../telemetry/trace-context';
import { tracingIsOn } from '../../telemetry/tracing';
import { Abandoned, type Delivery, InvalidDelivery, type Middleware } from './delivery';

export const consumedMessages = new Counter({
  name: 'messaging_client_consumed_messages_total',
  help: 'Messages settled by a group, by outcome: processed (effects durable or dead-lettered), skipped (of these: no handler for the type), abandoned (given up at a rebalance or stop)',
  labelNames: ['topic', 'group', 'outcome'],
});

const processDuration = preparedHistogram({
  name: 'messaging_process_duration_seconds',
  help: 'From taking a slice of messages to their being settled',
  labelNames: ['topic', 'group'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30, 60],
});

const deliveryLatency = preparedHistogram({
  name: 'event_delivery_latency_seconds',
  help: 'From the time of the event to its being processed',
  labelNames: ['topic', 'group'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600],
});

const inFlight = new Gauge({
  name: 'messaging_in_flight_messages',
  help: 'Messages taken and not settled yet',
  labelNames: ['topic', 'group'],
});

/** The trace of an event, where it is recorded: what an exemplar points to. */
function recordedTrace({ event }: Delivery): string | undefined {
  if (!event || event instanceof InvalidDelivery || event.traceparent === undefined) return undefined;
  return tracingIsOn() && isSampled(event.traceparent) ? event.traceparent : undefined;
}

/** The series of one topic, looked up once. */
interface Series {
  readonly labels: { readonly topic: string; readonly group: string };
  readonly duration: Observe;
  readonly latency: Observe;
}

/** Counts and times what passes: this runs for every slice, and the latency is observed for every event. */
export const metrics = (group: string): Middleware => {
  const byTopic = new Map<string, Series>();

  function seriesOf(topic: string): Series {
    const known = byTopic.get(topic);
    if (known) return known;
    const labels = { topic, group };
    const series = { labels, duration: processDuration(labels), latency: deliveryLatency(labels) };
    byTopic.set(topic, series);
    return series;
  }

  return (next) => async (deliveries, context) => {
    const [first] = deliveries;
    if (!first) return;
    const { labels, duration, latency } = seriesOf(first.topic);
    const started = performance.now();
    inFlight.inc(labels, deliveries.length);
    let trace: string | undefined;
    try {
      await next(deliveries, context);
      const now = Date.now();
      for (const delivery of deliveries) {
        const { event } = delivery;
        if (!event || event instanceof InvalidDelivery) continue;
        const recorded = recordedTrace(delivery);
        trace ??= recorded;
        latency(Math.max(0, now - Date.parse(event.time)) / 1000, recorded);
      }
      consumedMessages.inc({ ...labels, outcome: 'processed' }, deliveries.length);
    } catch (error) {
      if (error instanceof Abandoned) consumedMessages.inc({ ...labels, outcome: 'abandoned' }, deliveries.length);
      throw error;
    } finally {
      inFlight.dec(labels, deliveries.length);
      duration((performance.now() - started) / 1000, trace);
    }
  };
};
