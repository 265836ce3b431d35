import { isTransientDatabaseError } from '../../database';
import { isCancelled } from '../../database/errors';
import { classify, isNetworkError } from '../../errors';
import { saysBrokerAway } from '../broker-away';

/** Of our own queues: full, or being emptied for a stop. Each says «not now» of a message that is fine. */
const notNow = new Set([
  'KAFKA_BUFFER_FULL',
  'KAFKA_DELIVERY_TIMEOUT',
  'KAFKA_PRODUCER_CLOSED',
  'OVERLOADED',
  'DRAINING',
]);

const isNotNow = (error: unknown): boolean => error instanceof Error && notNow.has(String(Reflect.get(error, 'code')));

const causes = [isNetworkError, isTransientDatabaseError, isCancelled, saysBrokerAway, isNotNow];

/**
 * Network, database or broker do not answer, or not in time: the message is fine and has to wait. Everything else gets its
 * few tries. A statement cut off by the database's time limit counts as waiting, too: locks and a sick disk are what cuts.
 */
export const isDependencyDown = (error: unknown): boolean =>
  classify(error, (cause) => causes.some((isIt) => isIt(cause))) === 'transient';
