/** One event, known by what the checker needs: the version its aggregate got with it. Versions of an aggregate are 1, 2, 3, … */
export interface Fact {
  readonly id: string;
  readonly subject: string;
  readonly version: number;
}

/** A fact as it arrived; what one life of one relay publishes is a stream. */
export interface Arrival extends Fact {
  readonly stream: number;
}

/**
 * Everything that is wrong with what was published, given what was committed. It knows nothing of ids, gaps or cursors.
 * A stream may begin again with versions that were there before (a crash repeats a suffix), but neither the first
 * arrivals of all streams together nor any stream by itself may skip a version.
 */
export function check(committed: readonly Fact[], arrived: readonly Arrival[]): string[] {
  const known = new Set(committed.map(({ id }) => id));
  const published = new Set(arrived.map(({ id }) => id));
  const name = ({ subject, version }: Fact) => `${subject}/${version}`;
  return [
    ...committed.filter(({ id }) => !published.has(id)).map((fact) => `lost: ${name(fact)}`),
    ...arrived.filter(({ id }) => !known.has(id)).map((fact) => `never committed: ${name(fact)}`),
    ...disorder(arrived).map((fact) => `out of order: ${name(fact)}`),
  ];
}

function disorder(arrived: readonly Arrival[]): Arrival[] {
  const newest = new Map<string, number>();
  const lastOfStream = new Map<string, number>();
  return arrived.filter(({ subject, version, stream }) => {
    const key = `${stream} ${subject}`;
    const newestBefore = newest.get(subject) ?? 0;
    const lastBefore = lastOfStream.get(key) ?? newestBefore;
    newest.set(subject, Math.max(newestBefore, version));
    lastOfStream.set(key, version);
    return version > lastBefore + 1 || version > newestBefore + 1;
  });
}
