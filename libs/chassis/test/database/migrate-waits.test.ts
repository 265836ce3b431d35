import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrateService } from '../../src/database';
import { type TestDatabase, testDatabase } from '../../src/testing/database';

let test: TestDatabase;
let folder: string;
let door: Server | undefined;
const file = (name: string, sql: string) => writeFile(join(folder, name), sql);

beforeEach(async () => {
  test = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), 'migrations-'));
});
afterEach(async () => {
  door?.close();
  await test.drop();
  await rm(folder, { recursive: true });
});

/** A way to the database that lets nobody through the first `refusals` times. */
async function doorTo(url: string, refusals: number): Promise<string> {
  const { hostname, port } = new URL(url);
  let knocks = 0;
  door = createServer((client) => {
    client.on('error', () => undefined);
    if (knocks++ < refusals) return client.destroy();
    const server = connect({ host: hostname, port: Number(port) });
    server.on('error', () => client.destroy());
    return client.pipe(server).pipe(client);
  });
  await once(door.listen(0, '127.0.0.1'), 'listening');
  const through = new URL(url);
  through.host = `127.0.0.1:${(door.address() as AddressInfo).port}`;
  return through.href;
}

it('waits for a database that lets nobody in yet', async () => {
  await file('0101_things.sql', 'CREATE TABLE things (id int)');
  await migrateService({ ...test.config, url: await doorTo(test.config.url, 2) }, folder);
  expect(await test.db.query('SELECT * FROM things')).toEqual([]);
});

it('gives up when it has waited long enough', async () => {
  const url = await doorTo(test.config.url, Infinity);
  await expect(migrateService({ ...test.config, url }, folder, 0)).rejects.toThrow(/terminated|reset/i);
});

it('does not try a migration again that is wrong', async () => {
  await file('0101_bad.sql', 'INSERT INTO nowhere VALUES (1)');
  await expect(migrateService(test.config, folder)).rejects.toMatchObject({ code: 'MIGRATION_FAILED' });
});
