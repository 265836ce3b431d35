import { inspect } from 'node:util';
import { readConfig } from '../../src/config';

const env = {
  DATABASE_URL: 'postgres://notifications:secret@127.0.0.1/notifications',
  KAFKA_BROKERS: '127.0.0.1:9092',
  SMTP_URL: 'smtp://user:hush@mail.example',
};

it('has a sensible answer for everything that is not set', () => {
  const { mail, webhooks, http, migrateOnStart } = readConfig(env);
  expect(mail).toMatchObject({ connections: 10, timeoutMs: 12_000 });
  expect(mail.fallbackDomain).toBeUndefined();
  expect(webhooks).toMatchObject({ allowPrivate: false, schedule: expect.arrayContaining([5_000, 36_000_000]) });
  expect([http.port, migrateOnStart]).toEqual([3003, true]);
});

it('shows no password when it is printed', () => {
  const printed = inspect(readConfig(env), { depth: 9 }) + JSON.stringify(readConfig(env));
  expect(printed).not.toMatch(/hush|secret@/);
});

it('reports every mistake at once', () => {
  const wrong = {
    ...env,
    SMTP_URL: 'http://mail.example',
    MAIL_FROM: 'nobody\r\nBcc: all@example.com',
    MAIL_FALLBACK_DOMAIN: 'not a domain',
    WEBHOOK_SCHEDULE_MS: '5,soon',
    SMTP_CONNECTIONS: '0',
  };
  const names = ['SMTP_URL', 'MAIL_FROM', 'MAIL_FALLBACK_DOMAIN', 'WEBHOOK_SCHEDULE_MS', 'SMTP_CONNECTIONS'];
  for (const name of names) expect(() => readConfig(wrong)).toThrow(name);
});

it('refuses a mail server that may be slower than the consumer waits', () => {
  expect(() => readConfig({ ...env, SMTP_TIMEOUT_MS: '15000' })).toThrow('KAFKA_PROCESSING_TIMEOUT');
  expect(() => readConfig({ ...env, SMTP_TIMEOUT_MS: '15000', KAFKA_PROCESSING_TIMEOUT: '40000' })).not.toThrow();
});
