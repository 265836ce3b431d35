import { Counter } from 'prom-client';

export const settled = new Counter({
  name: 'notifications_total',
  help: 'Notifications that came to an end: sent, or given up for good',
  labelNames: ['channel', 'kind', 'outcome'],
});
