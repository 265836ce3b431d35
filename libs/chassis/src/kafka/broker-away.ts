import { isNetworkError } from '../errors';

/**
 * kafkajs' words for «nobody answered». Some of them it calls non-retriable (a coordinator that is not found while the
 * only broker restarts), although the broker may be back in a second.
 */
const nobodyAnswered = new Set([
  'KafkaJSNumberOfRetriesExceeded',
  'KafkaJSGroupCoordinatorNotFound',
  'KafkaJSBrokerNotFound',
  'KafkaJSNoBrokerAvailableError',
  'KafkaJSConnectionError',
  'KafkaJSConnectionClosedError',
  'KafkaJSRequestTimeoutError',
]);

/** This error alone, whatever its cause: no broker answers, or kafkajs itself says that another try can help. */
export function saysBrokerAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (nobodyAnswered.has(error.name)) return true;
  return error.name.startsWith('KafkaJS') && Reflect.get(error, 'retriable') === true;
}

/** The error or anything that caused it. */
export function isBrokerAway(error: unknown): boolean {
  for (let current = error, depth = 0; current instanceof Error && depth < 8; current = current.cause, depth++) {
    if (saysBrokerAway(current) || isNetworkError(current)) return true;
  }
  return false;
}
