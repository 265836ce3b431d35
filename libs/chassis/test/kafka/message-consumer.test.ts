import type { KafkaConfig } from '../../src/config';
import { Permanent, Transient } from '../../src/errors';
import { type MessageHandler, messageConsumer } from '../../src/kafka';
import { eventually } from '../../src/testing';
import { type Scene, scene } from './support/scene';

describe('the consumer of raw messages', () => {
  let stage: Scene;
  beforeEach(async () => {
    stage = await scene({ partitions: 2, config: { maxAttempts: 2 } });
  });
  afterEach(() => stage.end());

  const start = async (handle: MessageHandler, config: Partial<KafkaConfig> = {}) =>
    stage.start(
      messageConsumer({
        kafka: await stage.clientWith(config),
        group: stage.group,
        topics: [stage.topic.name],
        handle,
      }),
    );
  const messages = (values: readonly string[], from = 0) =>
    values.map((value, index) => ({ key: `key-${(from + index) % 4}`, value, headers: {} }));
  const lag = async () => (await stage.lag()).reduce((sum, partition) => sum + partition.lag, 0n);

  it('hands over each message in order of its key, waits for what is down, dead-letters what is broken', async () => {
    const handled = new Map<string, string[]>();
    let down = true;
    const dead = await stage.collect(stage.deadLetterTopic);
    const values = Array.from({ length: 40 }, (_, index) => String(index));
    await stage.publishRaw(messages(values));
    await start(async ({ key, value }) => {
      if (down && String(value) === '5') throw new Transient('down');
      if (String(value) === '10') throw new Permanent('ten', 'no tens');
      if (String(value) === '11') throw new RangeError('eleven');
      const ofKey = handled.get(key ?? '') ?? [];
      handled.set(key ?? '', [...ofKey, String(value)]);
    });
    await eventually(() => handled.get('key-0')?.length === 10);
    expect(dead.messages).toEqual([]);
    down = false;
    await eventually(async () => (await lag()) === 0n);
    const ofKey = (key: number) => values.filter((value) => Number(value) % 4 === key && !['10', '11'].includes(value));
    for (const key of [0, 1, 2, 3]) expect(handled.get(`key-${key}`)).toEqual(ofKey(key));
    await eventually(() => dead.messages.length === 2);
    expect(dead.messages.map(({ value, headers }) => [value, headers['dlq-reason'], headers['dlq-attempts']])).toEqual(
      expect.arrayContaining([
        ['10', 'ten', '1'],
        ['11', 'failed', '2'],
      ]),
    );
  });

  it('gives back exactly what was sent, bytes and all', async () => {
    const bytes = Buffer.from([0, 159, 146, 150]);
    const dead = await stage.collect(stage.deadLetterTopic);
    const seen: (Buffer | null)[] = [];
    await stage.publishRaw([
      { key: bytes, value: bytes, headers: { bytes } },
      { key: null, value: null, headers: {} },
    ]);
    await start(async ({ keyBytes, value }) => {
      seen.push(keyBytes, value);
      throw new Permanent('broken', 'broken');
    });
    await eventually(() => dead.messages.length === 2);
    expect(seen).toEqual(expect.arrayContaining([bytes, bytes, null, null]));
    expect(dead.messages.map(({ value }) => value)).toEqual(expect.arrayContaining([bytes.toString(), undefined]));
  });

  it('stops in the middle, and repeats no more than the slice that was under way', async () => {
    const sliceSize = 100;
    const handled: string[] = [];
    let slow = 50;
    const handle: MessageHandler = async ({ value }) => {
      await new Promise((resolve) => setTimeout(resolve, slow));
      handled.push(String(value));
    };
    await stage.publishRaw(Array.from({ length: 300 }, (_, n) => ({ key: 'one', value: String(n), headers: {} })));
    const member = await start(handle);
    await eventually(() => handled.length > 2);
    await member.stop?.();
    expect(handled.length).toBeLessThan(300); // it did not wait for the end
    slow = 0;
    await start(handle);
    await eventually(async () => (await lag()) === 0n);
    expect(new Set(handled).size).toBe(300);
    expect(handled.length).toBeLessThanOrEqual(300 + sliceSize);
  });

  it('commits what is settled when another member joins, however long its interval is', async () => {
    const handled: string[] = [];
    const handle: MessageHandler = async ({ value }) => void handled.push(String(value));
    const config = { commitInterval: 600_000, heartbeatInterval: 200 };
    await stage.publishRaw(messages(Array.from({ length: 40 }, (_, index) => String(index))));
    await start(handle, config);
    await eventually(() => handled.length === 40);
    await start(handle, config);
    await stage.publishRaw(messages(['40', '41', '42', '43']));
    await eventually(() => new Set(handled).size === 44);
    expect(handled).toHaveLength(44);
  });
});
