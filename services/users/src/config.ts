import { join } from 'node:path';
import { databaseConfig, readEnvironment, serviceConfig } from '@spillway/chassis';
import { tokenTerms } from '@spillway/chassis/auth';
import { version } from '../package.json';
import { attemptConfig } from './attempts/config';
import { keyConfig } from './keys/config';
import { passwordConfig } from './passwords/config';
import { sessionConfig } from './sessions/config';

const service = { service: 'users', version, port: 3005 };
export const migrationsFolder = join(__dirname, '../migrations');

/** Everything the service can be told, from the environment; throws with every mistake at once. */
export const readConfig = (env: NodeJS.ProcessEnv) =>
  readEnvironment(env, (from) => {
    const sessions = sessionConfig(from);
    return {
      ...serviceConfig(from, service),
      terms: tokenTerms(from),
      passwords: passwordConfig(from),
      attempts: attemptConfig(from),
      sessions,
      keys: keyConfig(from, sessions.accessTokenMs),
      /** Lets users set webhooks in private networks and over plain http: for development and for closed networks. */
      allowPrivateWebhooks: from.bool('WEBHOOK_ALLOW_PRIVATE', { default: false }),
    };
  });

/** All that a migration and the commands need. */
export const readDatabaseConfig = (env: NodeJS.ProcessEnv) =>
  readEnvironment(env, (from) => databaseConfig(from, service));

export type Config = ReturnType<typeof readConfig>;
