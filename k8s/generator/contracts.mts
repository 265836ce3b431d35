type Contracts = typeof import('../../libs/contracts/dist/index.js');

export interface TopicEntry {
  readonly name: string;
  readonly partitions: number;
  readonly retentionMs: number;
  readonly maxMessageBytes: number;
  /** The only service that writes it. */
  readonly owner: string;
}

export interface Group {
  /** As its service. */
  readonly name: string;
  /** What it reads. */
  readonly topics: readonly string[];
  /** Where it puts what it cannot process: one topic for each that it reads. */
  readonly deadLetters: readonly string[];
}

/** What the manifests are made from. */
export interface Topology {
  /** Dead-letter topics included. */
  readonly topics: readonly TopicEntry[];
  readonly groups: readonly Group[];
  /** Whoever owns a topic or reads one. */
  readonly services: readonly string[];
}

/** @throws when libs/contracts has not been compiled. */
export async function readContracts(): Promise<Topology> {
  const contracts: Contracts = await import('../../libs/contracts/dist/index.js').catch((cause: unknown) => {
    throw new Error('libs/contracts is not built: run `make build`', { cause });
  });
  const topics: readonly TopicEntry[] = contracts.allTopics();
  const groups = Object.entries(contracts.subscriptions).map(([name, subscribed]) => ({
    name,
    topics: subscribed.map((topic) => topic.name),
    deadLetters: subscribed.map((topic) => contracts.deadLetterTopic(topic, name)),
  }));
  const services = new Set([...topics.map(({ owner }) => owner), ...groups.map(({ name }) => name)]);
  return { topics, groups, services: [...services] };
}
