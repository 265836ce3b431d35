import { Partitioners } from 'kafkajs';
import type { OutgoingMessage } from '../../src/kafka';
import { renewingProducer } from '../../src/kafka/producer/renewing';
import { applyKafkajsWorkarounds } from '../../src/kafka/workarounds';
import { bareKafka, collect, createTopics, eventually, testKafka, uniqueName } from '../../src/testing';
import { lossyKafka } from './support/lossy';

const triesOfOneSend = 3; // the first and kafkajs' two retries

describe('when the answer to a produce request is lost', () => {
  let topic: string;
  const config = testKafka({ retry: { initialRetryTime: 5, retries: triesOfOneSend - 1 } });
  beforeAll(applyKafkajsWorkarounds);
  beforeEach(async () => {
    topic = uniqueName('lossy');
    await createTopics([topic], { partitions: 1 });
  });

  const message = (value: string): OutgoingMessage => ({ topic, key: 'k', value, headers: {} });

  /** The values of the topic, in order. */
  async function written(): Promise<(string | undefined)[]> {
    const marker = uniqueName('end');
    const producer = bareKafka().producer({ createPartitioner: Partitioners.DefaultPartitioner });
    await producer.connect();
    await producer.send({ topic, messages: [{ key: 'k', value: marker }] });
    await producer.disconnect();
    const collector = await collect(topic);
    await eventually(() => collector.messages.some(({ value }) => value === marker));
    await collector.stop();
    return collector.messages.map(({ value }) => value).filter((value) => value !== marker);
  }

  it('a plain idempotent producer of kafkajs loses the next message in silence (why ours is renewed)', async () => {
    const { kafka, lose, lost } = lossyKafka();
    const producer = kafka.producer({ idempotent: true, createPartitioner: Partitioners.DefaultPartitioner });
    await producer.connect();
    await producer.send({ topic, messages: [{ key: 'k', value: 'one' }] });
    lose(triesOfOneSend);
    await expect(producer.send({ topic, messages: [{ key: 'k', value: 'two' }] })).rejects.toThrow();
    await producer.send({ topic, messages: [{ key: 'k', value: 'three' }] }); // acknowledged …
    await producer.send({ topic, messages: [{ key: 'k', value: 'four' }] });
    await producer.disconnect();
    expect(lost()).toBe(triesOfOneSend);
    expect(await written()).toEqual(['one', 'two', 'four']); // … and never written
  });

  it('ours loses nothing', async () => {
    const { kafka, lose, lost } = lossyKafka();
    const producer = renewingProducer(kafka, config);
    await producer.send([message('one')]);
    lose(triesOfOneSend);
    await expect(producer.send([message('two')])).rejects.toThrow();
    await producer.send([message('three')]);
    await producer.send([message('four')]);
    await producer.disconnect();
    expect(lost()).toBe(triesOfOneSend);
    expect(await written()).toEqual(['one', 'two', 'three', 'four']);
  });

  it('a plain one also loses what is sent concurrently, between the tries of another (why ours takes turns)', async () => {
    const { kafka, lose } = lossyKafka();
    const producer = kafka.producer({ idempotent: true, createPartitioner: Partitioners.DefaultPartitioner });
    await producer.connect();
    await producer.send({ topic, messages: [{ key: 'k', value: 'one' }] });
    lose(1);
    const sends = ['two', 'three'].map((value) => producer.send({ topic, messages: [{ key: 'k', value }] }));
    await Promise.all(sends); // both acknowledged
    await producer.disconnect();
    const values = await written();
    expect(values).toHaveLength(3);
    expect(new Set(values).size).toBe(2); // one of the two was written twice, the other never
  });

  it('ours loses nothing of many concurrent sends, and keeps the order in which they were first written', async () => {
    const { kafka, lose, lost } = lossyKafka();
    const producer = renewingProducer(kafka, config);
    const acknowledged: string[] = [];
    const values = Array.from({ length: 200 }, (_, index) => `message ${index}`);
    const sendUntilDone = async (value: string): Promise<void> => {
      await producer.send([message(value)]).catch(() => sendUntilDone(value));
    };
    for (let from = 0; from < values.length; from += 10) {
      lose((from / 10) % (triesOfOneSend + 2));
      await Promise.all(
        values.slice(from, from + 10).map(async (value) => {
          await sendUntilDone(value);
          acknowledged.push(value);
        }),
      );
    }
    await producer.disconnect();
    expect(lost()).toBeGreaterThan(20);
    expect(new Set(await written())).toEqual(new Set(acknowledged));
  });
});
