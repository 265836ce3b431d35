import { bareKafka, collect, eventually, uniqueName } from '@spillway/chassis/testing';
import { newId, toMessage, topicConfig, topics, UserDeleted, UserRegistered } from '@spillway/contracts';
import { sayAgainAfter } from '../../src/users/last-words';

// A real broker, the topic's real settings; only the time of the messages is made up.
const kafka = bareKafka();
const userId = newId();
const email = 'ada@example.com';

const words = {
  registered: UserRegistered.create({ subject: userId, data: { userId, version: 1, role: 'customer', email } }),
  deleted: UserDeleted.create({ subject: userId, data: { userId, version: 2 } }),
};

async function topic(): Promise<string> {
  const name = uniqueName(topics.users.name);
  const admin = kafka.admin();
  await admin.connect();
  const configEntries = Object.entries(topicConfig(topics.users)).map(([key, value]) => ({
    name: key,
    value: String(value),
  }));
  await admin.createTopics({
    waitForLeaders: false,
    topics: [{ topic: name, numPartitions: 1, replicationFactor: 1, configEntries }],
  });
  await eventually(async () => (await admin.fetchTopicOffsets(name)).length === 1);
  await admin.disconnect();
  return name;
}

async function say(name: string, event: { id: string }, ago: number): Promise<void> {
  const producer = kafka.producer();
  await producer.connect();
  const message = { ...toMessage(event as never), timestamp: String(Date.now() - ago) };
  await producer.send({ topic: name, messages: [message] });
  await producer.disconnect();
}

const read = async (name: string): Promise<string[]> => {
  const collector = await collect(name);
  try {
    // The last word is always there: nothing comes after it.
    return await eventually(() => {
      const types = collector.messages.map(({ headers }) => headers.ce_type ?? '');
      return types.at(-1) === UserDeleted.type && types;
    });
  } finally {
    await collector.stop();
  }
};

it('takes personal data away once UserDeleted was said again, and not before', async () => {
  const [told, silent] = await Promise.all([topic(), topic()]);
  for (const name of [told, silent]) {
    await say(name, words.registered, sayAgainAfter + 2_000);
    await say(name, words.deleted, sayAgainAfter + 1_000);
  }
  expect(await read(told)).toEqual(['UserRegistered', 'UserDeleted']);

  await say(told, words.deleted, 0);
  await eventually(async () => !(await read(told)).includes('UserRegistered'), { timeoutMs: 90_000, everyMs: 1_000 });
  // The broker has cleaned what it may clean by now; where nothing was said again that was nothing.
  expect(await read(silent)).toEqual(['UserRegistered', 'UserDeleted']);
});
