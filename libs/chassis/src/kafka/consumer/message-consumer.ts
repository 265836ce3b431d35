import type { Part } from '../../lifecycle';
import type { KafkaClient } from '../client';
import { groupBy } from '../group-by';
import { bounded } from './bounded';
import { settling } from './consumer';
import { Abandoned, CulpritFound, type Delivery, type Process } from './delivery';
import { redrivenForAnother } from './select-work';
import { consumerSession } from './session';
import { timeLimit } from './timeout';
import { rawDelivery } from './to-delivery';

/** Gets raw messages, one at a time within a key. May get one twice: its effect must stand a repeat. */
export type MessageHandler = (message: Delivery, context: { readonly signal: AbortSignal }) => Promise<void>;

export interface MessageConsumerOptions {
  kafka: KafkaClient;
  group: string;
  topics: readonly string[];
  handle: MessageHandler;
  /** At most this many messages of a slice at once. */
  concurrency?: number;
  /** Messages between two commits of a partition at most: what a stop or a rebalance in their middle may repeat. */
  sliceSize?: number;
}

/** Runs the handler concurrently across keys and in order within one; the first failure, in order, is the one reported. */
export function handleMessages(
  handle: MessageHandler,
  { group, timeoutMs, concurrency = 100 }: { group: string; timeoutMs: number; concurrency?: number },
): Process {
  const handled = new WeakSet<Delivery>(); // a neighbour's failure brings a message here again
  return async (deliveries, { signal }) => {
    const mine = deliveries.filter((delivery) => !handled.has(delivery) && !redrivenForAnother(delivery, group));
    const failures = new Map<Delivery, unknown>();
    const limit = timeLimit(timeoutMs, signal);
    const inOrder = async (ofOneKey: readonly Delivery[]) => {
      for (const delivery of ofOneKey) {
        if (signal.aborted) return;
        try {
          await limit.within(async (ends) => handle(delivery, { signal: ends }));
          handled.add(delivery);
        } catch (error) {
          failures.set(delivery, error);
          return; // what comes after it in its key waits for it
        }
      }
    };
    const byKey = groupBy(mine, ({ key, offset }) => (key === null ? `without a key ${offset}` : `key ${key}`));
    await bounded([...byKey.values()], concurrency, signal, inOrder);
    limit.close();
    if (signal.aborted && mine.some((delivery) => !handled.has(delivery))) throw new Abandoned();
    const first = mine.find((delivery) => failures.has(delivery));
    if (first) throw new CulpritFound(first, failures.get(first));
  };
}

/** For those who want messages without a database: at least once, with the same retries and dead letters as `consumer`. */
export function messageConsumer(options: MessageConsumerOptions): Part {
  const { kafka, group, topics, handle, concurrency, sliceSize = 100 } = options;
  return consumerSession({
    kafka,
    group,
    topics,
    sliceSize,
    process: settling(
      { kafka, group },
      handleMessages(handle, { group, timeoutMs: kafka.config.processingTimeout, concurrency }),
    ),
    toDelivery: rawDelivery,
  });
}
