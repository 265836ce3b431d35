import fc from 'fast-check';
import { segments, waves } from '../../src/kafka/consumer/segments';

interface Item {
  readonly key: string;
  readonly prepared: boolean;
  readonly index: number;
}

const items = fc
  .array(fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd'), prepared: fc.boolean() }), { maxLength: 60 })
  .map((list) => list.map((item, index): Item => ({ ...item, index })));
const keyOf = ({ key }: Item) => key;
const ofKey = (list: readonly Item[], key: string) => list.filter((item) => item.key === key);

describe('segments', () => {
  const cut = (list: readonly Item[]) => segments(list, keyOf, ({ prepared }) => prepared);

  it('keep every item once and the order of each key', () => {
    fc.assert(
      fc.property(items, (list) => {
        const flat = cut(list).flat();
        expect(new Set(flat)).toEqual(new Set(list));
        expect(flat).toHaveLength(list.length);
        for (const key of 'abcd') expect(ofKey(flat, key)).toEqual(ofKey(list, key));
      }),
    );
  });

  it('start the remote half of an event only after the segment of its key’s earlier events', () => {
    fc.assert(
      fc.property(items, (list) => {
        for (const segment of cut(list)) {
          for (const key of 'abcd')
            expect(
              ofKey(segment, key)
                .slice(1)
                .every(({ prepared }) => !prepared),
            ).toBe(true);
        }
      }),
    );
  });

  it('are as few as the longest chain of one key', () => {
    fc.assert(
      fc.property(items, (list) => {
        const chain = (key: string) => {
          const [, ...later] = ofKey(list, key);
          return later.filter(({ prepared }) => prepared).length + 1;
        };
        expect(cut(list)).toHaveLength(list.length === 0 ? 0 : Math.max(...'abcd'.split('').map(chain)));
      }),
    );
  });
});

describe('waves', () => {
  it('hold each key once and keep its order', () => {
    fc.assert(
      fc.property(items, (list) => {
        const cut = waves(list, keyOf);
        for (const wave of cut) expect(new Set(wave.map(keyOf)).size).toBe(wave.length);
        for (const key of 'abcd') expect(ofKey(cut.flat(), key)).toEqual(ofKey(list, key));
        expect(cut.flat()).toHaveLength(list.length);
      }),
    );
  });
});
