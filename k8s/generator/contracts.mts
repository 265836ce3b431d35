import { compiled } from '../../scripts/compiled.mts';

type Contracts = typeof import('../../libs/contracts/dist/index.js');

export interface TopicEntry {
  readonly name: string;
  readonly partitions: number;
  /** Its settings in the broker's own words. */
  readonly config: Readonly<Record<string, number | string>>;
  /** The service it belongs to. */
  readonly owner: string;
}

export interface Group {
  readonly name: string;
  readonly service: string;
  /** What it reads. */
  readonly topics: readonly string[];
  /** Where it puts what it cannot process: one topic for each that it reads. */
  readonly deadLetters: readonly string[];
}

/** What the manifests are made from. */
export interface Topology {
  /** Dead-letter topics included. */
  readonly topics: readonly TopicEntry[];
  /** Those that read events: how late they are is measured, and what they are scaled by. Each is called as its service. */
  readonly groups: readonly Group[];
  /** Those that carry out commands. */
  readonly commandGroups: readonly Group[];
  /** Who writes to a topic that is not its own: commands, by who asks, and replies, by who was asked. */
  readonly guests: Readonly<Record<string, readonly string[]>>;
  /** What a service hears from the end on, without a group. */
  readonly follows: Readonly<Record<string, readonly string[]>>;
  /** Whoever writes events or reads them: each has a database. */
  readonly services: readonly string[];
  /** Everybody else who uses Kafka. */
  readonly stateless: readonly string[];
}

/** @throws when libs/contracts has not been compiled. */
export async function readContracts(): Promise<Topology> {
  const contracts: Contracts = await compiled(import('../../libs/contracts/dist/index.js'), 'libs/contracts');
  const { allTopics, deadLetterTopic, followers, requesters, requestTopics, responders, subscriptions, topicConfig } =
    contracts;
  const groupOf = (name: string, service: string, topics: readonly { readonly name: string }[]): Group => ({
    name,
    service,
    topics: topics.map((topic) => topic.name),
    deadLetters: topics.map((topic) => deadLetterTopic(topic.name, name)),
  });
  const groups = Object.entries(subscriptions).map(([name, topics]) => groupOf(name, name, topics));
  const commandGroups = Object.entries(responders).map(([service, { group, commands }]) =>
    groupOf(group, service, [commands]),
  );
  const asked = Object.entries(requesters).flatMap(([name, { asks, replies }]) =>
    asks.flatMap((service) => [
      { topic: responders[service].commands.name, guest: name },
      { topic: replies.name, guest: service },
    ]),
  );
  const guests = Object.groupBy(asked, ({ topic }) => topic);
  const ofRequests = new Set(requestTopics().map(({ name }) => name));
  const owners = allTopics()
    .filter(({ name }) => !ofRequests.has(name))
    .map(({ owner }) => owner);
  const services = [...new Set([...owners, ...groups.map(({ name }) => name)])];
  const others = new Set([...Object.keys(responders), ...Object.keys(requesters), ...Object.keys(followers)]);
  return {
    topics: allTopics().map((topic) => ({ ...topic, config: topicConfig(topic) })),
    groups,
    commandGroups,
    guests: Object.fromEntries(
      Object.entries(guests).map(([topic, entries = []]) => [topic, entries.map(({ guest }) => guest as string)]),
    ),
    follows: Object.fromEntries(
      Object.entries(followers).map(([name, read]) => [name, read.map((topic) => topic.name)]),
    ),
    services,
    stateless: [...others].filter((name) => !services.includes(name)),
  };
}
