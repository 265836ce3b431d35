import { Counter } from 'prom-client';

export const attempts = new Counter({
  name: 'webhook_attempts_total',
  help: 'Webhook calls made, by how they ended',
  labelNames: ['outcome'],
});
