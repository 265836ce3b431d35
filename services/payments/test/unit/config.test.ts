import { inspect } from 'node:util';
import { ConfigError } from '@spillway/chassis';
import { readConfig } from '../../src/config';

const needed = { DATABASE_URL: 'postgres://payments:secret@localhost/payments', KAFKA_BROKERS: 'localhost:9092' };

it('needs a database and a broker, and simulates payments by default', () => {
  const config = readConfig(needed);
  expect(config.lifecycle).toMatchObject({ service: 'payments' });
  expect(config.http.port).toBe(3002);
  expect(config.kafka.groupId).toBe('payments');
  expect(config.provider).toEqual({
    provider: 'simulated',
    latencyMs: 0,
    maxConcurrent: 1_000,
    declineRate: 0,
    failureRate: 0,
  });
});

it('asks for a key only where Stripe is used, and never shows it', () => {
  const config = readConfig({ ...needed, PAYMENT_PROVIDER: 'stripe', STRIPE_API_KEY: 'sk_test_abc' });
  expect(config.provider).toMatchObject({ apiUrl: 'https://api.stripe.com', paymentMethod: 'pm_card_visa' });
  expect(inspect(config, { depth: null }) + JSON.stringify(config)).not.toContain('sk_test_abc');
  expect(() => readConfig({ ...needed, PAYMENT_PROVIDER: 'stripe' })).toThrow(/STRIPE_API_KEY/);
});

it('reports every mistake at once', () => {
  const wrong = { PAYMENT_PROVIDER: 'simulated', SIMULATED_DECLINE_RATE: '2', SIMULATED_LATENCY_MS: 'soon' };
  expect(() => readConfig(wrong)).toThrow(ConfigError);
  expect(() => readConfig(wrong)).toThrow(
    expect.objectContaining({
      message: expect.stringMatching(
        /(?=[\s\S]*DATABASE_URL)(?=[\s\S]*KAFKA_BROKERS)(?=[\s\S]*SIMULATED_DECLINE_RATE)(?=[\s\S]*SIMULATED_LATENCY_MS)/,
      ),
    }),
  );
});

it('refuses a Stripe time limit under which a slow answer would look like a failed message', () => {
  const settings = { ...needed, PAYMENT_PROVIDER: 'stripe', STRIPE_API_KEY: 'sk_test_abc' };
  expect(() => readConfig({ ...settings, STRIPE_TIMEOUT_MS: '10000' })).toThrow(/STRIPE_TIMEOUT_MS/);
});
