import { register } from 'prom-client';
import { coalesce } from '../../src/database';

/** A write whose batches finish when the test says so. */
function controlled(answer: (item: number) => number = (item) => item * 10) {
  const batches: { items: readonly number[]; finish(): void; fail(error: Error): void }[] = [];
  const write = (items: readonly number[]) =>
    new Promise<readonly number[]>((resolve, reject) => {
      batches.push({ items, finish: () => resolve(items.map(answer)), fail: reject });
    });
  return { batches, write, sizes: () => batches.map(({ items }) => items.length) };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
const data = Object.assign(new Error('bad row'), { code: '23514' });

it('writes at once when nobody is before, and joins what arrives meanwhile', async () => {
  const { batches, write, sizes } = controlled();
  const save = coalesce({ name: 'test', write, writers: 1 });
  const first = save(1);
  await turn();
  expect(sizes()).toEqual([1]);
  const rest = [2, 3, 4].map(save);
  await turn();
  expect(sizes()).toEqual([1]);
  batches[0]?.finish();
  expect(await first).toBe(10);
  await turn();
  expect(sizes()).toEqual([1, 3]);
  batches[1]?.finish();
  expect(await Promise.all(rest)).toEqual([20, 30, 40]);
});

it('answers a caller after its own batch, whichever is first', async () => {
  const { batches, write } = controlled();
  const save = coalesce({ name: 'test', write, writers: 2, maxBatch: 1 });
  const answered: number[] = [];
  const both = [1, 2].map((item) => save(item).then((result) => answered.push(result)));
  await turn();
  batches[1]?.finish();
  await both[1];
  expect(answered).toEqual([20]);
  batches[0]?.finish();
  await both[0];
  expect(answered).toEqual([20, 10]);
});

it('keeps to its largest batch and to its writers', async () => {
  const { batches, write, sizes } = controlled();
  const save = coalesce({ name: 'test', write, writers: 2, maxBatch: 4 });
  const all = Array.from({ length: 10 }, (_, item) => save(item));
  await turn();
  expect(sizes()).toEqual([4, 4]);
  batches[0]?.finish();
  await all[0];
  await turn();
  expect(sizes()).toEqual([4, 4, 2]);
  for (const { finish } of batches) finish();
  await Promise.all(all);
});

it('lets a bad item fail alone', async () => {
  const tried: number[] = [];
  const save = coalesce({
    name: 'test',
    async write(items: readonly number[]) {
      tried.push(items.length);
      if (items.includes(13)) throw data;
      return items;
    },
  });
  const results = await Promise.allSettled(Array.from({ length: 100 }, (_, item) => save(item)));
  expect(results.flatMap(({ status }, item) => (status === 'rejected' ? [item] : []))).toEqual([13]);
  expect(results[14]).toEqual({ status: 'fulfilled', value: 14 });
  expect(tried.length).toBeLessThan(20); // halved, not one by one
});

it.each([
  ['the database is away', '57P01'],
  ['its time was up', '57014'],
])('tells all at once when %s', async (_, code) => {
  const { batches, write } = controlled();
  const save = coalesce({ name: 'test', write });
  const all = Promise.allSettled([1, 2, 3].map(save));
  await turn();
  batches[0]?.fail(Object.assign(new Error('not the fault of a row'), { code }));
  expect((await all).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(batches).toHaveLength(1);
});

it('tries again what was rolled back by a deadlock', async () => {
  let tries = 0;
  const save = coalesce({
    name: 'test',
    async write(items: readonly number[]) {
      if (++tries < 3) throw Object.assign(new Error('deadlock detected'), { code: '40P01' });
      return items;
    },
  });
  expect(await save(1)).toBe(1);
});

it('refuses at once when too many wait, and takes again afterwards', async () => {
  const { batches, write } = controlled();
  const save = coalesce({ name: 'test', write, writers: 1, maxQueue: 2 });
  const first = save(0);
  await turn();
  const waiting = [save(1), save(2)];
  await expect(save(3)).rejects.toMatchObject({ code: 'OVERLOADED' });
  batches[0]?.finish();
  await first;
  await turn();
  const later = save(4);
  batches[1]?.finish();
  expect(await Promise.all(waiting)).toEqual([10, 20]);
  await turn();
  batches[2]?.finish();
  expect(await later).toBe(40);
});

it('drains: answers everybody, takes nothing new', async () => {
  const { batches, write } = controlled();
  const save = coalesce({ name: 'test', write, writers: 1 });
  const first = save(1);
  await turn();
  const second = save(2);
  let drained = false;
  const drain = save.drain().then(() => {
    drained = true;
  });
  await expect(save(3)).rejects.toMatchObject({ code: 'DRAINING' });
  batches[0]?.finish();
  await first;
  await turn();
  expect(drained).toBe(false);
  batches[1]?.finish();
  expect(await second).toBe(20);
  await drain;
  await save.drain();
});

it('does not hide a write that answers too little', async () => {
  const save = coalesce({ name: 'test', write: async (items: readonly number[]) => items.slice(1) });
  await expect(save(1)).rejects.toThrow('0 results for 1 items');
});

it('shows in the metrics how many wait and how many it has refused', async () => {
  const { batches, write } = controlled();
  const save = coalesce({ name: 'shown', write, writers: 1, maxQueue: 2 });
  const shown = async (metric: string) =>
    Number((await register.getSingleMetricAsString(metric)).match(/writer="shown"\} (\d+)/)?.[1]);
  const saved = [save(1)];
  await turn();
  saved.push(save(2), save(3));
  await expect(save(4)).rejects.toMatchObject({ code: 'OVERLOADED' });
  expect(await shown('coalesced_write_queue_items')).toBe(2);
  expect(await shown('coalesced_write_refusals_total')).toBe(1);
  batches[0]?.finish();
  await turn();
  batches[1]?.finish();
  await Promise.all(saved);
  await save.drain();
  expect(await shown('coalesced_write_queue_items')).toBeNaN();
});
