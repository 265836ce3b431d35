import { readFileSync } from 'node:fs';
import type { KafkaConfig as KafkajsConfig, SASLOptions } from 'kafkajs';
import { logLevel } from 'kafkajs';
import type { KafkaConfig } from '../config';
import { kafkajsLog } from './log';

/** A certificate or key given either as PEM text or as the path of a PEM file. */
const pem = (value: string | undefined): string | undefined =>
  value === undefined || value.includes('-----BEGIN') ? value : readFileSync(value, 'utf8');

function saslOptions(sasl: NonNullable<KafkaConfig['sasl']>): SASLOptions {
  return { mechanism: sasl.mechanism, username: sasl.username, password: sasl.password.reveal() };
}

/** Our settings in kafkajs' words. Reads certificate files, so it throws when one is missing. */
export function connectionOptions(config: KafkaConfig): KafkajsConfig {
  return {
    brokers: [...config.brokers],
    clientId: config.clientId,
    connectionTimeout: config.connectionTimeout,
    requestTimeout: config.requestTimeout,
    enforceRequestTimeout: config.enforceRequestTimeout,
    retry: { ...config.retry, maxRetryTime: 5_000 }, // kafkajs would wait up to 30 s although the broker is long back
    logLevel: logLevel.WARN,
    logCreator: kafkajsLog,
    ...(config.ssl && { ssl: { ca: pem(config.ssl.ca), cert: pem(config.ssl.cert), key: pem(config.ssl.key) } }),
    ...(config.sasl && { sasl: saslOptions(config.sasl) }),
  };
}
