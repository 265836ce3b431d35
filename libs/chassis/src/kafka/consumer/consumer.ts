import type { Event, Topic } from '@spillway/contracts';
import type { Database, Tx } from '../../database';
import type { Relay } from '../../events';
import type { Part } from '../../lifecycle';
import type { KafkaClient } from '../client';
import type { RetryDelay } from '../retry-delay';
import { applyEvents } from './apply-events';
import { correlation } from './correlation';
import { deadLetter } from './dead-letter';
import { compose, type Middleware, type Process } from './delivery';
import { isDependencyDown } from './dependency-down';
import type { Handlers } from './handler';
import { isolate } from './isolate';
import { merge } from './merge';
import { metrics } from './metrics';
import { preparer } from './prepare';
import { retry } from './retry';
import { consumerSession } from './session';
import { eventDelivery } from './to-delivery';
import { tracing } from './tracing';
import { waitForDependencies } from './wait-for-dependencies';

export interface ConsumerOptions {
  kafka: KafkaClient;
  db: Database;
  /** The consumer group; also the name its inbox rows stand under. */
  group: string;
  topics: readonly Topic[];
  /** What to do, by event type; other types are skipped and counted. */
  handlers: Handlers;
  /**
   * Called first in each transaction that has effects, with all the events of it: the place to lock rows in one order for all of
   * them. Where handlers of several events touch the same rows, each would lock its own in its turn, and two transactions could
   * wait for each other.
   */
  lock?: (events: readonly Event[], tx: Tx) => Promise<void>;
  /** Woken after every commit that wrote events. */
  relay?: Relay;
  /** At most this many remote halves at once. */
  prepareConcurrency?: number;
  /** How many merged transactions of this consumer the database runs at once. */
  parallelTransactions?: number;
  /** Further concerns, outside all of the runtime's own. */
  middleware?: readonly Middleware[];
}

export interface SettlingOptions {
  kafka: Pick<KafkaClient, 'publish' | 'config'>;
  group: string;
  /** Further concerns, outside all of the runtime's own. */
  middleware?: readonly Middleware[];
  /** Between the tries of one message, and while a dependency is down. */
  delays?: { retry?: RetryDelay; waiting?: RetryDelay };
}

/** What stands around every pipeline, outermost first. Its order is the order of the promises in docs/architecture.md. */
export function settling({ kafka, group, middleware = [], delays = {} }: SettlingOptions, innermost: Process): Process {
  const waiting = { group, initialMs: 50, maxMs: 2_000, ...delays.waiting };
  return compose(
    [
      metrics(group),
      tracing(group),
      ...middleware,
      waitForDependencies({ ...waiting, isTransient: () => true }), // a net below all: no error may end the consumer
      isolate,
      correlation(group),
      deadLetter({ producer: kafka, group }),
      retry({ group, maxAttempts: kafka.config.maxAttempts, ...delays.retry }),
      waitForDependencies({ ...waiting, isTransient: isDependencyDown }),
    ],
    innermost,
  );
}

/**
 * Consumes events with effects in a database: each effect happens once, in order within a key, although a message may
 * come twice. See design notes in docs/architecture.md.
 */
export function consumer(options: ConsumerOptions): Part {
  const { kafka, db, group, topics, handlers, lock, relay, middleware } = options;
  const { prepareConcurrency = 100, parallelTransactions = 3 } = options;
  const apply = applyEvents({
    db,
    group,
    handlers,
    lock,
    preparer: preparer({ concurrency: prepareConcurrency, timeoutMs: kafka.config.processingTimeout }),
    onEvents: () => relay?.wake(),
  });
  const shared = merge({ maxSize: kafka.config.sliceSize, parallel: parallelTransactions });
  return consumerSession({
    kafka,
    group,
    topics: topics.map(({ name }) => name),
    process: settling({ kafka, group, middleware }, shared(apply)),
    toDelivery: eventDelivery,
  });
}
