import pg from 'pg';

/** Makes sure that the service has a database and a role of its own on the server, and gives the role's URL. */
export async function serviceDatabase(serverUrl: string, service: string): Promise<string> {
  const password = `${service}-local`;
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    const role = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [service]);
    if (role.rowCount === 0) await client.query(`CREATE ROLE ${quoted(service)} LOGIN PASSWORD '${password}'`);
    const database = await client.query('SELECT FROM pg_database WHERE datname = $1', [service]);
    if (database.rowCount === 0) {
      await client.query(`CREATE DATABASE ${quoted(service)} OWNER ${quoted(service)}`);
      await client.query(`REVOKE CONNECT ON DATABASE ${quoted(service)} FROM PUBLIC`);
    }
  } finally {
    await client.end();
  }
  return urlOf(serverUrl, service, { user: service, password });
}

/** The same server's URL with another database, and with another user if one is given. */
export function urlOf(serverUrl: string, database: string, account?: { user: string; password: string }): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  if (account) Object.assign(url, { username: account.user, password: account.password });
  return url.href;
}

const quoted = (name: string) => `"${name.replace(/"/g, '""')}"`;
