import type { EventLog, Page } from '../../../src/events/relay/event-log';
import type { OutgoingMessage } from '../../../src/kafka/producer/message';
import type { Fact } from './checker';

/** A place in the order of transactions, for the design that reads finished ones. */
export interface Place {
  readonly txid: number;
  readonly id: number;
}

/** The event table as the right relay reads it, and what the wrong ones want to know besides. */
export interface Source extends EventLog {
  xmax(): Promise<number>;
  lowestId(): Promise<number | undefined>;
  /** Events of transactions below xmin, in the order of transactions. */
  finished(after: Place, limit: number): Promise<Page & { readonly place: Place }>;
}

/** An open transaction. Nobody changes an aggregate that another open transaction has changed: it would have to wait. */
export interface Transaction {
  /** Gets its transaction id now, as a write to another table would. */
  takeXid(): Promise<void>;
  /** Changes the aggregate and inserts the event of it. */
  change(aggregate: string): Promise<void>;
  commit(): Promise<void>;
  abort(): Promise<void>;
}

export interface World {
  readonly source: Source;
  begin(): Promise<Transaction>;
  committed(): Promise<Fact[]>;
}

export const factOf = ({ key, value, headers }: OutgoingMessage): Fact => ({
  id: String(headers.ce_id),
  subject: String(key),
  version: JSON.parse(String(value)).version,
});
