import { Client } from 'pg';

/** One query on a connection of its own: databases come and go in these tests. */
export async function query<R extends object>(url: string, sql: string, values: unknown[] = []): Promise<R[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined); // the server may be stopped on purpose; the query itself reports it
  await client.connect();
  try {
    return (await client.query<R>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

export async function countOf(url: string, table: string, where = 'true'): Promise<number> {
  const [row] = await query<{ count: string }>(url, `SELECT count(*) FROM ${table} WHERE ${where}`);
  return Number(row?.count ?? 0);
}
