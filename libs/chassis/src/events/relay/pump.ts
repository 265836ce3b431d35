import type { OutgoingMessage } from '../../kafka/producer/message';
import type { Cursor, Sight } from './cursor';
import type { EventLog, Page } from './event-log';

export interface PumpOptions {
  readonly log: EventLog;
  /** What the cursor becomes once a page is published: the policy on gaps. */
  readonly advance: (cursor: Cursor, sight: Sight) => Cursor;
  /** Resolves when the messages are safe, in their order; rejects when that is not certain. */
  readonly publish: (messages: readonly OutgoingMessage[]) => Promise<void>;
  readonly limit: number;
  /**
   * A cursor that moves all the time is recorded this often, in milliseconds: a crash repeats that much. Once a look
   * finds nothing, it is recorded at once.
   */
  readonly recordEvery: number;
}

export interface Step {
  readonly published: number;
  /** There is more to do at once. */
  readonly full: boolean;
}

export interface Pump {
  /** Moves one page from the table to the topics. */
  step(): Promise<Step>;
  /** Records how far it has come, where that has not been done yet. */
  record(): Promise<void>;
}

/**
 * Moves one page per call from the table to the topics: read, publish, and now and then record. The next page is read
 * while the broker works on this one; no page is published before the one before it was.
 * After an error, whatever it was, the next call begins at what is recorded: nothing is skipped, pages may repeat.
 */
export function pump({ log, advance, publish, limit, recordEvery }: PumpOptions): Pump {
  let cursor: Cursor | undefined;
  let recorded: Cursor | undefined;
  let recordedAt = Number.NEGATIVE_INFINITY;
  let ahead: Promise<Page> | undefined;

  const readAhead = (after: Cursor) => {
    ahead = log.read(after, limit);
    ahead.catch(() => {}); // thrown where it is awaited; an error of the publisher may come first
  };

  async function load(): Promise<Cursor> {
    recorded = await log.load();
    recordedAt = performance.now();
    return recorded;
  }

  async function save(after: Cursor): Promise<Cursor> {
    if (recorded && !hasMoved(recorded, after)) return after;
    recorded = await log.save(after);
    recordedAt = performance.now();
    return recorded;
  }

  return {
    async step() {
      const before = cursor ?? (await load());
      const reading = ahead ?? log.read(before, limit);
      cursor = undefined;
      ahead = undefined;

      const page = await reading;
      const after = advance(before, page);
      if (page.full) readAhead(after);
      const idle = page.messages.length === 0;
      try {
        if (!idle) await publish(page.messages);
        cursor = idle || performance.now() - recordedAt >= recordEvery ? await save(after) : after;
      } catch (error) {
        ahead = undefined;
        throw error;
      }
      return { published: page.messages.length, full: page.full };
    },

    async record() {
      if (cursor) cursor = await save(cursor);
    },
  };
}

const hasMoved = (before: Cursor, after: Cursor): boolean =>
  after.position !== before.position ||
  after.gaps.length !== before.gaps.length ||
  after.gaps.some((gap, index) => gap.from !== before.gaps[index]?.from || gap.to !== before.gaps[index]?.to);
