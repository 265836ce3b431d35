import { type logCreator, logLevel } from 'kafkajs';
import { logger } from '../telemetry/logger';

const log = logger('kafkajs');

/** Said although nothing is wrong: an answer that is an error is thrown as well, and renewing.ts is why few retries are enough. */
const noise = /^Response \w+\(|^Limiting retries for the idempotent producer/;

/**
 * kafkajs logs through ours. Its «error» is often a retry that succeeds a moment later, so it is a warning here:
 * what really failed reaches the caller as an error and is logged there, once.
 */
export const kafkajsLog: logCreator = () => (entry) => {
  const { message, timestamp: _timestamp, stack: _stack, ...fields } = entry.log;
  const isWarning = (entry.level === logLevel.ERROR || entry.level === logLevel.WARN) && !noise.test(message);
  log[isWarning ? 'warn' : 'debug'](message, { namespace: entry.namespace, ...fields });
};
