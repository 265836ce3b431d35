import type { Event } from '@spillway/contracts';
import type { Tx } from '../../database';

/** An event with what the remote half of its handler found out. */
export type Prepared<E extends Event, P> = readonly [event: E, prepared: P];

/**
 * What a service does about one type of event, in two halves.
 */
export interface Handler<E extends Event = Event, P = void> {
  /**
   * The remote half, outside any transaction. Runs concurrently across keys, only for events that are not in the inbox,
   * and starts after the effects of earlier events of its key are durable. Its result is remembered while the process
   * lives, so a repeated `apply` does not repeat it; after a crash it runs again, so it must be idempotent by `event.id`.
   * Its clients need time limits of their own, well below KAFKA_PROCESSING_TIMEOUT: theirs make a slow dependency one that is
   * waited for; what reaches the runtime's is taken for a fault of the message.
   */
  prepare?(event: E, context: { readonly signal: AbortSignal }): Promise<P>;
  /**
   * The durable half: runs in the batch's transaction, for events not seen before, many of distinct keys at once.
   * The events it returns are written in the same transaction and published after its commit.
   */
  apply(prepared: readonly Prepared<E, P>[], tx: Tx): Promise<readonly Event[] | undefined>;
  /**
   * Its effects are the same in whatever order the events come: it gets the whole batch in one call, of all types it stands
   * under, several of one key among them. One statement then does for all, and its locks can be taken in one order.
   */
  readonly anyOrder?: boolean;
}

/** Handlers by event type. A bivariant method position lets handlers of different events stand in one map. */
export type Handlers = Readonly<Record<string, AnyHandler>>;

/** Any handler: what the runtime knows of it. Which events reach it is decided by its key in the map. */
export interface AnyHandler {
  prepare?(event: never, context: { readonly signal: AbortSignal }): Promise<unknown>;
  apply(prepared: readonly Prepared<never, never>[], tx: Tx): Promise<readonly Event[] | undefined>;
  readonly anyOrder?: boolean;
}

/** The same handler as the runtime calls it. */
export type RuntimeHandler = Handler<Event, unknown>;
