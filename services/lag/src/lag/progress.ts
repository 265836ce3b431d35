/** What the broker says of one partition for one group. */
export interface Reading {
  /** The next offset the group will read; undefined where it has committed nothing. */
  readonly committed: bigint | undefined;
  /** The first offset that is still there. */
  readonly start: bigint;
  /** The one the next message will get. */
  readonly end: bigint;
}

export interface Progress {
  readonly committed: bigint | undefined;
  /** The next offset that can be read. */
  readonly next: bigint;
  /** Messages not settled. */
  readonly lag: bigint;
  /** Since when the group has stood still although there was work, in milliseconds; undefined while it moves or has none. */
  readonly stuckSince: number | undefined;
  /** The group has gone back since the reading before: somebody moved its offsets, or lost them. */
  readonly rewound: boolean;
}

/** What a reading says in the light of the one before. Pure; `now` in milliseconds of any clock that does not go back. */
export function progress(before: Progress | undefined, { committed, start, end }: Reading, now: number): Progress {
  // Where retention (or a new topic of the same name) has overtaken the group, what is gone is not to come.
  const next = committed === undefined || committed < start || committed > end ? start : committed;
  const lag = end - next;
  const moved = before === undefined || before.next !== next;
  const hadWork = before !== undefined && before.lag > 0n;
  return {
    committed,
    next,
    lag,
    stuckSince: lag === 0n ? undefined : !moved && hadWork ? before.stuckSince : now,
    rewound: committed !== undefined && before?.committed !== undefined && committed < before.committed,
  };
}
