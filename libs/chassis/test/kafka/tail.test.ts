import type { FetchedMessage } from '../../src/kafka/offsets/cluster';
import { createCluster } from '../../src/kafka/offsets/cluster';
import { type TailOptions, tail } from '../../src/kafka/tail';
import { bareKafka, createTopics, eventually, uniqueName } from '../../src/testing';

describe('the tail of a partition', () => {
  const kafka = bareKafka();
  const producer = kafka.producer();
  const admin = kafka.admin();
  const stops: (() => unknown)[] = [];
  beforeAll(async () => {
    await producer.connect();
    await admin.connect();
  });
  afterAll(async () => {
    for (const stop of stops) await stop();
    await producer.disconnect();
    await admin.disconnect();
  });

  const write = (topic: string, partition: number, ...values: string[]) =>
    producer.send({ topic, messages: values.map((value) => ({ partition, value })) });

  async function tailOf(topic: string, more: Partial<TailOptions> = {}) {
    const seen: string[] = [];
    const each = ({ value }: FetchedMessage) => void seen.push(String(value));
    const reader = tail({ kafka, topic, choose: () => [1], each, ...more });
    stops.push(() => reader.stop?.());
    await reader.start?.(() => undefined);
    return { reader, seen };
  }

  it('begins where the partition ends, and reads that one alone, in order', async () => {
    const topic = uniqueName('tail');
    await createTopics([topic], { partitions: 3 });
    await write(topic, 1, 'before');
    const { reader, seen } = await tailOf(topic);
    expect(reader.partitions()).toEqual([1]);
    await write(topic, 0, 'elsewhere');
    for (const value of ['1', '2', '3']) await write(topic, 1, value);
    await write(topic, 1, '4', '5');
    await eventually(() => seen.includes('5'));
    expect(seen).toEqual(['1', '2', '3', '4', '5']);
    await reader.stop?.();
    await write(topic, 1, 'after');
    expect(seen).toHaveLength(5);
  });

  it('is offered as many partitions as there are, and does not start where there is no topic', async () => {
    const topic = uniqueName('tail');
    await createTopics([topic], { partitions: 4 });
    const offered: number[] = [];
    await tailOf(topic, { choose: (partitions) => [offered.push(partitions)] });
    expect(offered).toEqual([4]);
    await expect(tailOf(uniqueName('nowhere'))).rejects.toThrow('does not host this topic');
  });

  it('reads every partition where none is chosen, each in order', async () => {
    const topic = uniqueName('tail');
    await createTopics([topic], { partitions: 5 });
    const { reader, seen } = await tailOf(topic, { choose: undefined });
    expect(reader.partitions()).toEqual([0, 1, 2, 3, 4]);
    for (const round of [1, 2, 3]) {
      await Promise.all([0, 1, 2, 3, 4].map((partition) => write(topic, partition, `${partition}:${round}`)));
    }
    await eventually(() => seen.length === 15);
    for (const partition of [0, 1, 2, 3, 4]) {
      const own = seen.filter((value) => value.startsWith(`${partition}:`));
      expect(own).toEqual([1, 2, 3].map((round) => `${partition}:${round}`));
    }
  });

  it('goes on when the topic is made anew, and says meanwhile that it cannot read', async () => {
    const topic = uniqueName('tail');
    await createTopics([topic], { partitions: 2 });
    const { reader, seen } = await tailOf(topic);
    await write(topic, 1, 'old', 'old', 'old');
    await eventually(() => seen.length === 3);
    await admin.deleteTopics({ topics: [topic] });
    await eventually(() => reader.notReady?.());
    await createTopics([topic], { partitions: 2 });
    await eventually(() => write(topic, 1, 'new'));
    await eventually(() => seen.includes('new'));
    expect(await reader.notReady?.()).toBeUndefined();
  });

  it('stands on what this kafkajs has inside', async () => {
    const cluster = createCluster(kafka);
    const needed = [
      'isConnected',
      'connect',
      'disconnect',
      'addMultipleTargetTopics',
      'refreshMetadata',
      'findTopicPartitionMetadata',
      'findLeaderForPartitions',
      'findBroker',
      'fetchTopicsOffset',
    ] as const;
    for (const method of needed) expect(typeof cluster[method]).toBe('function');
    await cluster.connect();
    const topic = uniqueName('tail');
    await createTopics([topic], { partitions: 1 });
    await cluster.addMultipleTargetTopics([topic]);
    const [nodeId = ''] = Object.keys(cluster.findLeaderForPartitions(topic, [0]));
    expect(typeof (await cluster.findBroker({ nodeId })).fetch).toBe('function');
    // Why the partitioner refuses it: kafkajs leaves out what goes to a partition that is not there, and says nothing.
    expect(cluster.findLeaderForPartitions(topic, [7])).toEqual({});
    await cluster.disconnect();
  });
});
