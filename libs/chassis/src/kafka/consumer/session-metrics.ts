import { Counter, Histogram } from 'prom-client';

export const rebalances = new Counter({
  name: 'kafka_consumer_rebalances_total',
  help: 'Joins of the group by this member',
  labelNames: ['group'],
});

export const joinDuration = new Histogram({
  name: 'kafka_consumer_rebalance_duration_seconds',
  help: 'How long joining the group took',
  labelNames: ['group'],
  buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
});
