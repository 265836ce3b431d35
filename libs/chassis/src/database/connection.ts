import pg from 'pg';
import { type DatabaseConfig, databaseDefaults } from './config';

/** What pools and single connections have in common. The timeouts travel as startup parameters: no round trip, no gap. */
export function connectionOptions(config: DatabaseConfig, role?: string): pg.ClientConfig {
  const settings = { ...databaseDefaults, ...config };
  return {
    connectionString: settings.url,
    application_name: role === undefined ? settings.applicationName : `${settings.applicationName}-${role}`,
    connectionTimeoutMillis: settings.connectionTimeoutMs,
    statement_timeout: settings.statementTimeoutMs,
    idle_in_transaction_session_timeout: settings.idleInTransactionTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  };
}

/**
 * One connection outside the pool, for what must own its session. It never emits an unhandled 'error': once it is open,
 * `lost` hears of its end, at most once, and every query on it rejects from then on.
 */
export async function connect(
  config: DatabaseConfig,
  role: string,
  lost: (error: Error) => void = () => {},
): Promise<pg.Client> {
  const client = new pg.Client(connectionOptions(config, role));
  let open = false;
  const tell = (error: Error) => {
    if (open) lost(error);
    open = false;
  };
  client.on('error', tell);
  client.on('end', () => tell(new Error('Connection terminated')));
  await client.connect(); // rejects for what happens before
  open = true;
  return client;
}
