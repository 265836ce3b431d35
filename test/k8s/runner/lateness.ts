import { readFileSync } from 'node:fs';
import { Client } from 'pg';
import { databaseAs, program } from './connections';

/*
 * node dist/k8s/runner/lateness.js FILE: for every order in FILE the seconds from its being accepted to its payment being
 * authorized, as the two databases know them, in order of acceptance.
 */
async function timesIn(service: string, sql: string, ids: readonly string[]): Promise<Map<string, number>> {
  const client = new Client({ connectionString: databaseAs(service) });
  await client.connect();
  const { rows } = await client.query<{ id: string; at: Date }>(sql, [ids]);
  await client.end();
  return new Map(rows.map(({ id, at }) => [id, at.getTime()]));
}

program(async () => {
  const [file = ''] = process.argv.slice(2);
  const ids = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  const accepted = await timesIn(
    'orders',
    'SELECT id::text, created_at AS at FROM orders WHERE id = ANY($1::uuid[])',
    ids,
  );
  const paid = await timesIn(
    'payments',
    'SELECT order_id::text AS id, created_at AS at FROM payments WHERE order_id = ANY($1::uuid[])',
    ids,
  );
  return ids
    .map((id) => [
      accepted.get(id) ?? Number.NaN,
      ((paid.get(id) ?? Number.NaN) - (accepted.get(id) ?? Number.NaN)) / 1000,
    ])
    .sort(([a = 0], [b = 0]) => a - b);
});
