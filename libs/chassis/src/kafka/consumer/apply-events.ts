import type { Event } from '@spillway/contracts';
import type { Database, Tx } from '../../database';
import { PrepareAgain } from '../../errors';
import { alreadyProcessed, append, claim } from '../../events';
import { duplicates } from '../../events/inbox';
import { groupBy } from '../group-by';
import type { Process } from './delivery';
import type { Handlers } from './handler';
import { consumedMessages } from './metrics';
import type { Preparer, Work } from './prepare';
import { segments, waves } from './segments';
import { selectWork } from './select-work';

interface Effects {
  readonly caused: readonly Event[];
  readonly claimed: number;
}

export interface ApplyOptions {
  db: Database;
  group: string;
  handlers: Handlers;
  /** What the events of a transaction touch, locked before any of them is applied. */
  lock?: ((events: readonly Event[], tx: Tx) => Promise<void>) | undefined;
  preparer: Preparer;
  /** Called after a commit that has written events: they can be published now. */
  onEvents(): void;
}

const keyOf = ({ event }: Work) => event.subject;
const idOf = ({ event }: Work) => event.id;
const inAnyOrder = ({ handler }: Work) => handler.anyOrder === true;
const inOrder = (work: Work) => !inAnyOrder(work);

/** The first of each event id: one batch may carry a repeat, too. */
function firstOfEach(work: readonly Work[]): Work[] {
  const ids = new Set<string>();
  return work.filter(({ event }) => !ids.has(event.id) && ids.add(event.id));
}

/**
 * The heart of the consumer: inbox, effects and the events they cause in one transaction per segment.
 * Guarantees: the effects of an event happen once; events of one key are applied in order; `prepare` is never called
 * inside a transaction. A rejected run may have committed earlier segments: repeating it is harmless.
 */
export function applyEvents({ db, group, handlers, lock, preparer, onEvents }: ApplyOptions): Process {
  async function unseen(work: Work[]): Promise<Work[]> {
    if (!work.some(({ handler }) => handler.prepare)) return work; // the claim below decides alone
    const seen = await alreadyProcessed(db, group, work.map(idOf));
    return work.filter(({ event }) => !seen.has(event.id));
  }

  async function applyGroups(groups: Iterable<readonly Work[]>, tx: Tx): Promise<Event[]> {
    const caused: Event[] = [];
    for (const group of groups) {
      const handler = group[0]?.handler;
      const result = await handler?.apply(
        group.map((work) => [work.event, preparer.resultOf(work)] as const),
        tx,
      );
      if (result) caused.push(...result);
    }
    return caused;
  }

  async function effects(work: readonly Work[], tx: Tx): Promise<Effects> {
    const claimed = await claim(tx, group, work.map(idOf).sort()); // sorted: two owners of a partition must not deadlock
    const mine = work.filter(({ event }) => claimed.has(event.id));
    if (mine.length > 0)
      await lock?.(
        mine.map(({ event }) => event),
        tx,
      );
    const caused = await applyGroups(groupBy(mine.filter(inAnyOrder), ({ handler }) => handler).values(), tx);
    for (const wave of waves(mine.filter(inOrder), keyOf)) {
      caused.push(...(await applyGroups(groupBy(wave, ({ event }) => event.type).values(), tx)));
    }
    if (caused.length > 0) await append(tx, caused);
    return { caused, claimed: mine.length };
  }

  /** Returns how many of them had effects now. */
  async function applySegment(work: readonly Work[]): Promise<number> {
    try {
      const { caused, claimed } = await db.transaction((tx) => effects(work, tx));
      if (caused.length > 0) onEvents();
      preparer.forget(work);
      return claimed;
    } catch (error) {
      if (error instanceof PrepareAgain) preparer.forget(work);
      throw error;
    }
  }

  return async (deliveries, { signal }) => {
    const { work, skipped } = selectWork(deliveries, group, handlers);
    let applied = 0;
    for (const segment of segments(firstOfEach(work), keyOf, ({ handler }) => handler.prepare !== undefined)) {
      const fresh = await unseen(segment);
      await preparer.prepare(fresh, signal);
      if (fresh.length > 0) applied += await applySegment(fresh);
    }
    if (applied < work.length) duplicates.inc({ group }, work.length - applied);
    for (const { topic } of skipped) consumedMessages.inc({ topic, group, outcome: 'skipped' });
  };
}
