import { Counter, Gauge, Histogram } from 'prom-client';
import { Abandoned, InvalidDelivery, type Middleware } from './delivery';

export const consumedMessages = new Counter({
  name: 'messaging_client_consumed_messages_total',
  help: 'Messages settled by a group, by outcome: processed (effects durable or dead-lettered), skipped (of these: no handler for the type), abandoned (given up at a rebalance or stop)',
  labelNames: ['topic', 'group', 'outcome'],
});

const processDuration = new Histogram({
  name: 'messaging_process_duration_seconds',
  help: 'From taking a slice of messages to their being settled',
  labelNames: ['topic', 'group'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30, 60],
});

const deliveryLatency = new Histogram({
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

/** Counts and times what passes. Label children are looked up once a topic: this runs for every slice. */
export const metrics =
  (group: string): Middleware =>
  (next) =>
  async (deliveries, context) => {
    const [first] = deliveries;
    if (!first) return;
    const labels = { topic: first.topic, group };
    const started = performance.now();
    inFlight.inc(labels, deliveries.length);
    try {
      await next(deliveries, context);
      const latency = deliveryLatency.labels(labels);
      const now = Date.now();
      for (const { event } of deliveries) {
        if (event && !(event instanceof InvalidDelivery))
          latency.observe(Math.max(0, now - Date.parse(event.time)) / 1000);
      }
      consumedMessages.inc({ ...labels, outcome: 'processed' }, deliveries.length);
    } catch (error) {
      if (error instanceof Abandoned) consumedMessages.inc({ ...labels, outcome: 'abandoned' }, deliveries.length);
      throw error;
    } finally {
      inFlight.dec(labels, deliveries.length);
      processDuration.observe(labels, (performance.now() - started) / 1000);
    }
  };
