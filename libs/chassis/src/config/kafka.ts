import type { Env } from './environment';
import { type KafkaSaslConfig, type KafkaSslConfig, kafkaSasl, kafkaSsl } from './kafka-security';
import { misspelt } from './misspelt';

/** Every KAFKA_* setting, checked. Durations in milliseconds, sizes in bytes. */
export interface KafkaConfig {
  readonly brokers: string[];
  readonly clientId: string;
  readonly groupId?: string;
  readonly sessionTimeout: number;
  readonly heartbeatInterval: number;
  readonly rebalanceTimeout: number;
  /** Of one partition in one fetch; what is decoded of a dozen of them is the memory a backlog costs. */
  readonly maxBytesPerPartition: number;
  readonly minBytes: number;
  /**
   * How long a fetch may wait for data, which ends the wait whenever it comes. Longer is cheaper at rest; leaving a group,
   * disconnecting and resuming wait as long (kafkajs #1606).
   */
  readonly maxWaitTimeInMs: number;
  readonly maxInFlightRequests: number;
  readonly requestTimeout: number;
  readonly enforceRequestTimeout: boolean;
  readonly connectionTimeout: number;
  /** From `send` to acknowledged or failed, retries included. */
  readonly deliveryTimeout: number;
  readonly retry: { readonly initialRetryTime: number; readonly retries: number };
  /** Messages that join one request at most. */
  readonly batchSize: number;
  /** How long a message may wait for company; 0: only for the end of the tick. */
  readonly lingerMs: number;
  /** Messages waiting to be sent; above it `send` is refused at once. */
  readonly bufferMaxMessages: number;
  readonly partitionsConcurrently: number;
  /** Messages of a fetched batch that are worked on in one transaction. */
  readonly sliceSize: number;
  readonly commitInterval: number;
  readonly processingTimeout: number;
  /** Tries of a message whose failure is neither permanent nor transient, before it is dead-lettered. */
  readonly maxAttempts: number;
  readonly ssl?: KafkaSslConfig;
  readonly sasl?: KafkaSaslConfig;
}

const broker = /^(\[[0-9a-fA-F:]+\]|[^:\s,]+):\d{1,5}$/;

export function kafkaConfig(from: Env, defaults: { readonly service: string; readonly group?: string }): KafkaConfig {
  const brokers = from.list('KAFKA_BROKERS');
  for (const wrong of brokers.filter((entry) => !broker.test(entry))) {
    from.fail('KAFKA_BROKERS', `must be a list of host:port, "${wrong}" is not`);
  }
  const groupId = from.has('KAFKA_GROUP_ID') ? from.string('KAFKA_GROUP_ID') : defaults.group;
  const config: KafkaConfig = {
    brokers,
    clientId: from.string('KAFKA_CLIENT_ID', { default: defaults.service }),
    ...(groupId === undefined ? {} : { groupId }),
    ...groupTimes(from),
    ...fetching(from),
    ...requests(from),
    ...sending(from),
    ...processing(from),
    ...kafkaSsl(from),
    ...kafkaSasl(from),
  };
  crossCheck(from, config);
  misspelt(from, 'KAFKA_', kafkaSettings);
  return config;
}

const groupTimes = (from: Env) => ({
  sessionTimeout: from.int('KAFKA_SESSION_TIMEOUT', { default: 10_000, min: 1_000 }),
  heartbeatInterval: from.int('KAFKA_HEARTBEAT_INTERVAL', { default: 3_000, min: 100 }),
  rebalanceTimeout: from.int('KAFKA_REBALANCE_TIMEOUT', { default: 60_000, min: 1_000 }),
});

const fetching = (from: Env) => ({
  maxBytesPerPartition: from.int('KAFKA_MAX_BYTES_PER_PARTITION', { default: 262_144, min: 1_024 }),
  minBytes: from.int('KAFKA_MIN_BYTES', { default: 1, min: 1 }),
  maxWaitTimeInMs: from.int('KAFKA_MAX_WAIT_TIME', { default: 1_000, min: 1 }),
});

const requests = (from: Env) => ({
  maxInFlightRequests: from.int('KAFKA_MAX_IN_FLIGHT_REQUESTS', { default: 5, min: 1 }),
  requestTimeout: from.int('KAFKA_REQUEST_TIMEOUT', { default: 30_000, min: 100 }),
  enforceRequestTimeout: from.bool('KAFKA_ENFORCE_REQUEST_TIMEOUT', { default: true }),
  connectionTimeout: from.int('KAFKA_CONNECTION_TIMEOUT', { default: 3_000, min: 100 }),
  deliveryTimeout: from.int('KAFKA_DELIVERY_TIMEOUT', { default: 120_000, min: 100 }),
  retry: {
    initialRetryTime: from.int('KAFKA_RETRY_DELAYMS', { default: 300, min: 1 }),
    retries: from.int('KAFKA_RETRY_RETRIES', { default: 5, min: 0 }),
  },
});

