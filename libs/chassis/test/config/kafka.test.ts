import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { ConfigError, type KafkaConfig, kafkaConfig, readEnvironment } from '../../src/config';
import { kafkaSettings } from '../../src/config/kafka';

const read = (env: NodeJS.ProcessEnv): KafkaConfig =>
  readEnvironment({ KAFKA_BROKERS: 'a:9092', ...env }, (from) => kafkaConfig(from, { service: 'orders' }));

function mistakes(env: NodeJS.ProcessEnv): string[] {
  try {
    read(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes.map(({ name, why }) => `${name} ${why}`);
    throw error;
  }
  return [];
}

const pem = (kind: string) => `-----BEGIN ${kind}-----\nMIIB\n-----END ${kind}-----\n`;

it('has a default for everything but the brokers', () => {
  expect(read({})).toEqual({
    brokers: ['a:9092'],
    clientId: 'orders',
    sessionTimeout: 10_000,
    heartbeatInterval: 3_000,
    rebalanceTimeout: 60_000,
    maxBytesPerPartition: 262_144,
    minBytes: 1,
    maxWaitTimeInMs: 1_000,
    maxInFlightRequests: 5,
    requestTimeout: 30_000,
    enforceRequestTimeout: true,
    connectionTimeout: 3_000,
    deliveryTimeout: 120_000,
    retry: { initialRetryTime: 300, retries: 5 },
    batchSize: 1_000,
    lingerMs: 0,
    bufferMaxMessages: 10_000,
    partitionsConcurrently: 12,
    sliceSize: 1_000,
    commitInterval: 200,
    processingTimeout: 30_000,
    maxAttempts: 3,
  });
  expect(mistakes({ KAFKA_BROKERS: '' })).toEqual(['KAFKA_BROKERS is required and not set']);
});

it('reads each of its settings, and lists each that it reads', () => {
  const asked = new Set<string>();
  const env = new Proxy({ KAFKA_BROKERS: 'a:9092' } as NodeJS.ProcessEnv, {
    get(target, name) {
      asked.add(String(name));
      return Reflect.get(target, name);
    },
  });
  readEnvironment(env, (from) => kafkaConfig(from, { service: 's' }));
  readEnvironment(
    { ...env, KAFKA_SASL_MECHANISM: 'plain', KAFKA_SASL_USERNAME: 'u', KAFKA_SASL_PASSWORD: 'p' },
    (from) => kafkaConfig(from, { service: 's' }),
  );
  expect([...asked].sort()).toEqual(kafkaSettings.toSorted());
});

it.each([
  ['KAFKA_BROKERS', 'a:9092,b', 'must be a list of host:port, "b" is not'],
  ['KAFKA_HEARTBEAT_INTERVAL', '30000', 'must be below KAFKA_SESSION_TIMEOUT, best a third of it'],
  ['KAFKA_SESSION_TIMEOUT', '90000', 'must not be above KAFKA_REBALANCE_TIMEOUT'],
  [
    'KAFKA_PROCESSING_TIMEOUT',
    '60000',
    'must be below KAFKA_REBALANCE_TIMEOUT, or a slow message costs the membership',
  ],
  ['KAFKA_MAX_WAIT_TIME', '30000', 'must be below KAFKA_REQUEST_TIMEOUT, or every idle fetch times out'],
  ['KAFKA_DELIVERY_TIMEOUT', '1000', 'must be at least KAFKA_REQUEST_TIMEOUT + KAFKA_LINGER_MS'],
  ['KAFKA_BATCH_SIZE', '10001', 'must not be above KAFKA_BUFFER_MAX_MESSAGES'],
  ['KAFKA_ACKS', '1', 'can only be all: the producer is idempotent, and anything less could lose an event'],
  ['KAFKA_SASL_MECHANISM', 'gssapi', 'must be one of plain, scram-sha-256, scram-sha-512, not "gssapi"'],
  ['KAFKA_SASL_PASSWORD', 'hunter2', 'needs KAFKA_SASL_MECHANISM'],
  ['KAFKA_SSL_CA', pem('CERTIFICATE'), 'needs KAFKA_SSL_ENABLED=true'],
  ['KAFKA_SESION_TIMEOUT', '9000', 'is no setting; did you mean KAFKA_SESSION_TIMEOUT?'],
])('refuses %s=%s', (name, value, why) => {
  expect(mistakes({ [name]: value })).toContain(`${name} ${why}`);
});

it('leaves alone what belongs to others', () => {
  expect(
    mistakes({ KAFKA_HOME: '/opt/kafka', KAFKA_HEAP_OPTS: '-Xmx1g', KAFKA_PORT_9092_TCP: 'tcp://10.0.0.1:9092' }),
  ).toEqual([]);
});

describe('TLS', () => {
  const on = { KAFKA_SSL_ENABLED: 'true' };

  it('needs nothing but to be switched on', () => {
    expect(read(on).ssl).toEqual({});
  });

  it('takes PEM texts, also with written-out line ends, and files', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'pem-')), 'ca.pem');
    writeFileSync(file, pem('CERTIFICATE'));
    const { ssl } = read({
      ...on,
      KAFKA_SSL_CA: file,
      KAFKA_SSL_CERT: pem('CERTIFICATE').trim(),
      KAFKA_SSL_KEY: pem('PRIVATE KEY').trim().replaceAll('\n', '\\n'),
    });
    expect(ssl?.ca).toBe(pem('CERTIFICATE'));
    expect(ssl?.key).toBe(pem('PRIVATE KEY').trim());
  });

  it('refuses half a pair, and a file that is not there', () => {
    expect(mistakes({ ...on, KAFKA_SSL_CERT: pem('CERTIFICATE') })).toEqual([
      'KAFKA_SSL_KEY is required with KAFKA_SSL_CERT',
    ]);
    expect(mistakes({ ...on, KAFKA_SSL_CA: '/no/such/file' })).toEqual([
      'KAFKA_SSL_CA is neither a PEM text nor a file that can be read (ENOENT)',
    ]);
  });
});

it('shows neither key nor password when printed', () => {
  const config = read({
    KAFKA_SSL_ENABLED: 'true',
    KAFKA_SSL_CERT: pem('CERTIFICATE'),
    KAFKA_SSL_KEY: pem('PRIVATE KEY'),
    KAFKA_SASL_MECHANISM: 'scram-sha-512',
    KAFKA_SASL_USERNAME: 'orders',
    KAFKA_SASL_PASSWORD: 'hunter2',
  });
  expect(config.sasl?.password.reveal()).toBe('hunter2');
  const printed = inspect({ config }, { depth: 9 }) + JSON.stringify(config);
  expect(printed).not.toMatch(/hunter2|PRIVATE KEY/);
});
