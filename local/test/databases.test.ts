import pg from 'pg';
import { serviceDatabase, urlOf } from '../src/postgres/databases';

const server = process.env.POSTGRES_URL ?? '';

async function connected(url: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

it('gives every service a database that no other service can enter', async () => {
  const name = `t${Date.now()}`;
  const url = await serviceDatabase(server, name);
  const stranger = await serviceDatabase(server, `${name}x`);
  expect(await serviceDatabase(server, name)).toBe(url);

  const own = await connected(url);
  await own.query('CREATE TABLE mine (id int)');
  await own.end();
  await expect(connected(stranger.replace(/[^/]*$/, name))).rejects.toThrow('permission denied for database');

  const admin = await connected(urlOf(server, 'postgres'));
  for (const each of [name, `${name}x`])
    await admin.query(`DROP DATABASE ${each}`).then(() => admin.query(`DROP ROLE ${each}`));
  await admin.end();
});
