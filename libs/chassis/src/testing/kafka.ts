import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';
import { type KafkaConfig, kafkaConfig, readEnvironment } from '../config';
import { applyKafkajsWorkarounds } from '../kafka/workarounds';
import { eventually } from './eventually';

/** The config a service would read, for the broker of the tests (KAFKA_BROKERS), with waits cut short. */
export function testKafka(overrides: Partial<KafkaConfig> = {}): KafkaConfig {
  const config = readEnvironment(process.env, (from) =>
    kafkaConfig(from, { service: `test-${randomUUID().slice(0, 8)}` }),
  );
  return { ...config, maxWaitTimeInMs: 50, commitInterval: 50, ...overrides };
}

/** A bare client for looking at the broker from outside. */
export function bareKafka({ brokers }: Pick<KafkaConfig, 'brokers'> = testKafka()): Kafka {
  applyKafkajsWorkarounds();
  return new Kafka({ clientId: 'testing', brokers, logLevel: logLevel.NOTHING });
}

/** A topic (or group) name no other test uses. */
export const uniqueName = (prefix: string): string => `${prefix}-${randomUUID().slice(0, 8)}`;

export interface NewTopics {
  partitions?: number;
  config?: KafkaConfig;
  /** The broker's own, unless said. */
  maxMessageBytes?: number;
}

/**
 * Creates topics and waits until every partition has a leader. `waitForLeaders` of kafkajs is not used: against Kafka 4 it sometimes
 * rejects although the topic is made.
 */
export async function createTopics(
  names: readonly string[],
  { partitions = 3, config = testKafka(), maxMessageBytes }: NewTopics = {},
): Promise<void> {
  const admin = bareKafka(config).admin();
  await admin.connect();
  try {
    const configEntries =
      maxMessageBytes === undefined ? [] : [{ name: 'max.message.bytes', value: String(maxMessageBytes) }];
    const topics = names.map((topic) => ({ topic, numPartitions: partitions, replicationFactor: 1, configEntries }));
    await admin.createTopics({ waitForLeaders: false, topics });
    await eventually(async () => {
      const metadata = await admin.fetchTopicMetadata({ topics: [...names] });
      return metadata.topics.every(
        (topic) => topic.partitions.length > 0 && topic.partitions.every(({ leader }) => leader >= 0),
      );
    });
  } finally {
    await admin.disconnect();
  }
}
