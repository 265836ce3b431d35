import { type Message, Partitioners } from 'kafkajs';
import { NoSuchPartition } from './errors';
import { murmur2 } from './murmur2';

/**
 * The partition that is asked for, else that of the key as in Java (murmur2). A message without a key keeps the partition
 * it got at its first try: kafkajs asks again for each retry, and another answer would send other messages under the
 * sequence numbers of the first try, which the broker takes for a repeat and drops.
 * @throws NoSuchPartition, because kafkajs would leave such a message out and report it as sent
 */
export function stablePartitioner() {
  const choose = Partitioners.DefaultPartitioner();
  const chosen = new WeakMap<Message, number>();
  return (args: Parameters<typeof choose>[0]): number => {
    const { key, partition: wanted } = args.message;
    if (wanted !== undefined) {
      if (args.partitionMetadata.some(({ partitionId }) => partitionId === wanted)) return wanted;
      throw new NoSuchPartition(args.topic, wanted);
    }
    if (key !== null && key !== undefined) {
      return (murmur2(Buffer.from(key)) & 0x7fffffff) % args.partitionMetadata.length;
    }
    const known = chosen.get(args.message);
    if (known !== undefined) return known;
    const partition = choose(args);
    chosen.set(args.message, partition);
    return partition;
  };
}
