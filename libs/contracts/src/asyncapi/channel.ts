import { type Topic, topicConfig } from '../topic';

/** A topic and the messages in it, by their names in `components`. */
export const channel = (
  topic: Topic,
  { description, messages }: { readonly description: string; readonly messages: readonly string[] },
) => ({
  address: topic.name,
  description,
  messages: Object.fromEntries(messages.map((name) => [name, { $ref: `#/components/messages/${name}` }] as const)),
  bindings: {
    kafka: {
      partitions: topic.partitions,
      topicConfiguration: listed(topicConfig(topic)),
      bindingVersion: '0.5.0',
    },
  },
});

// AsyncAPI wants cleanup policies as a list.
const listed = ({ 'cleanup.policy': policy, ...rest }: ReturnType<typeof topicConfig>) => ({
  ...(policy !== undefined && { 'cleanup.policy': [policy] }),
  ...rest,
});
