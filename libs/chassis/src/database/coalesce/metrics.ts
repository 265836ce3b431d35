import { Histogram } from 'prom-client';

/** Items per statement: near 1 the writer is idle, near the maximum it is the limit. */
export const flushes = new Histogram({
  name: 'coalesced_write_batch_items',
  help: 'Items written by one statement of a coalescing writer',
  labelNames: ['writer'],
  buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
});
