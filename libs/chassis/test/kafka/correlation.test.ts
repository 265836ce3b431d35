import type { Event } from '@spillway/contracts';
import { correlation } from '../../src/kafka/consumer/correlation';
import { compose } from '../../src/kafka/consumer/delivery';
import { merge } from '../../src/kafka/consumer/merge';
import { currentLogFields } from '../../src/telemetry/log-context';
import { deliveriesOf, neverAborted } from './support/deliveries';

const withEvent = (key: string) => {
  const [delivery] = deliveriesOf([key]);
  if (!delivery) throw new Error('no delivery');
  return { ...delivery, event: { id: `id of ${key}`, subject: key, correlationid: `request of ${key}` } as Event };
};

it('gives a single message its correlation id on every line, and a batch none', async () => {
  const seen: unknown[] = [];
  const process = compose([correlation('g')], async () => void seen.push(currentLogFields()?.correlationId));
  await process([withEvent('a')], { signal: neverAborted() });
  await process([withEvent('a'), withEvent('b')], { signal: neverAborted() });
  expect(seen).toEqual(['request of a', undefined]);
  expect(currentLogFields()).toBeUndefined();
});

it('does not lend one message’s id to a run that it shares with others, and gives it back when each runs alone', async () => {
  const seen: [number, unknown][] = [];
  const process = compose([correlation('g'), merge({ maxSize: 100, parallel: 1 })], async (deliveries) => {
    seen.push([deliveries.length, currentLogFields()?.correlationId]);
    if (deliveries.length > 1) throw new Error('not together');
  });
  await Promise.all(['a', 'b'].map((key) => process([withEvent(key)], { signal: neverAborted() })));
  expect(seen).toEqual([
    [2, undefined],
    [1, 'request of a'],
    [1, 'request of b'],
  ]);
});
