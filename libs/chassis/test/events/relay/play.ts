import { type Pump, pump } from '../../../src/events/relay/pump';
import { type Arrival, check } from './checker';
import type { Design } from './designs';
import { factOf, type Transaction, type World } from './world';

/** One thing that happens. Indices wrap around; what is impossible at that moment is passed over. */
export type Move =
  | { readonly do: 'begin'; readonly early: boolean }
  | { readonly do: 'change'; readonly transaction: number; readonly aggregate: number }
  | { readonly do: 'commit' | 'abort'; readonly transaction: number }
  /** `during` many of the next moves happen while the broker works on the page. */
  | {
      readonly do: 'poll';
      readonly limit: number;
      readonly during: number;
      readonly crash?: 'published' | 'unpublished';
    };

/** Plays the moves one after the other, lets everything end, and gives the verdict of the checker. */
export async function play(world: World, design: Design, moves: readonly Move[]): Promise<string[]> {
  const open: { transaction: Transaction; locks: Set<number> }[] = [];
  const arrived: Arrival[] = [];
  const { log, advance } = design(world.source);
  let stream = 0;
  let next = 0;
  let current: Extract<Move, { do: 'poll' }> = { do: 'poll', limit: 1, during: 0 };
  const pumps = new Map<number, Pump['step']>();

  async function publish(messages: Parameters<Parameters<typeof pump>[0]['publish']>[0]) {
    const { during, crash } = current;
    for (let count = 0; count < during; count++) await writersMove();
    if (crash === 'unpublished') throw new Error('crash');
    arrived.push(...messages.map((message) => ({ ...factOf(message), stream })));
    if (crash === 'published') throw new Error('crash');
  }

  /** The next move, if it is one of the writers'. */
  async function writersMove(): Promise<void> {
    const move = moves[next];
    if (!move || move.do === 'poll') return;
    next++;
    await write(move);
  }

  async function write(move: Exclude<Move, { do: 'poll' }>): Promise<void> {
    if (move.do === 'begin') {
      if (open.length >= 5) return;
      const transaction = await world.begin();
      open.push({ transaction, locks: new Set() });
      if (move.early) await transaction.takeXid();
      return;
    }
    const chosen = open[move.transaction % Math.max(1, open.length)];
    if (!chosen) return;
    if (move.do === 'change') {
      if (open.some((other) => other !== chosen && other.locks.has(move.aggregate))) return;
      chosen.locks.add(move.aggregate);
      await chosen.transaction.change(`aggregate-${move.aggregate}`);
    } else {
      open.splice(open.indexOf(chosen), 1);
      await chosen.transaction[move.do]();
    }
  }

  async function poll(move: Extract<Move, { do: 'poll' }>): Promise<number> {
    current = move;
    const step = pumps.get(move.limit) ?? pump({ log, advance, publish, limit: move.limit, recordEvery: 0 }).step;
    // Another limit is another relay: it begins at what is recorded, and the others' cursors are void.
    if (!pumps.has(move.limit)) pumps.clear();
    pumps.set(move.limit, step);
    try {
      return (await step()).published;
    } catch (error) {
      if (!(error instanceof Error && error.message === 'crash')) throw error;
      stream++;
      return 0;
    }
  }

  while (next < moves.length) {
    const move = moves[next++];
    if (move?.do === 'poll') await poll(move);
    else if (move) await write(move);
  }
  for (const { transaction } of open) await transaction.commit();
  const last = { ...current, do: 'poll', during: 0, crash: undefined } as const;
  for (let quiet = 0; quiet < 3; ) quiet = (await poll(last)) === 0 ? quiet + 1 : 0;
  return check(await world.committed(), arrived);
}
