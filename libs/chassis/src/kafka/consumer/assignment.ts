/** The time between two joins of the group, in which this member owns what it was assigned. */
export interface Assignment {
  /** Aborted when the assignment is about to end, or the consumer stops. */
  readonly signal: AbortSignal;
  /** Ends it: whoever waits gives up; running work may finish. `because` is thrown into kafkajs, which then joins again. */
  end(because?: Error): void;
  /** What has to be thrown into kafkajs, if anything. */
  readonly because: Error | undefined;
}

export function assignment(): Assignment {
  const controller = new AbortController();
  let because: Error | undefined;
  return {
    signal: controller.signal,
    end(error) {
      because ??= error;
      controller.abort();
    },
    get because() {
      return because;
    },
  };
}
