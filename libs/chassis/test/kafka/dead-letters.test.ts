import type { Event } from '@spillway/contracts';
import { OrderCreated, toMessage } from '@spillway/contracts';
import { Permanent } from '../../src/errors';
import { eventually } from '../../src/testing';
import { anEvent, messageOf } from './support/events';
import { record, recordAll, type Scene, scene } from './support/scene';

type Numbered = Event<string, { n?: number }>;

describe('what cannot be processed', () => {
  let stage: Scene;
  beforeEach(async () => {
    stage = await scene({ partitions: 1 });
  });
  afterEach(() => stage.end());

  const numbered = (count: number) =>
    Array.from({ length: count }, (_, n) => anEvent(stage.topic.name, `key-${n % 5}`, { n }));

  /** Records all but what `fails` throws for. */
  const failing = (fails: (n: number) => void) => ({
    ...record,
    apply: async (prepared: readonly (readonly [Numbered, unknown])[], tx: Parameters<typeof recordAll>[1]) => {
      for (const [{ data }] of prepared) fails(data.n ?? 0);
      await recordAll(
        prepared.map(([event]) => event),
        tx,
      );
      return undefined;
    },
  });

  it('goes to the dead-letter topic with its story; its neighbours and the partition go on', async () => {
    const poison = (n: number) => {
      if (n === 17) throw new Permanent('unknown-thing', 'there is no thing 17');
      if (n === 42) Reflect.get(undefined as never, 'x'); // a TypeError: kafkajs itself would end the consumer for good
    };
    const dead = await stage.collect(stage.deadLetterTopic);
    const events = numbered(60);
    await stage.publishRaw(
      events.map((event) => ({ ...messageOf(event), headers: { ...messageOf(event).headers, list: ['a', 'b'] } })),
    );
    await stage.member({ Counted: failing(poison) }, { config: { maxAttempts: 2 } });
    const effects = await stage.settled(58);
    expect(effects.map(({ n }) => n)).not.toContain(17);

    await eventually(() => dead.messages.length === 2);
    const [first, second] = dead.messages;
    expect(first).toMatchObject({
      key: 'key-2',
      value: '{"n":17}',
      headers: {
        ...toMessage(events[17] as Event).headers,
        'dlq-group': stage.group,
        'dlq-reason': 'unknown-thing',
        'dlq-original-topic': stage.topic.name,
        'dlq-original-partition': '0',
        'dlq-original-offset': '17',
        'dlq-attempts': '1',
        'dlq-first-error': 'Permanent: there is no thing 17',
        'dlq-last-error': 'Permanent: there is no thing 17',
        list: 'a',
      },
    });
    expect(second?.headers).toMatchObject({ 'dlq-reason': 'failed', 'dlq-attempts': '2', 'dlq-original-offset': '42' });
    expect(second?.headers['dlq-last-error']).toMatch(/^TypeError/);
    expect(Date.parse(first?.headers['dlq-first-failed-at'] ?? '')).not.toBeNaN();

    await stage.publish([anEvent(stage.topic.name, 'after', { n: 99 })]);
    await stage.settled(59);
    expect(stage.failures).toEqual([]);
  });

  it('is recognised as an invalid event before any handler sees it', async () => {
    const dead = await stage.collect(stage.deadLetterTopic);
    const good = anEvent(stage.topic.name, 'good', { n: 1 });
    const orderless = {
      ...anEvent(stage.topic.name, 'x', { orderId: 7 }, 'OrderCreated'),
      dataschema: OrderCreated.dataschema,
    };
    await stage.publishRaw([
      { key: 'a', value: '{not json', headers: messageOf(anEvent(stage.topic.name, 'a')).headers },
      messageOf(orderless),
      { key: null, value: null, headers: {} },
      messageOf(good),
    ]);
    const unreached = async () => {
      throw new Error('no handler may see an invalid event');
    };
    await stage.member({ Counted: record, OrderCreated: { apply: unreached } });
    await stage.settled(1);
    await eventually(() => dead.messages.length === 3);
    expect(dead.messages.map(({ headers }) => [headers['dlq-reason'], headers['dlq-attempts']])).toEqual(
      Array(3).fill(['invalid-event', '1']),
    );
    expect(dead.messages[0]?.value).toBe('{not json');
  });

  it('is one remote half among many', async () => {
    const dead = await stage.collect(stage.deadLetterTopic);
    const calls: number[] = [];
    const prepare = async ({ data }: Numbered) => {
      calls.push(data.n ?? 0);
      if (data.n === 5) throw new Permanent('refused', 'the remote side refuses');
    };
    await stage.publish(numbered(10));
    await stage.member({ Counted: { ...record, prepare } });
    const effects = await stage.settled(9);
    await eventually(() => dead.messages.length === 1);
    expect(dead.messages[0]?.headers['dlq-reason']).toBe('refused');
    expect(effects.map(({ n }) => n).toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 6, 7, 8, 9]);
    expect(calls.filter((n) => n !== 5)).toHaveLength(9); // no neighbour was prepared twice
  });
});
