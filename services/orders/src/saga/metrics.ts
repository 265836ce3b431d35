import { Counter } from 'prom-client';

export const endings = new Counter({
  name: 'order_saga_endings_total',
  help: 'Sagas that came to an end, by the status they gave their order',
  labelNames: ['status'],
});

export const strangers = new Counter({
  name: 'order_saga_unknown_orders_total',
  help: 'Answers for orders that are not in this database',
});
