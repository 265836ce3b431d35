import type { Event } from '@spillway/contracts';
import { Permanent } from '../../src/errors';
import { deadLetters, groupLag, messageConsumer, redrive, replay } from '../../src/kafka';
import { eventually, uniqueName } from '../../src/testing';
import { anEvent } from './support/events';
import { record, type Scene, scene } from './support/scene';

type Numbered = Event<string, { n: number }>;

describe('an operator', () => {
  let stage: Scene;
  beforeEach(async () => {
    stage = await scene({ partitions: 2 });
  });
  afterEach(() => stage.end());

  const numbered = (count: number) =>
    Array.from({ length: count }, (_, n) => anEvent(stage.topic.name, `key-${n % 5}`, { n }));
  const where = () => ({ topic: stage.topic.name, group: stage.group });

  it('sends dead letters back for the group that failed, once, with the story of the first failure', async () => {
    let healed = false;
    const prepare = async ({ data }: Numbered) => {
      if (!healed && data.n >= 8) throw new Permanent('no-stock', `none of ${data.n}`);
    };
    const events = numbered(10);
    await stage.publish(events);
    await stage.member({ Counted: { ...record, prepare } });
    await stage.settled(8);
    await eventually(async () => (await deadLetters(stage.producer, where())).length === 2);
    const letters = await deadLetters(stage.producer, where());
    expect(letters.map(({ headers }) => headers['dlq-reason'])).toEqual(['no-stock', 'no-stock']);
    expect(await deadLetters(stage.producer, { ...where(), limit: 1 })).toHaveLength(1);

    // Another group of the same topic must not see what is sent back for this one.
    const heard: string[] = [];
    const others = messageConsumer({
      kafka: await stage.clientWith({}),
      group: uniqueName('others'),
      topics: [stage.topic.name],
      handle: async ({ headers }) => void heard.push(String(headers.ce_id)),
    });
    await stage.start(others);
    await eventually(() => heard.length === 10);

    // Not healed yet: it comes back, and keeps what was said of its first failure.
    expect(await redrive(stage.producer, { ...where(), limit: 1 })).toBe(1);
    const again = await eventually(async () => {
      const now = await deadLetters(stage.producer, where());
      return now.length === 2 && now;
    });
    expect(again[1]?.headers).toMatchObject({
      'dlq-first-failed-at': letters[0]?.headers['dlq-first-failed-at'],
      'redrive-group': stage.group,
      'redrive-count': '1',
    });
    expect(again[1]?.headers['dlq-last-failed-at']).not.toBe(letters[0]?.headers['dlq-last-failed-at']);

    healed = true;
    expect(await redrive(stage.producer, where())).toBe(2);
    expect((await stage.settled(10)).map(({ n }) => n).toSorted((a, b) => a - b)).toEqual(
      numbered(10).map((_, n) => n),
    );
    expect(await redrive(stage.producer, where())).toBe(0);
    expect(await deadLetters(stage.producer, where())).toEqual([]);
    await stage.publish([anEvent(stage.topic.name, 'last', { n: 99 })]);
    await stage.settled(11);
    await eventually(() => heard.length === 11);
  });

  it('sees how far a group is behind although its consumers are dead, or never were', async () => {
    await stage.publish(numbered(10));
    const total = async () => (await stage.lag()).reduce((sum, { lag }) => sum + lag, 0n);
    expect(await total()).toBe(10n);
    expect((await stage.lag()).every(({ committed }) => committed === undefined)).toBe(true);
    const member = await stage.member({ Counted: record });
    await stage.settled(10);
    await member.stop?.();
    await stage.publish(numbered(4));
    expect(await total()).toBe(4n);
  });

  it('is not told of messages that retention has removed before the group read them', async () => {
    await stage.publish(numbered(10));
    const member = await stage.member({ Counted: record });
    await stage.settled(10);
    await member.stop?.();
    await stage.publish(numbered(10));
    const ends = (await stage.lag()).map(({ partition, end }) => ({ partition, offset: end.toString() }));
    const admin = stage.producer.kafka.admin();
    await admin.connect();
    try {
      await admin.fetchTopicOffsets(stage.topic.name); // kafkajs must have heard of the topic
      await admin.deleteTopicRecords({ topic: stage.topic.name, partitions: ends });
    } finally {
      await admin.disconnect();
    }
    expect((await stage.lag()).map(({ lag }) => lag)).toEqual([0n, 0n]);
    expect(await groupLag(stage.producer.kafka, uniqueName('new'), [stage.topic.name])).toEqual(
      ends.map(({ partition, offset }) => expect.objectContaining({ partition, lag: 0n, end: BigInt(offset) })),
    );
  });

  it('moves a group back: neither the remote nor the durable half is repeated', async () => {
    let prepared = 0;
    const prepare = async () => void prepared++;
    const events = numbered(20);
    await stage.publish(events);
    const first = await stage.member({ Counted: { ...record, prepare } });
    const effects = await stage.settled(20);
    const options = { group: stage.group, topics: [stage.topic.name], from: 'beginning' as const };
    await expect(replay(stage.producer.kafka, options)).rejects.toMatchObject({ code: 'GROUP_NOT_EMPTY' });
    await first.stop?.();

    const lags = await replay(stage.producer.kafka, options);
    expect(lags.reduce((sum, { lag }) => sum + lag, 0n)).toBe(20n);
    await stage.member({ Counted: { ...record, prepare } });
    expect(await stage.settled(20)).toEqual(effects);
    expect(prepared).toBe(20);
  });

  it('moves a group back to a time', async () => {
    await stage.publish(numbered(6));
    const member = await stage.member({ Counted: record });
    await stage.settled(6);
    await member.stop?.();
    const past = { group: stage.group, topics: [stage.topic.name], from: new Date(Date.now() - 60_000) };
    expect((await replay(stage.producer.kafka, past)).reduce((sum, { lag }) => sum + lag, 0n)).toBe(6n);
    const future = { ...past, from: new Date(Date.now() + 60_000) };
    expect((await replay(stage.producer.kafka, future)).reduce((sum, { lag }) => sum + lag, 0n)).toBe(0n);
  });
});