const sending = (from: Env) => ({
  batchSize: from.int('KAFKA_BATCH_SIZE', { default: 1_000, min: 1 }),
  lingerMs: from.int('KAFKA_LINGER_MS', { default: 0, min: 0 }),
  bufferMaxMessages: from.int('KAFKA_BUFFER_MAX_MESSAGES', { default: 10_000, min: 1 }),
});

const processing = (from: Env) => ({
  partitionsConcurrently: from.int('KAFKA_PARTITIONS_CONCURRENTLY', { default: 12, min: 1 }),
  sliceSize: from.int('KAFKA_SLICE_SIZE', { default: 1_000, min: 1 }),
  commitInterval: from.int('KAFKA_COMMIT_INTERVAL', { default: 200, min: 1 }),
  processingTimeout: from.int('KAFKA_PROCESSING_TIMEOUT', { default: 30_000, min: 100 }),
  maxAttempts: from.int('KAFKA_MAX_ATTEMPTS', { default: 3, min: 1 }),
});

function crossCheck(from: Env, config: KafkaConfig): void {
  if (config.heartbeatInterval >= config.sessionTimeout) {
    from.fail('KAFKA_HEARTBEAT_INTERVAL', 'must be below KAFKA_SESSION_TIMEOUT, best a third of it');
  }
  if (config.sessionTimeout > config.rebalanceTimeout) {
    from.fail('KAFKA_SESSION_TIMEOUT', 'must not be above KAFKA_REBALANCE_TIMEOUT');
  }
  if (config.processingTimeout >= config.rebalanceTimeout) {
    from.fail(
      'KAFKA_PROCESSING_TIMEOUT',
      'must be below KAFKA_REBALANCE_TIMEOUT, or a slow message costs the membership',
    );
  }
  if (config.maxWaitTimeInMs >= config.requestTimeout) {
    from.fail('KAFKA_MAX_WAIT_TIME', 'must be below KAFKA_REQUEST_TIMEOUT, or every idle fetch times out');
  }
  if (config.deliveryTimeout < config.requestTimeout + config.lingerMs) {
    from.fail('KAFKA_DELIVERY_TIMEOUT', 'must be at least KAFKA_REQUEST_TIMEOUT + KAFKA_LINGER_MS');
  }
  if (config.batchSize > config.bufferMaxMessages) {
    from.fail('KAFKA_BATCH_SIZE', 'must not be above KAFKA_BUFFER_MAX_MESSAGES');
  }
  if (from.has('KAFKA_ACKS') && !['all', '-1'].includes(from.string('KAFKA_ACKS'))) {
    from.fail('KAFKA_ACKS', 'can only be all: the producer is idempotent, and anything less could lose an event');
  }
}

/** Every name that is read above; a test holds the two together. */
export const kafkaSettings = [
  'BROKERS',
  'CLIENT_ID',
  'GROUP_ID',
  'SESSION_TIMEOUT',
  'HEARTBEAT_INTERVAL',
  'REBALANCE_TIMEOUT',
  'MAX_BYTES_PER_PARTITION',
  'MIN_BYTES',
  'MAX_WAIT_TIME',
  'MAX_IN_FLIGHT_REQUESTS',
  'REQUEST_TIMEOUT',
  'ENFORCE_REQUEST_TIMEOUT',
  'CONNECTION_TIMEOUT',
  'DELIVERY_TIMEOUT',
  'RETRY_DELAYMS',
  'RETRY_RETRIES',
  'BATCH_SIZE',
  'LINGER_MS',
  'BUFFER_MAX_MESSAGES',
  'PARTITIONS_CONCURRENTLY',
  'SLICE_SIZE',
  'COMMIT_INTERVAL',
  'PROCESSING_TIMEOUT',
  'MAX_ATTEMPTS',
  'ACKS',
  'SSL_ENABLED',
  'SSL_CA',
  'SSL_CERT',
  'SSL_KEY',
  'SASL_MECHANISM',
  'SASL_USERNAME',
  'SASL_PASSWORD',
].map((name) => `KAFKA_${name}`);
