/** One thing with a life of its own: a pool, a client, a consumer, a server. Parts start in the order they are added and stop in reverse. */
export interface Part {
  readonly name: string;
  /** Resolves when the part can do its work. `fail` ends the process later on: for what cannot be repaired from within. */
  start?(fail: (error: Error) => void): Promise<void> | void;
  /** Resolves when the part has finished what it had begun and has let go of everything. Also called when `start` failed half-way. */
  stop?(): Promise<void> | void;
  /** Why the part cannot serve right now, in words an operator understands; undefined when it can. */
  notReady?(): string | undefined | Promise<string | undefined>;
}
