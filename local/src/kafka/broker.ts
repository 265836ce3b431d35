import type { Child } from '../processes/child';

/** A Kafka that can be stopped and started again on the same data and port. */
export interface Broker {
  readonly brokers: string;
  /** Where it comes from, for people: "Java", "Docker", "KAFKA_BROKERS". */
  readonly origin: string;
  readonly logFile: string;
  /** The process as it runs now; undefined where it is not a child of ours. */
  child(): Child | undefined;
  start(): Promise<void>;
  stop(timeoutMs?: number): Promise<void>;
  /** SIGKILL: what losing power does to it. */
  kill(): Promise<void>;
  /** Removes what is left of a stopped broker outside its data folder. */
  remove(): Promise<void>;
}

export interface BrokerOptions {
  dataDir: string;
  logFile: string;
  port: number;
  controllerPort: number;
  say: (line: string) => void;
  started?: ((child: Child) => void) | undefined;
}
