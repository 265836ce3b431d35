import type { Cursor } from '../../../src/events/relay/cursor';
import type { Page } from '../../../src/events/relay/event-log';
import type { Fact } from './checker';
import type { Transaction, World } from './world';

interface Row extends Fact {
  readonly eventId: number;
  readonly owner: Owner;
}
interface Owner {
  xid: number | undefined;
  state: 'running' | 'committed' | 'aborted';
}

/** What the argument needs of PostgreSQL, in memory: transaction ids, a sequence, row locks, snapshots. */
export function modelWorld(): World {
  let nextXid = 1;
  let nextId = 1;
  let latestCompleted = 0;
  const rows: Row[] = [];
  const open = new Set<Owner>();
  const versions = new Map<string, number>();
  let stored: Cursor = { position: 0, version: 0, gaps: [] };

  const complete = (xid: number) => {
    latestCompleted = Math.max(latestCompleted, xid);
  };
  const draw = (owner: Owner) => {
    owner.xid ??= nextXid++;
  };
  // As in PostgreSQL: xmax is the last completed + 1, and what runs above it is not looked at for xmin.
  const xmax = () => latestCompleted + 1;
  const xmin = () => Math.min(xmax(), ...[...open].flatMap(({ xid }) => (xid === undefined ? [] : [xid])));
  const visible = () => rows.filter(({ owner }) => owner.state === 'committed');

  function pageOf(found: readonly Row[], limit: number): Page {
    const taken = found.slice(0, limit);
    return {
      ids: taken.map(({ eventId }) => eventId),
      messages: taken.map(({ id, subject, version }) => ({
        topic: 'model',
        key: subject,
        value: JSON.stringify({ version }),
        headers: { ce_id: id },
      })),
      full: taken.length >= limit,
      xmin: xmin(),
    };
  }

  function begin(): Transaction {
    const owner: Owner = { xid: undefined, state: 'running' };
    const changed = new Map<string, number>();
    open.add(owner);
    const end = (state: 'committed' | 'aborted') => {
      owner.state = state;
      open.delete(owner);
      if (owner.xid !== undefined) complete(owner.xid);
      if (state === 'committed') for (const [subject, version] of changed) versions.set(subject, version);
    };
    return {
      takeXid: async () => draw(owner),
      async change(subject) {
        draw(owner); // the UPDATE that locks the aggregate does it, and the default of txid would
        const version = (changed.get(subject) ?? versions.get(subject) ?? 0) + 1;
        changed.set(subject, version);
        const eventId = nextId++;
        rows.push({ id: `event-${eventId}`, eventId, subject, version, owner });
      },
      commit: async () => end('committed'),
      abort: async () => end('aborted'),
    };
  }

  return {
    begin: async () => begin(),
    committed: async () => visible(),
    source: {
      load: async () => stored,
      async read({ position, gaps }, limit) {
        const asked = ({ eventId }: Row) =>
          eventId > position || gaps.some(({ from, to }) => from <= eventId && eventId <= to);
        return pageOf(visible().filter(asked), limit);
      },
      async save(cursor) {
        const stamp = nextXid++;
        complete(stamp);
        stored = {
          position: cursor.position,
          version: cursor.version + 1,
          gaps: cursor.gaps.map((gap) => ({ stamp, ...gap })),
        };
        return stored;
      },
      xmax: async () => xmax(),
      lowestId: async () => visible()[0]?.eventId,
      async finished(after, limit) {
        const txidOf = ({ owner }: Row) => owner.xid ?? 0;
        const found = visible()
          .filter((row) => txidOf(row) < xmin())
          .filter((row) => txidOf(row) > after.txid || (txidOf(row) === after.txid && row.eventId > after.id))
          .sort((a, b) => txidOf(a) - txidOf(b) || a.eventId - b.eventId)
          .slice(0, limit);
        const last = found.at(-1);
        return { ...pageOf(found, limit), place: last ? { txid: txidOf(last), id: last.eventId } : after };
      },
    },
  };
}
