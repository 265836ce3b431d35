import { type Message, Partitioners } from 'kafkajs';
import { murmur2 } from './murmur2';

/**
 * The partition of a key as in Java (murmur2). A message without a key keeps the partition it got at its first try:
 * kafkajs asks again for each retry, and another answer would send other messages under the sequence numbers of the
 * first try, which the broker takes for a repeat and drops.
 */
export function stablePartitioner() {
  const choose = Partitioners.DefaultPartitioner();
  const chosen = new WeakMap<Message, number>();
  return (args: Parameters<typeof choose>[0]): number => {
    const { key } = args.message;
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
