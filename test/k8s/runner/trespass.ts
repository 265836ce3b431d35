import { connect } from 'node:net';
import type { Kafka } from 'kafkajs';
import { Client } from 'pg';
import { brokers, databaseAs, kafkaAs, kafkaSecurity, program } from './connections';

/*
 * node dist/k8s/runner/trespass.js: does what nobody may, and tells how it went. `expected` is part of what the refusal must
 * say, so that a broker that is down is not taken for a broker that refuses.
 */
interface Attempt {
  what: string;
  expected: RegExp;
  try(): Promise<unknown>;
}

const once = { retries: 0 };

async function produce(kafka: Kafka, topic: string): Promise<void> {
  const producer = kafka.producer({ allowAutoTopicCreation: false, retry: once });
  await producer.connect();
  try {
    await producer.send({ topic, messages: [{ key: 'trespass', value: '{}' }] });
  } finally {
    await producer.disconnect();
  }
}

/** Until something was fetched: who may join a group may still not read. */
async function consume(kafka: Kafka, groupId: string, topic: string): Promise<void> {
  const consumer = kafka.consumer({ groupId, retry: { ...once, restartOnFailure: async () => false } });
  await consumer.connect();
  try {
    await consumer.subscribe({ topic });
    await new Promise<void>((resolve, reject) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
      consumer.on(consumer.events.FETCH, () => resolve());
      consumer.run({ autoCommit: false, eachMessage: async () => undefined }).catch(reject);
    });
  } finally {
    await consumer.disconnect();
  }
}

/** Connecting alone asks nothing that needs a name: which versions there are a broker tells before. */
async function login(kafka: Kafka): Promise<void> {
  const admin = kafka.admin({ retry: once });
  await admin.connect();
  try {
    await admin.listTopics();
  } finally {
    await admin.disconnect();
  }
}

/** kafkajs says alike that a coordinator may not be told and that there is none: ask for it as its owner first. */
async function joinGroupOf(owner: string, intruder: string, topic: string): Promise<void> {
  const admin = kafkaAs(owner).admin(); // the first try has no brokers yet to ask
  await admin.connect();
  try {
    await admin.describeGroups([owner]);
  } catch (error) {
    throw new Error(`not even ${owner} finds its group`, { cause: error });
  } finally {
    await admin.disconnect();
  }
  await consume(kafkaAs(intruder, { retry: once }), owner, topic);
}

async function createTopic(kafka: Kafka): Promise<void> {
  const admin = kafka.admin({ retry: once });
  await admin.connect();
  try {
    await admin.createTopics({ waitForLeaders: false, topics: [{ topic: 'trespass', numPartitions: 1 }] });
  } finally {
    await admin.disconnect();
  }
}

async function query(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.end();
}

/** The listener must speak TLS alone: a request in the clear gets no answer, the connection ends. */
const inTheClear = (): Promise<never> =>
  new Promise((_, reject) => {
    const [host = '', port] = (brokers[0] ?? '').split(':');
    const socket = connect({ host, port: Number(port), timeout: 5_000 });
    // ApiVersions, version 0, correlation id 1, no client id.
    socket.once('connect', () => socket.write(Buffer.from('0000000a00120000000000 01ffff'.replace(' ', ''), 'hex')));
    socket.once('data', (data) => reject(new Error(data[0] === 0x15 ? 'TLS alert' : 'it answered in the clear')));
    socket.once('close', () => reject(new Error('connection closed')));
    socket.once('timeout', () => reject(new Error('no answer at all')));
    socket.once('error', reject);
  });

const wrongPassword = { sasl: { mechanism: 'scram-sha-512' as const, username: 'orders', password: 'wrong' } };

const attempts: Attempt[] = [
  {
    what: 'payments writes order-events, a topic of orders',
    expected: /authoriz/i,
    try: () => produce(kafkaAs('payments', { retry: once }), 'order-events'),
  },
  {
    what: 'orders writes payment-events, a topic of payments',
    expected: /authoriz/i,
    try: () => produce(kafkaAs('orders', { retry: once }), 'payment-events'),
  },
  {
    what: 'gateway, which is public, writes order-events',
    expected: /authoriz/i,
    try: () => produce(kafkaAs('gateway', { retry: once }), 'order-events'),
  },
  {
    what: 'products writes user-events, a topic of users',
    expected: /authoriz/i,
    try: () => produce(kafkaAs('products', { retry: once }), 'user-events'),
  },
  {
    what: 'payments reads payment-events, to which it is not subscribed',
    expected: /authoriz/i,
    // In a group that it may use and in which nobody is: all partitions are its own then.
    try: () => consume(kafkaAs('payments', { retry: once }), 'order-events-payments-dlq-redrive', 'payment-events'),
  },
  {
    what: 'orders joins the group of payments',
    expected: /authoriz|Failed to find group coordinator/i,
    try: () => joinGroupOf('payments', 'orders', 'payment-events'),
  },
  { what: 'orders creates a topic', expected: /authoriz/i, try: () => createTopic(kafkaAs('orders')) },
  {
    what: 'keda reads order-events',
    expected: /authoriz/i,
    try: () => consume(kafkaAs('keda', { retry: once }), 'payments', 'order-events'),
  },
  {
    what: 'orders logs in to Kafka with a wrong password',
    expected: /authentication failed/i,
    try: () => login(kafkaAs('orders', { ...wrongPassword, retry: once })),
  },
  {
    what: 'a client that does not know the authority trusts the broker',
    expected: /certificate/i,
    try: () => login(kafkaAs('orders', { ssl: true, retry: once })),
  },
  {
    what: 'a client without a password talks to Kafka',
    expected: /closed|ECONNRESET/i,
    try: () => login(kafkaAs('orders', { ...kafkaSecurity('orders'), sasl: undefined, retry: once })),
  },
  { what: 'a client talks to Kafka without TLS', expected: /closed|TLS alert|ECONNRESET/, try: inTheClear },
  {
    what: 'payments connects to the database of orders',
    expected: /permission denied for database|pg_hba.conf rejects connection/,
    try: () => query(databaseAs('payments', 'orders')),
  },
  {
    what: 'orders connects to the database of notifications',
    expected: /permission denied for database|pg_hba.conf rejects connection/,
    try: () => query(databaseAs('orders', 'notifications')),
  },
  {
    what: 'analytics connects to the database of users',
    expected: /permission denied for database|pg_hba.conf rejects connection/,
    try: () => query(databaseAs('analytics', 'users')),
  },
  {
    what: 'orders connects to PostgreSQL with a wrong password',
    expected: /password authentication failed/,
    try: () => query(databaseAs('orders').replace(/:[^:@/]+@/, ':wrong@')),
  },
  {
    what: 'orders connects to PostgreSQL without TLS',
    expected: /no encryption/,
    try: () => query(databaseAs('orders').replace(/\?.*/, '?sslmode=disable')),
  },
];

/** Of errors that came together kafkajs gives a list. */
const said = (error: Error & { errors?: Error[] }): string =>
  [error, ...(error.errors ?? [])].map(({ message }) => message).join(': ');

program(async () => {
  const outcomes: { what: string; refused: boolean; answer: string }[] = [];
  for (const { what, expected, try: attempt } of attempts) {
    const answer = await attempt().then(
      () => 'nobody minded',
      (error: Error) => said(error),
    );
    outcomes.push({ what, refused: answer !== 'nobody minded' && expected.test(answer), answer });
  }
  return outcomes;
});
