import { readConfig } from '../../src/config';

const needed = { DATABASE_URL: 'postgres://products:secret@localhost/products', KAFKA_BROKERS: 'localhost:9092' };

it('keeps goods for half an hour and sells nothing of its own, unless told', () => {
  expect(readConfig(needed)).toMatchObject({ reservation: 1_800_000, demoCatalogue: false, http: { port: 3006 } });
  expect(readConfig({ ...needed, DEMO_CATALOGUE: 'true' }).demoCatalogue).toBe(true);
});

it('reports every mistake at once', () => {
  expect(() => readConfig({ RESERVATION_MS: '1', DEMO_CATALOGUE: 'perhaps' })).toThrow(
    /(?=[\s\S]*DATABASE_URL)(?=[\s\S]*KAFKA_BROKERS)(?=[\s\S]*RESERVATION_MS)(?=[\s\S]*DEMO_CATALOGUE)/,
  );
});
