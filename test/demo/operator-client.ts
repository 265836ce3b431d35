import { type KafkaClient, kafkaClient, kafkaConfig, readEnvironment } from '@spillway/chassis';
import type { System } from '@spillway/local';

/** Kafka as an operator's command line reaches it. */
export const operatorClient = (system: System): KafkaClient =>
  kafkaClient(
    readEnvironment({ KAFKA_BROKERS: system.kafka.brokers }, (from) => kafkaConfig(from, { service: 'operator' })),
  );
