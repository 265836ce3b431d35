import { Counter, Gauge, Histogram } from 'prom-client';

/** Items per statement: near 1 the writer is idle, near the maximum it is the limit. */
export const flushes = new Histogram({
  name: 'coalesced_write_batch_items',
  help: 'Items written by one statement of a coalescing writer',
  labelNames: ['writer'],
  buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
});

export const refusals = new Counter({
  name: 'coalesced_write_refusals_total',
  help: 'Items that a coalescing writer has refused because too many were waiting',
  labelNames: ['writer'],
});

interface Queue {
  readonly writer: string;
  length(): number;
}

const queues = new Set<Queue>();

new Gauge({
  name: 'coalesced_write_queue_items',
  help: 'Items waiting for the next statement of a coalescing writer',
  labelNames: ['writer'],
  collect() {
    this.reset();
    for (const { writer, length } of queues) this.inc({ writer }, length());
  },
});

/** Shows how many wait, until the returned function is called. */
export function watchQueue(queue: Queue): () => void {
  queues.add(queue);
  return () => void queues.delete(queue);
}
