import { advance, type Cursor } from '../../../src/events/relay/cursor';
import type { PumpOptions } from '../../../src/events/relay/pump';
import type { Place, Source } from './world';

export type Design = (source: Source) => Pick<PumpOptions, 'log' | 'advance'>;

/** What we run. */
export const ours: Design = (source) => ({ log: source, advance });

const stampedWith = (stamp: number, cursor: Cursor): Cursor => ({
  ...cursor,
  gaps: cursor.gaps.map((gap) => (gap.stamp === undefined ? { ...gap, stamp } : gap)),
});

/** Designs that are used elsewhere, and ours with one thought left out. The checker must catch every one of them. */
export const wrongDesigns: Record<string, Design> = {
  'a cursor on the id': (source) => ({
    log: source,
    advance: (cursor, sight) => ({ ...advance(cursor, sight), gaps: [] }),
  }),

  'windows of finished transactions': (source) => {
    let place: Place = { txid: 0, id: 0 };
    return {
      log: {
        load: () => source.load(),
        save: async (cursor) => cursor,
        async read(_, limit) {
          const page = await source.finished(place, limit);
          place = page.place;
          return page;
        },
      },
      advance: (cursor) => cursor,
    };
  },

  'gaps dropped at the first look': (source) => ({
    log: source,
    advance: (cursor, sight) => advance(stampedWith(0, cursor), { ...sight, xmin: Number.POSITIVE_INFINITY }),
  }),

  'stamped with xmin': (source) => ({
    log: source,
    advance: (cursor, sight) => stampedWith(sight.xmin, advance(cursor, sight)),
  }),

  'stamped with xmax': (source) => ({
    log: {
      load: () => source.load(),
      read: (cursor, limit) => source.read(cursor, limit),
      save: async (cursor) => source.save(stampedWith(await source.xmax(), cursor)),
    },
    advance,
  }),

  'gaps dropped without regard to LIMIT': (source) => ({
    log: source,
    advance: (cursor, sight) => advance(cursor, { ...sight, full: false }),
  }),

  'begun at the lowest id seen': (source) => ({
    log: {
      async load() {
        const cursor = await source.load();
        const lowest = await source.lowestId();
        return cursor.position > 0 || lowest === undefined ? cursor : { ...cursor, position: lowest - 1 };
      },
      read: (cursor, limit) => source.read(cursor, limit),
      save: (cursor) => source.save(cursor),
    },
    advance,
  }),
};
