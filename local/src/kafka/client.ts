import { Kafka, logLevel } from 'kafkajs';

interface RequestQueue {
  pending: unknown[];
  throttledUntil: number;
}
type Schedule = (this: RequestQueue) => void;

// kafkajs#1751: with nothing to send it sets timers of negative length, without end and with a warning.
const { prototype } = require('kafkajs/src/network/requestQueue') as {
  prototype: { scheduleCheckPendingRequests: Schedule };
};
const schedule = prototype.scheduleCheckPendingRequests;
prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
  if (this.pending.length > 0 || this.throttledUntil > Date.now()) schedule.call(this);
};

/** A client that leaves it to the caller to say what went wrong. */
export const quietClient = (brokers: string[]): Kafka =>
  new Kafka({ clientId: 'spillway-local', brokers, logLevel: logLevel.NOTHING, retry: { retries: 2 } });
