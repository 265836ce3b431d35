/** When keys sign; the pure half of rotation. Times are milliseconds since 1970. */
export interface Terms {
  /** How long a key signs before the next one does. */
  readonly period: number;
  /** How long before it signs a key is published: longer than anybody keeps the public keys without asking again. */
  readonly lead: number;
  /** How long a key is published after the next one has taken over: as long as its last token lives, and differences of clocks. */
  readonly trail: number;
}

export interface Scheduled {
  readonly signsFrom: number;
}

/** The key to sign with: the one that began last. Where all are yet to begin, by a clock that is behind, the first of them. */
export function signer<K extends Scheduled>(keys: readonly K[], now: number): K | undefined {
  const begun = keys.filter(({ signsFrom }) => signsFrom <= now).reduce<K | undefined>(later, undefined);
  return begun ?? [...keys].sort((one, other) => one.signsFrom - other.signsFrom)[0];
}

const later = <K extends Scheduled>(best: K | undefined, key: K): K =>
  best === undefined || key.signsFrom > best.signsFrom ? key : best;

/** Those that another key replaced so long ago that no token of theirs can be valid. */
export function outlived<K extends Scheduled>(keys: readonly K[], now: number, { trail }: Terms): K[] {
  return keys.filter((key) => keys.some((next) => next.signsFrom > key.signsFrom && next.signsFrom + trail <= now));
}

/** When a new key is to begin; undefined while none is needed. The very first begins at once: nobody has tokens of another. */
export function nextStart(keys: readonly Scheduled[], now: number, { period, lead }: Terms): number | undefined {
  const newest = keys.reduce<Scheduled | undefined>(later, undefined);
  if (newest === undefined) return now;
  const due = newest.signsFrom + period;
  return now >= due - lead ? Math.max(due, now + lead) : undefined;
}
