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
}

export interface Step {
  readonly published: number;
  /** There is more to do at once. */
  readonly full: boolean;
}

/**
 * Moves one page per call from the table to the topics: read, publish, record. The next page is read while the broker
 * works on this one; no page is published before the one before it was.
 * After an error, whatever it was, the next call begins at what is recorded: nothing is skipped, a page may repeat.
 */
export function pump({ log, advance, publish, limit }: PumpOptions): () => Promise<Step> {
  let cursor: Cursor | undefined;
  let ahead: Promise<Page> | undefined;

  const readAhead = (after: Cursor) => {
    ahead = log.read(after, limit);
    ahead.catch(() => {}); // thrown where it is awaited; an error of the publisher may come first
  };

  return async () => {
    const before = cursor ?? (await log.load());
    const reading = ahead ?? log.read(before, limit);
    cursor = undefined;
    ahead = undefined;

    const page = await reading;
    const after = advance(before, page);
    if (page.full) readAhead(after);
    try {
      if (page.messages.length > 0) await publish(page.messages);
      cursor = hasMoved(before, after) ? await log.save(after) : after;
    } catch (error) {
      ahead = undefined;
      throw error;
    }
    return { published: page.messages.length, full: page.full };
  };
}

const hasMoved = (before: Cursor, after: Cursor): boolean =>
  after.position !== before.position ||
  after.gaps.length !== before.gaps.length ||
  after.gaps.some((gap, index) => gap.from !== before.gaps[index]?.from || gap.to !== before.gaps[index]?.to);
