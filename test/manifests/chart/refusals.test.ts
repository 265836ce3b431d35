import { lateness, service } from './charts';

const refused = (values: Record<string, unknown>) => expect(service(values)).rejects;

describe('values that contradict each other do not render, and the error says why', () => {
  it.each([
    [
      'more replicas than partitions',
      { maxReplicas: 24 },
      /lateness.maxReplicas is 24, and order-events has 12 partitions/,
    ],
    [
      'fewest above most',
      { minReplicas: 6, maxReplicas: 3 },
      /minReplicas is 6, above lateness.maxReplicas, which is 3/,
    ],
    [
      'a topic that does not exist',
      { topic: 'oder-events' },
      /names oder-events, and there is no such topic. There are .*order-events/,
    ],
    [
      'a group that nobody consumes in',
      { group: 'payment' },
      /group is payment, and nobody consumes in that group. There are .*payments/,
    ],
    [
      'a topic the group does not read',
      { topic: 'payment-events' },
      /which the group payments does not read.*It reads order-events/,
    ],
    [
      'one such topic among several',
      { topic: ['order-events', 'payment-events'] },
      /names payment-events, which the group/,
    ],
    [
      'shares that are not even',
      { maxReplicas: 5 },
      /maxReplicas is 5, which does not divide.*Take one of 1, 2, 3, 4, 6, 12/,
    ],
    ['uneven at the least', { minReplicas: 5 }, /minReplicas is 5, which does not divide/],
    ['no rate', { messagesPerSecondPerReplica: 0 }, /messagesPerSecondPerReplica is missing.*make bench/],
    [
      'half a lag in the formula',
      { mode: 'arrival', excludePersistentLag: true },
      /excludePersistentLag is for lateness.mode lag/,
    ],
  ])('%s', async (_, change, why) => {
    await refused({ lateness: { ...lateness, ...change } }).toThrow(why);
  });

  it('lag without Kafka', async () => {
    await refused({ lateness, kafka: { enabled: false } }).toThrow(/kafka.enabled is false/);
  });

  it('a public service that its own policy shuts', async () => {
    await refused({ public: { via: 'nodePort' } }).toThrow(
      /public.from is empty.*NetworkPolicy would let nobody through/,
    );
  });

  it('a public service of which nothing is named', async () => {
    await refused({ public: { via: 'ingress', from: [{ podSelector: {} }] } }).toThrow(/public.host and public.paths/);
  });

  it('a route without a gateway', async () => {
    const route = { via: 'httpRoute', from: [{ podSelector: {} }], host: 'a.example', paths: ['/orders'] };
    await refused({ public: route }).toThrow(/httpRoute.gateway.name is missing/);
  });

  it('a setting that the chart makes from another value', async () => {
    await refused({ env: { KAFKA_BROKERS: 'elsewhere:9092' } }).toThrow(/env.KAFKA_BROKERS is set by the chart/);
    await refused({ env: { PGPASSWORD: 'in plain sight' } }).toThrow(/env.PGPASSWORD is set by the chart/);
    const elsewhere = { secret: 'mine', key: 'password' };
    await refused({ secretEnv: { PGPASSWORD: elsewhere } }).toThrow(/secretEnv.PGPASSWORD is set by the chart/);
  });

  it('an image without a version', async () => {
    await refused({ image: {} }).toThrow(/payments: image.tag is empty/);
  });
});

describe('a value that is misspelt or of the wrong type is named', () => {
  it.each([
    ['an unknown key', { lateness: { ...lateness, targetSecond: 5 } }, /lateness.*targetSecond/s],
    ['an unknown key at the top', { imagee: {} }, /imagee/],
    ['an unknown key of the platform', { global: { kafka: { broker: 'a:1' } } }, /global.*kafka.*broker/s],
    ['text for a number', { lateness: { ...lateness, maxReplicas: 'six' } }, /maxReplicas.*integer/s],
    ['scaling to zero', { lateness: { ...lateness, minReplicas: 0 } }, /minReplicas/],
    ['an unknown mode', { lateness: { ...lateness, mode: 'fast' } }, /mode/],
    ['a port that is none', { port: 99_999 }, /port/],
    ['a variable in small letters', { env: { stripe_key: 'x' } }, /stripe_key/],
    ['a secret without a key', { secretEnv: { STRIPE_API_KEY: { secret: 'stripe' } } }, /STRIPE_API_KEY.*key/s],
    ['brokers without a port', { global: { kafka: { brokers: 'kafka' } } }, /brokers/],
    ['the whole site made public', { public: { paths: ['/'] } }, /paths/],
    ['a digest cut short', { image: { digest: 'sha256:abc' } }, /digest/],
  ])('%s', async (_, values, why) => {
    await refused(values).toThrow(why);
  });
});
