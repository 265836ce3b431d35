import { sameTick } from '../../src/payments/same-tick';

it('asks once for all keys of a tick, and again for the next', async () => {
  const asked: (readonly string[])[] = [];
  const find = sameTick(async (keys: readonly string[]) => {
    asked.push(keys);
    return new Map(keys.filter((key) => key !== 'none').map((key) => [key, key.toUpperCase()]));
  });

  expect(await Promise.all([find('a'), find('b'), find('none'), find('a')])).toEqual(['A', 'B', undefined, 'A']);
  expect(await find('c')).toBe('C');
  expect(asked).toEqual([['a', 'b', 'none'], ['c']]);
});

it('gives a failed query to all who shared it and to nobody later', async () => {
  let fails = true;
  const find = sameTick(async () => {
    if (fails) throw new Error('no connection');
    return new Map([['a', 1]]);
  });

  const outcomes = await Promise.allSettled([find('a'), find('b')]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  fails = false;
  expect(await find('a')).toBe(1);
});
