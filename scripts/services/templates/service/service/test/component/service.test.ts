import { join } from 'node:path';
import { lifecycle } from '@spillway/chassis';
import { testDatabase, testHost, testKafka } from '@spillway/chassis/testing';
import { readConfig } from '../../src/config';
import { wire } from '../../src/wire';

it('starts on a real Kafka and PostgreSQL, and answers', async () => {
  const database = await testDatabase([join(__dirname, '../../migrations')]);
  const config = readConfig({
    DATABASE_URL: database.config.url,
    KAFKA_BROKERS: testKafka().brokers.join(','),
    HOST: '127.0.0.1',
    PORT: '0',
  });
  const app = lifecycle(config.lifecycle, testHost());
  const server = wire(app, config);
  await app.run();
  try {
    const answer = await fetch(`http://127.0.0.1:${server.port()}/{{name}}`);
    expect({ status: answer.status, body: await answer.json() }).toEqual({ status: 200, body: { count: 0 } });
  } finally {
    await app.stop('the test is over');
    await database.drop();
  }
});
