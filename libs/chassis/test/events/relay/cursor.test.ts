import fc from 'fast-check';
import { advance, type Cursor } from '../../../src/events/relay/cursor';
import { ours, wrongDesigns } from './designs';
import { interleavings } from './interleavings';
import { modelWorld } from './model-world';
import { movesOf } from './moves';
import { play } from './play';

const at = (position: number, gaps: Cursor['gaps'] = []): Cursor => ({ position, version: 0, gaps });

describe('advance', () => {
  it.each<[string, Cursor, Parameters<typeof advance>[1], Cursor]>([
    ['nothing new', at(5), { ids: [], full: false, xmin: 9 }, at(5)],
    ['no gaps', at(5), { ids: [6, 7], full: false, xmin: 9 }, at(7)],
    [
      'new gaps',
      at(5),
      { ids: [8, 9, 12], full: false, xmin: 9 },
      at(12, [
        { from: 6, to: 7 },
        { from: 10, to: 11 },
      ]),
    ],
    [
      'a late id splits its gap',
      at(20, [{ from: 5, to: 9, stamp: 50 }]),
      { ids: [7], full: false, xmin: 40 },
      at(20, [
        { from: 5, to: 6, stamp: 50 },
        { from: 8, to: 9, stamp: 50 },
      ]),
    ],
    ['late ids fill it', at(20, [{ from: 5, to: 6, stamp: 50 }]), { ids: [5, 6], full: false, xmin: 40 }, at(20)],
    ['xmin at the stamp: dead', at(20, [{ from: 5, to: 6, stamp: 50 }]), { ids: [], full: false, xmin: 50 }, at(20)],
    [
      'xmin below the stamp: open',
      at(20, [{ from: 5, to: 6, stamp: 50 }]),
      { ids: [], full: false, xmin: 49 },
      at(20, [{ from: 5, to: 6, stamp: 50 }]),
    ],
    [
      'not recorded yet: open',
      at(20, [{ from: 5, to: 6 }]),
      { ids: [], full: false, xmin: 99 },
      at(20, [{ from: 5, to: 6 }]),
    ],
    [
      'behind the end of a full page: open',
      at(20, [{ from: 5, to: 9, stamp: 50 }]),
      { ids: [5, 7], full: true, xmin: 60 },
      at(20, [{ from: 8, to: 9, stamp: 50 }]),
    ],
  ])('%s', (_, cursor, sight, expected) => expect(advance(cursor, sight)).toEqual(expected));

  it('knows every id up to its position as seen or as a gap, each once', () => {
    const ids = fc
      .uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 30 })
      .map((all) => all.sort((a, b) => a - b));
    fc.assert(
      fc.property(ids, fc.infiniteStream(fc.boolean()), fc.integer({ min: 1, max: 7 }), (all, coin, limit) => {
        let cursor = at(0);
        const seen: number[] = [];
        for (let round = 0; round < 20; round++) {
          const { position, gaps } = cursor;
          const asked = all.filter(
            (id) => (id > position || gaps.some(({ from, to }) => from <= id && id <= to)) && coin.next().value,
          );
          const page = asked.slice(0, limit);
          cursor = advance(cursor, { ids: page, full: page.length === limit, xmin: 0 });
          seen.push(...page);
        }
        const open = cursor.gaps.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, i) => from + i));
        const below = Array.from({ length: cursor.position }, (_, index) => index + 1);
        expect([...seen, ...open].sort((a, b) => a - b)).toEqual(below);
        expect(open).toEqual([...open].sort((a, b) => a - b));
      }),
      { numRuns: 300 },
    );
  });
});

describe('in a model of PostgreSQL', () => {
  it('ours loses and reorders nothing, whatever happens', async () => {
    await fc.assert(
      fc.asyncProperty(movesOf({ crashes: true }), async (all) =>
        expect(await play(modelWorld(), ours, all)).toEqual([]),
      ),
      { numRuns: Number(process.env.RELAY_PROPERTY_RUNS ?? 8_000) },
    );
  });

  it.each(Object.entries(wrongDesigns))('%s is caught', async (_, design) => {
    const found = await fc.check(
      fc.asyncProperty(
        movesOf({ crashes: false }),
        async (all) => (await play(modelWorld(), design, all)).length === 0,
      ),
      { numRuns: 5_000, seed: 1, endOnFailure: true },
    );
    expect(found.failed).toBe(true);
  });

  it.each(Object.entries(interleavings))('ours survives: %s', async (_, moves) =>
    expect(await play(modelWorld(), ours, moves)).toEqual([]),
  );
});
