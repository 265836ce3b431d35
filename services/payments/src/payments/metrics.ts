import { Counter } from 'prom-client';

/** Counted where it is written: a transaction that is tried again counts again. */
export const outcomes = new Counter({
  name: 'payments_total',
  help: 'What became of payments: authorized, declined, captured, voided, refunded, cancelled (before anything was held)',
  labelNames: ['outcome'],
});
