import type { EachBatchPayload } from 'kafkajs';
import { logger } from '../../telemetry/logger';
import { sparingly } from '../../telemetry/sparingly';
import { groupBy } from '../group-by';
import { type Assignment, assignment } from './assignment';
import { endsAssignment } from './group-errors';
import { settledOffsets } from './offsets';

const log = logger('consumer');
const warn = sparingly(log.warn, { by: ['group'] });

/** kafkajs' direct line to the coordinator; every batch brings one, and it stays good after the batch. */
export type Line = Pick<EachBatchPayload, 'heartbeat' | 'commitOffsetsIfNecessary'>;

/**
 * One member's place in its group: what it owns now, how far that is settled, and the coordinator's word on both.
 *
 * Commits go over the batch's line and not through `consumer.commitOffsets`, which does nothing once the consumer is
 * stopping (the last slice would be lost) and repeats a refused commit on its own, by then perhaps in the name of a new
 * generation: an offset of a partition that has meanwhile gone on elsewhere.
 */
export function membership({ group, sessionTimeout }: { group: string; sessionTimeout: number }) {
  const offsets = settledOffsets();
  let current: Assignment = assignment();
  let line: Line | undefined;
  let unheardSince: number | undefined;

  return {
    /** The assignment as it stands; who works for it keeps the object and compares. */
    current: (): Assignment => current,

    /** A new assignment has come: the old one ends, and nothing of it may be committed any more. */
    renew(): void {
      current.end();
      current = assignment();
      offsets.clear();
      unheardSince = undefined;
    },

    over(newLine: Line): void {
      line = newLine;
    },

    settle: offsets.settle,

    /** An answer that ends the assignment ends it here; after any other failure the same is tried again with the next commit. */
    async commit(): Promise<void> {
      const changed = offsets.takeChanged();
      if (!line || changed.length === 0) return;
      const committed = current;
      try {
        const byTopic = groupBy(changed, ({ topic }) => topic);
        const topics = [...byTopic].map(([topic, partitions]) => ({ topic, partitions }));
        await line.commitOffsetsIfNecessary({ topics });
      } catch (error) {
        if (endsAssignment(error)) committed.end(error);
        if (committed === current) offsets.putBack(changed);
        log.debug('offsets were not committed', { group, error });
      }
    },

    /** kafkajs sends it only when it is due. Who has not reached the coordinator for a whole session is no member any more. */
    async beat(): Promise<void> {
      const owned = current;
      try {
        await line?.heartbeat();
        unheardSince = undefined;
      } catch (error) {
        unheardSince ??= Date.now();
        const isOut = error instanceof Error && Date.now() - unheardSince > sessionTimeout;
        if (endsAssignment(error) || isOut) owned.end(error as Error);
        else warn('heartbeat failed', { group, error });
      }
    },
  };
}

export type Membership = ReturnType<typeof membership>;
