import { lifecycle } from '@spillway/chassis';
import { createTopics, testHost, testKafka } from '@spillway/chassis/testing';
import { requestTopics, topics } from '@spillway/contracts';
import { readConfig } from '../../src/config';
import { targetNames } from '../../src/targets/config';
import { wire } from '../../src/wire';
import { targetsDouble } from './targets';
import { type TokenOptions, tokenMint } from './tokens';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

interface Call extends Omit<RequestInit, 'body' | 'headers'> {
  readonly as?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

export const orderId = '01890a5d-ac96-774b-bcce-b302099a8057';

/** An order as the service orders shows it. */
export const orderOf = (userId: string, status = 'pending') => ({
  orderId,
  userId,
  status,
  items: [{ productId: 'prod-1', name: 'Enamel mug', price: 12.5, quantity: 2 }],
  totalAmount: 25,
  currency: 'EUR',
  version: 1,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
});

/** The gateway on a port of its own, with doubles for what stands behind it and keys that tests can sign with. */
export async function startGateway(settings: Record<string, string> = {}) {
  await createTopics([topics.orders.name, ...requestTopics().map(({ name }) => name)], { partitions: 2 });
  const [targets, mint] = [await targetsDouble(), await tokenMint()];
  targets.behave('users', ({ path }) => (path === '/.well-known/jwks.json' ? { body: mint.jwks } : undefined));
  const config = readConfig({
    ...Object.fromEntries(targetNames.map((name) => [`${name.toUpperCase()}_URL`, targets.url(name)])),
    KAFKA_BROKERS: testKafka().brokers.join(','),
    HTTP_DRAIN_GRACE_MS: '0',
    HOST: '127.0.0.1',
    PORT: '0',
    ...settings,
  });
  const app = lifecycle(config.lifecycle, testHost());
  const server = wire(app, config);
  await app.run();
  const url = `http://127.0.0.1:${server.port()}`;

  return {
    app,
    url,
    targets,
    mint,
    token: (userId: string, options?: TokenOptions) => mint.token(userId, options),
    admin: () => mint.token('the-admin', { roles: ['customer', 'admin'] }),

    async call(method: string, path: string, { as, body, headers, ...init }: Call = {}): Promise<Reply> {
      const response = await fetch(url + path, {
        ...init,
        method,
        headers: {
          ...(as !== undefined && { authorization: `Bearer ${as}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, body: text === '' ? {} : JSON.parse(text) };
    },

    async stop() {
      await app.stop('the test is over');
      await targets.stop();
    },
  };
}

export type Gateway = Awaited<ReturnType<typeof startGateway>>;
