import fc from 'fast-check';
import type { Delivery } from '../../src/kafka';
import type { Process } from '../../src/kafka/consumer/delivery';
import { merge } from '../../src/kafka/consumer/merge';
import { deliveriesOf, neverAborted } from './support/deliveries';

/** One call for each of the sizes, each of a partition of its own. */
const callsOf = (sizes: readonly number[]) =>
  sizes.map((size, partition) => deliveriesOf(Array(size).fill('k'), 'things', partition));

describe('merge', () => {
  it('gives every call its own fate, runs each delivery successfully once, and holds its bounds', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ size: fc.integer({ min: 1, max: 8 }), bad: fc.boolean() }), {
          minLength: 1,
          maxLength: 12,
        }),
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 1, max: 3 }),
        async (cases, maxSize, parallel) => {
          const calls = callsOf(cases.map(({ size }) => size));
          const done: Delivery[] = [];
          let running = 0;
          let most = 0;
          const next: Process = async (deliveries) => {
            most = Math.max(most, ++running);
            const partitions = new Set(deliveries.map(({ partition }) => partition));
            if (partitions.size > 1) expect(deliveries.length).toBeLessThanOrEqual(maxSize);
            await new Promise(setImmediate);
            running--;
            if ([...partitions].some((partition) => cases[partition]?.bad)) throw new Error('poison');
            done.push(...deliveries);
          };
          const shared = merge({ maxSize, parallel })(next);
          const fates = await Promise.allSettled(calls.map((call) => shared(call, { signal: neverAborted() })));
          expect(fates.map(({ status }) => status === 'rejected')).toEqual(cases.map(({ bad }) => bad));
          const good = calls.filter((_, index) => !cases[index]?.bad).flat();
          expect(done).toHaveLength(good.length);
          expect(new Set(done)).toEqual(new Set(good));
          expect(most).toBeLessThanOrEqual(parallel);
        },
      ),
    );
  });

  it('puts what comes in the same turn into one run', async () => {
    const sizes: number[] = [];
    const shared = merge({ maxSize: 100, parallel: 2 })(async (deliveries) => void sizes.push(deliveries.length));
    await Promise.all(callsOf([3, 4, 5]).map((call) => shared(call, { signal: neverAborted() })));
    expect(sizes).toEqual([12]);
  });
});
