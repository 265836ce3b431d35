import { append, type Database, type Handler, Permanent } from '@spillway/chassis';
import type { Event } from '@spillway/contracts';
import { commit } from '../../src/events/commit';
import { lockAll } from '../../src/events/lock';
import { release } from '../../src/events/release';
import { reserve } from '../../src/events/reserve';

const handlersFor = (keepMs: number) =>
  ({ OrderCreated: reserve(keepMs), OrderConfirmed: commit, OrderCancelled: release }) as Record<
    string,
    Handler<never>
  >;

/** Each key once in a wave, and of a wave all events of one type at once: as the consumer does, but with no inbox. */
function groupsOf(events: readonly Event[]): Event[][] {
  const waves: Event[][] = [];
  for (const event of events) {
    const wave = waves.find(
      (one) => one.every(({ subject }) => subject !== event.subject) && waves.indexOf(one) >= after(event),
    );
    if (wave) wave.push(event);
    else waves.push([event]);
  }
  function after({ subject }: Event): number {
    return waves.findLastIndex((wave) => wave.some((other) => other.subject === subject)) + 1;
  }
  return waves.flatMap((wave) => [...Map.groupBy(wave, ({ type }) => type).values()]);
}

/** Delivers a batch in one transaction. What is refused for good is left out, as a dead letter would be. */
export async function deliver(db: Database, events: readonly Event[], keepMs: number): Promise<void> {
  const handlers = handlersFor(keepMs);
  try {
    await db.transaction(async (tx) => {
      await lockAll(events, tx);
      for (const group of groupsOf(events)) {
        const handler = handlers[group[0]?.type ?? ''];
        const caused = await handler?.apply(
          group.map((event) => [event as never, undefined] as const),
          tx,
        );
        await append(tx, caused ?? []);
      }
    });
  } catch (error) {
    if (!(error instanceof Permanent)) throw error;
    if (events.length > 1) for (const event of events) await deliver(db, [event], keepMs);
  }
}
