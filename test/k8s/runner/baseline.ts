import { writeFileSync } from 'node:fs';
import { Client } from 'pg';
import { databaseAs, program } from './connections';

/* node dist/k8s/runner/baseline.js FILE: writes the ids of all orders there are, which a later judgement leaves out. */
program(async () => {
  const [file] = process.argv.slice(2);
  if (!file) throw new Error('the file is missing');
  const client = new Client({ connectionString: databaseAs('orders') });
  await client.connect();
  const { rows } = await client.query<{ id: string }>('SELECT id::text FROM orders');
  await client.end();
  writeFileSync(file, rows.map(({ id }) => `${id}\n`).join(''));
  return { orders: rows.length };
});
