import { Counter } from 'prom-client';

/** Counted where it is written: a transaction that is tried again counts again. */
export const outcomes = new Counter({
  name: 'stock_reservations_total',
  help: 'What became of the goods of orders: reserved, rejected, expired, committed, released',
  labelNames: ['outcome'],
});
