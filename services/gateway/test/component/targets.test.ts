import { eventually } from '@spillway/chassis/testing';
import { type Gateway, orderId, orderOf, startGateway } from '../support/gateway';

let gateway: Gateway;
let as: string;
beforeAll(async () => {
  gateway = await startGateway({
    TARGET_TIMEOUT_MS: '3000',
    TARGET_MAX_CONCURRENT: '5',
    TARGET_RETRY_AFTER_MS: '300',
    RATE_LIMIT_READS_PER_MINUTE: '10000',
  });
  as = await gateway.admin();
});
afterAll(() => gateway?.stop());

const never = () => new Promise<never>(() => undefined);
const problem = (status: number, code: string) => ({
  status,
  body: { status, code, detail: code, type: 'x', instance: '/in' },
});

it('a problem of a target is passed on, as the gateway’s own', async () => {
  gateway.targets.behave('orders', () => ({ ...problem(409, 'ILLEGAL_TRANSITION'), headers: { 'retry-after': '7' } }));
  const { status, headers, body } = await gateway.call('GET', `/orders/${orderId}`, { as });
  expect(status).toBe(409);
  expect(headers.get('content-type')).toBe('application/problem+json');
  expect(headers.get('retry-after')).toBe('7');
  expect(body).toMatchObject({
    code: 'ILLEGAL_TRANSITION',
    instance: `/orders/${orderId}`,
    type: expect.stringMatching(/illegal-transition$/),
  });
});

it('a target that is too slow is 504, and says which', async () => {
  gateway.targets.behave('payments', never);
  const { status, body } = await gateway.call('GET', '/payments', { as });
  expect([status, body.code, body.target]).toEqual([504, 'no-answer', 'payments']);
});

it('a connection that was lost is tried once more where that does no harm, and only there', async () => {
  let cut = 0;
  gateway.targets.behave('orders', ({ method }, response) => {
    if (cut++ % 2 === 0) response.destroy();
    return { body: method === 'GET' ? { orders: [] } : orderOf('ada') };
  });
  expect((await gateway.call('GET', '/orders', { as })).status).toBe(200);
  expect(cut).toBe(2);
  const deleted = await gateway.call('DELETE', `/orders/${orderId}`, { as });
  expect([deleted.status, deleted.body.code]).toEqual([503, 'dependency-unavailable']);
  expect(cut).toBe(3);
});

it('one target with too much to do is refused more, and the others are not', async () => {
  let waiting = 0;
  const release = Promise.withResolvers<void>();
  gateway.targets.behave('notifications', async () => {
    waiting++;
    await release.promise;
    return { body: { notifications: [] } };
  });
  gateway.targets.behave('orders', () => ({ body: { orders: [] } }));
  const held = Array.from({ length: 5 }, () => gateway.call('GET', `/notifications?orderId=${orderId}`, { as }));
  await eventually(() => waiting === 5);
  const more = await gateway.call('GET', `/notifications?orderId=${orderId}`, { as });
  expect([more.status, more.body.code]).toEqual([503, 'overloaded']);
  expect(more.headers.get('retry-after')).toBe('1');
  expect((await gateway.call('GET', '/orders', { as })).status).toBe(200);
  release.resolve();
  expect((await Promise.all(held)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
});

it('a target that fails is left alone for a while, and asked again afterwards', async () => {
  let isWell = false;
  let asked = 0;
  gateway.targets.behave('payments', () => {
    asked++;
    return isWell ? { body: { payments: [] } } : problem(500, 'internal');
  });
  await eventually(async () => {
    await gateway.call('GET', '/payments', { as });
    const before = asked;
    const { status } = await gateway.call('GET', '/payments', { as });
    return status === 503 && asked === before; // refused without asking
  });
  expect(await (await fetch(`${gateway.url}/metrics`)).text()).toMatch(/gateway_target_open\{target="payments"\} 1/);
  isWell = true;
  await eventually(async () => (await gateway.call('GET', '/payments', { as })).status === 200);
});

describe('an order with what other services know of it', () => {
  const details = (include: string) => gateway.call('GET', `/orders/${orderId}?include=${include}`, { as });
  beforeEach(() => {
    gateway.targets.behave('orders', () => ({ body: orderOf('ada') }));
    gateway.targets.behave('products', ({ path }) => ({ body: { path } }));
  });

  it('has all of it, asked for in parallel', async () => {
    gateway.targets.behave('notifications', () => ({ body: { notifications: ['a mail'] } }));
    const { status, body } = await details('notifications,items');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      orderId,
      included: { notifications: { notifications: ['a mail'] }, items: [{ path: '/products/prod-1' }] },
    });
  });

  it('is there although a part is not, and says so', async () => {
    gateway.targets.behave('notifications', () => problem(503, 'stopping'));
    const { status, body } = await details('notifications,items');
    expect(status).toBe(200);
    expect(body.included).toEqual({
      notifications: { unavailable: { status: 503, code: 'stopping' } },
      items: [{ path: '/products/prod-1' }],
    });
  });

  it('names what cannot be included', async () => {
    expect((await details('everything')).status).toBe(400);
  });
});
