import { toEvent } from '@spillway/contracts';
import { append, relay } from '../../../src/events';
import { kafkaClient } from '../../../src/kafka';
import { collect } from '../../../src/testing/collect';
import { testDatabase } from '../../../src/testing/database';
import { createTopics, testKafka, uniqueName } from '../../../src/testing/kafka';
import { sampleEvent } from '../sample';
import { eventually } from './eventually';

const config = {
  pollMin: 5,
  pollMax: 200,
  batchSize: 1_000,
  paused: false,
  leaderRetry: 100,
  eventsRetention: 0,
  inboxRetention: 0,
  retentionInterval: 60_000,
};

it('brings events through a real broker, equal and in order per subject', async () => {
  const topic = uniqueName('relay');
  const [test] = await Promise.all([testDatabase(), createTopics([topic])]);
  const kafka = kafkaClient(testKafka());
  const relaying = relay({ db: test.config, producer: kafka, config });
  await kafka.start?.(() => {});
  const collector = await collect(topic);
  try {
    const events = Array.from({ length: 3_000 }, (_, n) =>
      sampleEvent(`subject-${n % 7}`, { n, text: 'ü' }, { topic }),
    );
    await append(test.db, events);
    relaying.start?.(() => {});
    await eventually(() => expect(collector.messages).toHaveLength(events.length));
    const received = collector.messages.map(({ key, value, headers }) =>
      toEvent({ key: key ?? null, value: value ?? null, headers }, topic),
    );
    const bySubject = (all: readonly { subject: string }[]) => Map.groupBy(all, ({ subject }) => subject);
    for (const [subject, expected] of bySubject(events)) expect(bySubject(received).get(subject)).toEqual(expected);
  } finally {
    await relaying.stop?.();
    await collector.stop();
    await kafka.stop?.();
    await test.drop();
  }
});
