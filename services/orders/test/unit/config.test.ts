import { ConfigError } from '@spillway/chassis';
import { readConfig } from '../../src/config';

const needed = { DATABASE_URL: 'postgres://orders:secret@localhost/orders', KAFKA_BROKERS: 'localhost:9092' };

it('needs a database and a broker, and gives an order a quarter of an hour', () => {
  const config = readConfig(needed);
  expect(config.lifecycle).toMatchObject({ service: 'orders' });
  expect(config.http.port).toBe(3001);
  expect(config.kafka.groupId).toBe('orders');
  expect(config.orderDeadline).toBe(900_000);
});

it('reports every mistake at once', () => {
  const wrong = { ORDER_DEADLINE_MS: 'soon', PORT: '-1' };
  const named = /(?=[\s\S]*DATABASE_URL)(?=[\s\S]*KAFKA_BROKERS)(?=[\s\S]*ORDER_DEADLINE_MS)(?=[\s\S]*PORT)/;
  expect(() => readConfig(wrong)).toThrow(ConfigError);
  expect(() => readConfig(wrong)).toThrow(expect.objectContaining({ message: expect.stringMatching(named) }));
});
