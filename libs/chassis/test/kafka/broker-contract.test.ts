import { applyKafkajsWorkarounds } from '../../src/kafka/workarounds';
import { testKafka } from '../../src/testing';

interface Range {
  minVersion: number;
  maxVersion: number;
}

interface Requests {
  [name: string]: { versions: (string | number)[] };
}

/** What we use of the protocol, by kafkajs' names of the requests and Kafka's numbers. */
const used = {
  Produce: 0,
  Fetch: 1,
  ListOffsets: 2,
  Metadata: 3,
  OffsetCommit: 8,
  OffsetFetch: 9,
  GroupCoordinator: 10,
  JoinGroup: 11,
  Heartbeat: 12,
  LeaveGroup: 13,
  SyncGroup: 14,
  DescribeGroups: 15,
  SaslHandshake: 17,
  ApiVersions: 18,
  CreateTopics: 19,
  DeleteTopics: 20,
  InitProducerId: 22,
  DescribeConfigs: 32,
  SaslAuthenticate: 36,
  CreatePartitions: 37,
  DeleteGroups: 42,
} as const;

/**
 * kafkajs takes the highest version it knows and never looks at the broker's lowest: a broker that drops an old version
 * breaks it at run time, request by request. This says so before.
 */
describe('the broker', () => {
  let offered: Record<number, Range>;
  beforeAll(async () => {
    applyKafkajsWorkarounds();
    const [broker = ''] = testKafka().brokers;
    const [host, port] = broker.split(':');
    const ConnectionPool = require('kafkajs/src/network/connectionPool');
    const Broker = require('kafkajs/src/broker');
    const silent = { info() {}, warn() {}, error() {}, debug() {}, namespace: () => silent };
    const connectionPool = new ConnectionPool({
      host,
      port: Number(port),
      logger: silent,
      socketFactory: require('kafkajs/src/network/socketFactory')(),
      connectionTimeout: 5_000,
      requestTimeout: 5_000,
    });
    const probe = new Broker({ connectionPool, logger: silent });
    await probe.connect();
    offered = probe.versions;
    await probe.disconnect();
  });

  it.each(Object.entries(used))('offers a version of %s that kafkajs speaks', (name, key) => {
    const { requests } = require('kafkajs/src/protocol/requests') as { requests: Requests };
    const range = offered[key];
    expect(range).toBeDefined();
    const spoken = requests[name]?.versions.map(Number) ?? [];
    const common = spoken.filter((version) => range && version >= range.minVersion && version <= range.maxVersion);
    expect(common).not.toEqual([]);
    expect(Math.min(Math.max(...spoken), range?.maxVersion ?? -1)).toBe(Math.max(...common)); // the one kafkajs will choose
  });
});
