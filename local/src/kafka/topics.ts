import { type Topic, topicConfig } from '@spillway/contracts';
import { until } from '../until';
import { quietClient } from './client';

/** Creates the topics that are not there yet; all have their leaders when this resolves. */
export async function createTopics(brokers: string, topics: readonly Topic[]): Promise<void> {
  const admin = quietClient(brokers.split(',')).admin();
  await admin.connect();
  try {
    const there = new Set(await admin.listTopics());
    const missing = topics.filter(({ name }) => !there.has(name));
    // With waitForLeaders kafkajs sometimes rejects although the topics are made, so we wait ourselves.
    if (missing.length > 0) await admin.createTopics({ waitForLeaders: false, topics: missing.map(configOf) });
    await until('all topics have leaders', async () => {
      const metadata = await admin.fetchTopicMetadata({ topics: topics.map(({ name }) => name) });
      const leaderless = metadata.topics.flatMap(({ partitions }) => partitions.filter(({ leader }) => leader < 0));
      return metadata.topics.length === topics.length && leaderless.length === 0;
    });
  } finally {
    await admin.disconnect();
  }
}

const configOf = (topic: Topic) => ({
  topic: topic.name,
  numPartitions: topic.partitions,
  replicationFactor: 1,
  configEntries: Object.entries(topicConfig(topic)).map(([name, value]) => ({ name, value: String(value) })),
});
