import { slots } from '../../src/mail/slots';

function held() {
  let release = (): void => {};
  const done = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { work: () => done, release: () => release() };
}

it('runs so many at once and the others in their order', async () => {
  const run = slots(2, 60_000);
  const order: number[] = [];
  const works = [held(), held(), held(), held()];
  const all = works.map(({ work }, index) =>
    run(() => {
      order.push(index);
      return work();
    }),
  );
  expect(order).toEqual([0, 1]);
  works[1]?.release();
  await all[1];
  expect(order).toEqual([0, 1, 2]);
  for (const { release } of works) release();
  await Promise.all(all);
  expect(order).toEqual([0, 1, 2, 3]);
});

it('frees the place of work that failed', async () => {
  const run = slots(1, 60_000);
  await expect(run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await expect(run(async () => 'yes')).resolves.toBe('yes');
});

it('ends only the waiting: when patience runs out, and when the caller gives up', async () => {
  const run = slots(1, 10);
  const stop = new AbortController();
  const { work, release } = held();
  const begun = run(work, stop.signal);
  await expect(run(work)).rejects.toMatchObject({ code: 'TRANSIENT' });
  const waiting = run(work, stop.signal);
  stop.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'TRANSIENT' });
  await expect(run(work, stop.signal)).rejects.toMatchObject({ code: 'TRANSIENT' });
  release();
  await expect(begun).resolves.toBeUndefined();
  await expect(run(async () => 'next')).resolves.toBe('next');
});
