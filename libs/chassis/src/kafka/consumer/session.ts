import type { Consumer, EachBatchPayload, KafkaMessage } from 'kafkajs';
import type { Part } from '../../lifecycle';
import { logger } from '../../telemetry/logger';
import { isBrokerAway } from '../broker-away';
import type { KafkaClient } from '../client';
import { waitBeforeRetry } from '../retry-delay';
import type { Assignment } from './assignment';
import { Abandoned, type Delivery, type Process } from './delivery';
import { membership } from './membership';
import { joinDuration, rebalances } from './session-metrics';

const log = logger('consumer');

export interface SessionOptions {
  kafka: KafkaClient;
  group: string;
  topics: readonly string[];
  /** Messages of one partition given to `process` at once; KAFKA_SLICE_SIZE unless said. */
  sliceSize?: number;
  process: Process;
  toDelivery(message: KafkaMessage, topic: string, partition: number): Delivery;
}

/**
 * Binds a pipeline to kafkajs. What it guarantees, and against which of kafkajs' habits (numbers: tulios/kafkajs):
 * - Nothing but the coordinator's own errors is thrown into kafkajs: any other error would back off every partition,
 *   and a TypeError would end the consumer for good.
 * - An offset is committed only after `process` has settled all up to it, on a timer, at a rebalance and at the stop;
 *   never across assignments (#1366, #558).
 * - Heartbeats go on from a timer while anything is processed or waited for (kafkajs has none of its own).
 * - When kafkajs gives up because no broker answers, it is started again until one does; when it gives up for any other
 *   reason, the process ends: a living process with a dead consumer helps nobody.
 */
export function consumerSession(options: SessionOptions): Part {
  const { kafka, group, topics, process, toDelivery } = options;
  const { config } = kafka;
  const sliceSize = options.sliceSize ?? config.sliceSize;
  const member = membership({ group, sessionTimeout: config.sessionTimeout });
  let consumer: Consumer | undefined;
  const stopped = new AbortController();
  let restarts = 0;
  let joined = false;
  let activeBatches = 0;
  let letStartEnd = () => {};
  let timers: NodeJS.Timeout[] = [];

  async function processBatch({ batch, resolveOffset }: EachBatchPayload, owned: Assignment): Promise<void> {
    const { topic, partition, messages } = batch;
    for (let from = 0; from < messages.length && !owned.signal.aborted; from += sliceSize) {
      const slice = messages.slice(from, from + sliceSize);
      const deliveries = slice.map((message) => toDelivery(message, topic, partition));
      await process(deliveries, { signal: owned.signal });
      if (owned !== member.current()) return; // the partition may be another's by now: its offsets are no longer ours to move
      // The end of a batch may be a transaction's marker, which is no message and yet must not stay behind as lag.
      const last = from + sliceSize < messages.length ? slice.at(-1)?.offset : batch.lastOffset();
      if (last === undefined) return;
      resolveOffset(last);
      member.settle(topic, partition, last);
    }
  }

  async function eachBatch(payload: EachBatchPayload): Promise<void> {
    const owned = member.current();
    member.over(payload);
    activeBatches++;
    try {
      await processBatch(payload, owned);
    } catch (error) {
      // The pipeline waits out everything else, so only a batch that was given up gets here; anything else is our bug.
      if (!(error instanceof Abandoned))
        log.error('the pipeline let an error through; the batch will be fetched again', { group, error });
    } finally {
      activeBatches--;
    }
    if (owned.signal.aborted) await member.commit();
    if (owned.because) throw owned.because;
  }

  const ended = (cause: unknown) => new Error(`the consumer of group ${group} has ended for good`, { cause });

  const run = (running: Consumer): Promise<void> =>
    running.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: config.partitionsConcurrently,
      eachBatch,
    });

  /** kafkajs has let go of everything, and can be started like a new consumer. Another crash comes back here by its event. */
  async function runAgain(running: Consumer, fail: (error: Error) => void, why: unknown): Promise<void> {
    log.warn('no broker answers; the consumer is started again', { group, restarts, error: why });
    await waitBeforeRetry(++restarts, { maxMs: 3_000, signal: stopped.signal });
    if (stopped.signal.aborted) return;
    try {
      await running.connect();
      await run(running);
    } catch (error) {
      if (isBrokerAway(error)) await runAgain(running, fail, error);
      else fail(ended(error));
    }
  }

  function watch(running: Consumer, fail: (error: Error) => void): void {
    const { GROUP_JOIN, REBALANCING, CRASH } = running.events;
    running.on(GROUP_JOIN, ({ payload }) => {
      member.renew();
      if (stopped.signal.aborted) member.current().end();
      joined = true;
      restarts = 0;
      rebalances.inc({ group });
      joinDuration.observe({ group }, payload.duration / 1000);
      log.info('joined the group', { group, partitions: payload.memberAssignment, ms: payload.duration });
      letStartEnd();
    });
    running.on(REBALANCING, () => void member.commit()); // leaves before kafkajs' request to join: the old generation may still commit
    running.on(CRASH, ({ payload: { error, restart } }) => {
      joined = false;
      member.current().end();
      if (restart || stopped.signal.aborted) log.warn('kafkajs restarts the consumer', { group, error });
      else if (isBrokerAway(error)) void runAgain(running, fail, error);
      else fail(ended(error));
    });
  }

  return {
    name: `consumer ${group}`,

    /** Resolves when the member has its first assignment. */
    async start(fail) {
      const firstJoin = new Promise<void>((resolve) => {
        letStartEnd = resolve;
      });
      const running = kafka.kafka.consumer({
        groupId: group,
        sessionTimeout: config.sessionTimeout,
        heartbeatInterval: config.heartbeatInterval,
        rebalanceTimeout: config.rebalanceTimeout,
        maxBytesPerPartition: config.maxBytesPerPartition,
        minBytes: config.minBytes,
        maxWaitTimeInMs: config.maxWaitTimeInMs,
        maxInFlightRequests: config.maxInFlightRequests,
        allowAutoTopicCreation: false,
        retry: { ...config.retry, restartOnFailure: async () => !stopped.signal.aborted },
      });
      consumer = running;
      watch(running, fail);
      await running.connect();
      // From the beginning, because an offset out of range would otherwise skip messages in silence (#1119); the inbox takes repeats.
      await running.subscribe({ topics: [...topics], fromBeginning: true });
      await run(running);
      const beatWhileBusy = () => activeBatches > 0 && void member.beat(); // when idle kafkajs beats with every fetch
      timers = [
        setInterval(() => void member.commit(), config.commitInterval),
        setInterval(beatWhileBusy, Math.max(20, config.heartbeatInterval / 4)), // it asks; kafkajs sends when one is due
      ];
      await firstJoin;
    },

    /** Running slices are finished and committed, then the group is left. */
    async stop() {
      stopped.abort();
      member.current().end();
      await member.commit();
      await consumer?.disconnect(); // ends when the running batches have ended, each with a commit of its own
      for (const timer of timers) clearInterval(timer);
      joined = false;
      letStartEnd();
    },

    notReady: () => (joined ? undefined : `not a member of group ${group}`),
  };
}
