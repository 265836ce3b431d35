import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { lifecycle } from '@spillway/chassis';
import { createTopics, type TestDatabase, testDatabase, testHost, testKafka } from '@spillway/chassis/testing';
import { topics } from '@spillway/contracts';
import { readConfig } from '../../src/config';
import { type Overrides, wire } from '../../src/wire';

export const migrations = join(__dirname, '../../migrations');

export const freshDatabase = (): Promise<TestDatabase> => testDatabase([migrations]);

export const encryptionKey = (): string => randomBytes(32).toString('base64');

/** The least that argon2id may be set to: the tests are about what is hashed, not how well. */
const quick = { PASSWORD_MEMORY_KIB: '8192', PASSWORD_PASSES: '1' };

export const settings = (database: TestDatabase, env: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  KAFKA_BROKERS: testKafka().brokers.join(','),
  DATABASE_URL: database.config.url,
  HOST: '127.0.0.1',
  PORT: '0',
  HTTP_DRAIN_GRACE_MS: '0',
  ENCRYPTION_KEYS: 'dGhlIHRlc3RzIHVzZSB0aGlzIG9uZSBhbmQgbm8gb3Q=',
  LOG_LEVEL: 'error',
  // Far longer than anything here takes: what has to wait is still waiting when it is asked again.
  ATTEMPT_FIRST_WAIT_MS: '20000',
  ...quick,
  ...env,
});

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of it
  readonly body: any;
}

export interface Call {
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

export interface Service {
  readonly url: string;
  call(method: string, path: string, call?: Call): Promise<Answer>;
  /** Registers somebody new and logs him in. */
  someone(as?: { email?: string; password?: string; name?: string }): Promise<Someone>;
  login(email: string, password: string, headers?: Record<string, string>): Promise<Answer>;
  stop(): Promise<void>;
}

export interface Someone {
  readonly userId: string;
  readonly email: string;
  readonly password: string;
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** Starts the whole service in this process, wired as in main, on the database given. */
export async function startService(
  database: TestDatabase,
  env: NodeJS.ProcessEnv = {},
  overrides: Overrides = {},
): Promise<Service> {
  await createTopics([topics.users.name], { partitions: topics.users.partitions });
  const config = readConfig(settings(database, env));
  const app = lifecycle(config.lifecycle, testHost());
  const server = wire(app, config, overrides);
  await app.run();
  const url = `http://127.0.0.1:${server.port()}`;

  async function call(method: string, path: string, { token, body, headers }: Call = {}): Promise<Answer> {
    const answer = await fetch(url + path, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: text === '' ? undefined : JSON.parse(text) };
  }

  const login = (email: string, password: string, headers?: Record<string, string>) =>
    call('POST', '/sessions', { body: { email, password }, ...(headers && { headers }) });

  return {
    url,
    call,
    login,
    async someone({ email = `${randomUUID()}@example.com`, password = `pass ${randomUUID()}`, name } = {}) {
      await call('POST', '/users', { body: { email, password, ...(name !== undefined && { name }) } });
      const { status, body } = await login(email, password);
      if (status !== 201) throw new Error(`logging in failed: ${status} ${JSON.stringify(body)}`);
      const me = await call('GET', '/me', { token: body.accessToken });
      return { ...body, email, password, userId: me.body.userId };
    },
    stop: () => app.stop('the test is over'),
  };
}
