import { deadLetterTopicOf, type Topic } from './topic';

const minutes = (count: number) => count * 60 * 1000;

/**
 * Commands and replies are worth something for as long as somebody waits. They are kept a little longer, for people who look
 * for what went wrong.
 */
const commandTopic = (name: string, owner: string) =>
  ({
    name,
    partitions: 12,
    retentionMs: minutes(60),
    maxMessageBytes: 1_048_588,
    key: "the caller's own; commands of one key are carried out one after the other",
    owner,
  }) as const satisfies Topic;

const replyTopic = (name: string, owner: string) =>
  ({ ...commandTopic(name, owner), retentionMs: minutes(10), key: 'none: a request names the partition' }) as const;

/** Who carries out commands: the topic they come in, and the group that shares them. */
export const responders = {
  orders: { group: 'orders-commands', commands: commandTopic('order-commands', 'orders') },
  products: { group: 'products-commands', commands: commandTopic('product-commands', 'products') },
} as const;

/** Who asks, whom, and where the answers come in. Each instance reads one partition of it, without a group. */
export const requesters = {
  gateway: { asks: ['orders', 'products'], replies: replyTopic('gateway-replies', 'gateway') },
} as const satisfies Record<string, { asks: readonly (keyof typeof responders)[]; replies: Topic }>;

/** Where the answers to a service's commands may go. */
export const replyTopicsOf = (responder: keyof typeof responders): string[] =>
  Object.values(requesters)
    .filter(({ asks }) => asks.some((asked) => asked === responder))
    .map(({ replies }) => replies.name);

/** Every topic that requests need: commands, what was no command at all, and replies. */
export const requestTopics = (): readonly Topic[] => [
  ...Object.values(responders).map(({ commands }) => commands),
  ...Object.values(responders).map(({ commands, group }) => deadLetterTopicOf(commands, group)),
  ...Object.values(requesters).map(({ replies }) => replies),
];
