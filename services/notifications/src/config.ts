import { join } from 'node:path';
import { databaseConfig, type Env, readEnvironment, serviceConfig } from '@spillway/chassis';
import { version } from '../package.json';
import { type MailConfig, mailConfig } from './mail/config';
import { webhookConfig } from './webhooks/config';

const service = { service: 'notifications', version, port: 3003 };
export const migrationsFolder = join(__dirname, '../migrations');

/** Everything the service can be told, from the environment; throws with every mistake at once. */
export const readConfig = (env: NodeJS.ProcessEnv) =>
  readEnvironment(env, (from) => {
    const common = serviceConfig(from, service);
    const mail = mailConfig(from);
    checkMailFits(from, mail, common.kafka.processingTimeout);
    return { ...common, mail, webhooks: webhookConfig(from) };
  });

/** All that a migration needs. */
export const readDatabaseConfig = (env: NodeJS.ProcessEnv) =>
  readEnvironment(env, (from) => databaseConfig(from, service));

export type Config = ReturnType<typeof readConfig>;

/** A slow mail server must be waited for; the consumer's own limit would take it for a faulty message. */
function checkMailFits(from: Env, { timeoutMs }: MailConfig, processingTimeout: number): void {
  if (timeoutMs * 2 >= processingTimeout) {
    from.fail('SMTP_TIMEOUT_MS', 'must be below half of KAFKA_PROCESSING_TIMEOUT, which covers waiting and sending');
  }
}
