import { type DatabaseConfig, databaseDefaults } from '../database/config';
import type { Env } from './environment';
import { hiding, printableUrl } from './hiding';

export function databaseConfig(from: Env, defaults: { readonly service: string }): Required<DatabaseConfig> {
  const url = from.url('DATABASE_URL', { protocols: ['postgres', 'postgresql'] });
  const milliseconds = (name: string, value: number) => from.int(name, { default: value, min: 0 });
  const config = {
    url,
    poolMax: from.int('DATABASE_POOL_MAX', { default: databaseDefaults.poolMax, min: 1, max: 500 }),
    applicationName: from.string('DATABASE_APPLICATION_NAME', { default: defaults.service }),
    connectionTimeoutMs: milliseconds('DATABASE_CONNECTION_TIMEOUT_MS', databaseDefaults.connectionTimeoutMs),
    statementTimeoutMs: milliseconds('DATABASE_STATEMENT_TIMEOUT_MS', databaseDefaults.statementTimeoutMs),
    idleInTransactionTimeoutMs: milliseconds(
      'DATABASE_IDLE_IN_TRANSACTION_TIMEOUT_MS',
      databaseDefaults.idleInTransactionTimeoutMs,
    ),
  };
  return hiding(config, { url: printableUrl(url) });
}
