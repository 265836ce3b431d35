import { type Gateway, startGateway } from '../support/gateway';

let gateway: Gateway;
const start = async (settings: Record<string, string>) => {
  gateway = await startGateway(settings);
  gateway.targets.behave('orders', () => ({ body: { orders: [] } }));
};
afterEach(() => gateway?.stop());
const mine = (as: string, headers = {}) => gateway.call('GET', '/me/orders', { as, headers });

it('a user may ask so often, and is told how often still and when again', async () => {
  await start({ RATE_LIMIT_READS_PER_MINUTE: '3' });
  const [ada, eve] = [await gateway.token('ada'), await gateway.token('eve')];
  const first = await mine(ada);
  expect(first.headers.get('ratelimit-policy')).toBe('"reads";q=3;w=60');
  expect(first.headers.get('ratelimit')).toMatch(/^"reads";r=2;t=\d+$/);
  await mine(ada);
  await mine(ada);
  const refused = await mine(ada);
  expect([refused.status, refused.body.code]).toEqual([429, 'too-many-requests']);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(refused.headers.get('ratelimit')).toMatch(/^"reads";r=0;t=\d+$/);
  expect((await mine(eve)).status).toBe(200);
});

it('no header makes another address of one', async () => {
  await start({ RATE_LIMIT_ADDRESS_PER_MINUTE: '3' });
  const asked = [];
  for (const last of [1, 2, 3, 4]) {
    const address = `203.0.113.${last}`;
    const headers = {
      'x-forwarded-for': address,
      forwarded: `for=${address}`,
      'x-real-ip': address,
      'cf-connecting-ip': address,
    };
    asked.push((await mine('no token', headers)).status);
  }
  expect(asked).toEqual([401, 401, 401, 429]);
});

it('another token of the same user is the same user', async () => {
  await start({ RATE_LIMIT_READS_PER_MINUTE: '2' });
  const statuses = [];
  for (let i = 0; i < 3; i++) statuses.push((await mine(await gateway.token('ada'))).status);
  expect(statuses).toEqual([200, 200, 429]);
});
