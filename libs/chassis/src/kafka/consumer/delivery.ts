import type { Event } from '@spillway/contracts';

/** One message as it came from one partition. */
export interface Delivery {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: string | null;
  /** The key as it was sent: it need not be text, and decides the partition when the message is sent back. */
  readonly keyBytes: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer | string | (Buffer | string)[] | undefined>>;
  /** The event in it, or why there is none; decoded once, on arrival. Absent for consumers of raw messages. */
  readonly event?: Event | InvalidDelivery;
}

/** Stands where an event should be: the message cannot be read as one. */
export class InvalidDelivery {
  readonly error: unknown;

  constructor(error: unknown) {
    this.error = error;
  }
}

/** What one run of the pipeline knows besides its deliveries. */
export interface ProcessContext {
  /** Aborted when the partitions may be somebody else's soon (rebalance) or the process stops: whoever waits must give up. */
  readonly signal: AbortSignal;
}

/**
 * Takes deliveries of one partition in offset order. Resolves when all of them are settled for good (effects durable,
 * or handed to the dead-letter topic): only then may their offsets be committed. Rejects when at least one is not.
 */
export type Process = (deliveries: readonly Delivery[], context: ProcessContext) => Promise<void>;

/** One concern around the rest of the pipeline. */
export type Middleware = (next: Process) => Process;

/** The first of the list is the outermost. */
export const compose = (middleware: readonly Middleware[], innermost: Process): Process =>
  middleware.reduceRight((next, wrap) => wrap(next), innermost);

/** The batch was given up because of a rebalance or a stop; its offsets stay where they are and nothing is wrong. */
export class Abandoned extends Error {
  readonly code = 'ABANDONED';

  constructor() {
    super('the batch was given up before it was done; whoever owns the partition next will get it again');
    this.name = 'Abandoned';
  }
}

/** A failure of which it is known which delivery caused it: its neighbours need not be tried one by one. */
export class CulpritFound extends Error {
  readonly code = 'CULPRIT_FOUND';
  readonly delivery: Delivery;

  constructor(delivery: Delivery, cause: unknown) {
    super(`${delivery.topic}[${delivery.partition}]@${delivery.offset} failed`, { cause });
    this.name = 'CulpritFound';
    this.delivery = delivery;
  }
}

/** The failure itself, without the note on who caused it. */
export const rootFailure = (error: unknown): unknown => (error instanceof CulpritFound ? error.cause : error);
