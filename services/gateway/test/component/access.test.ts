import { type Gateway, orderId, orderOf, startGateway } from '../support/gateway';
import { tokenMint, unsigned } from '../support/tokens';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
  gateway.targets.behave('orders', ({ method, path, body }) => {
    if (method === 'GET' && path === `/orders/${orderId}`) return { body: orderOf('ada'), headers: { etag: '"1"' } };
    if (method === 'GET' && path.startsWith('/orders?')) return { body: { orders: [] } };
    if (method === 'PATCH') return { body: { ...orderOf('ada'), ...(body as object) } };
    return undefined;
  });
});
afterAll(() => gateway?.stop());

const asked = (path: string) => gateway.targets.seen.filter((seen) => seen.target === 'orders' && seen.path === path);

describe('a token', () => {
  const read = (as?: string) => gateway.call('GET', `/orders/${orderId}`, as === undefined ? {} : { as });

  it('is needed', async () => {
    const { status, headers, body } = await read();
    expect({ status, challenge: headers.get('www-authenticate'), code: body.code }).toEqual({
      status: 401,
      challenge: 'Bearer',
      code: 'authentication-required',
    });
  });

  it('lets its user in', async () => {
    const { status, headers, body } = await read(await gateway.token('ada'));
    expect({ status, etag: headers.get('etag'), body }).toEqual({ status: 200, etag: '"1"', body: orderOf('ada') });
  });

  it.each([
    ['signed with another key', async () => (await tokenMint()).token('ada')],
    ['not signed at all (alg none)', async () => unsigned('ada', ['admin'])],
    ['expired', () => gateway.token('ada', { expiresIn: -60 })],
    ['for somebody else', () => gateway.token('ada', { audience: 'urn:elsewhere' })],
    ['from somebody else', () => gateway.token('ada', { issuer: 'urn:elsewhere' })],
    ['no token', async () => 'a.b.c'],
  ])('that is %s is refused', async (_, make) => {
    const { status, headers } = await read(await make());
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toMatch(/^Bearer/);
  });

  it('in the query is none', async () => {
    const token = await gateway.token('ada');
    expect((await gateway.call('GET', `/orders/${orderId}?access_token=${token}`)).status).toBe(401);
  });
});

describe('a foreign order', () => {
  it.each([
    ['read', 'GET', '', undefined],
    ['read with what belongs to it', 'GET', '?include=payment', undefined],
    ['followed', 'GET', '/events', undefined],
    ['looked back on', 'GET', '/history', undefined],
    ['cancelled', 'PATCH', '', { status: 'cancelled' }],
  ])('cannot be %s, and looks as if it were not there', async (_, method, suffix, body) => {
    const before = gateway.targets.seen.filter((seen) => seen.method === 'PATCH').length;
    const as = await gateway.token('eve');
    const answer = await gateway.call(method, `/orders/${orderId}${suffix}`, { as, body });
    expect([answer.status, answer.body.code]).toEqual([404, 'ORDER_NOT_FOUND']);
    expect(gateway.targets.seen.filter((seen) => seen.method === 'PATCH')).toHaveLength(before);
  });

  it('is open to an admin', async () => {
    expect((await gateway.call('GET', `/orders/${orderId}`, { as: await gateway.admin() })).status).toBe(200);
  });
});

describe('roles', () => {
  it.each([
    ['GET', '/orders'],
    ['GET', '/orders/stats'],
    ['GET', '/payments'],
    ['GET', '/notifications'],
    ['DELETE', `/orders/${orderId}`],
  ])('%s %s is for admins', async (method, path) => {
    const { status, body } = await gateway.call(method, path, { as: await gateway.token('ada') });
    expect([status, body.code]).toEqual([403, 'forbidden']);
  });

  it('a customer cancels, and sets no other status', async () => {
    const as = await gateway.token('ada');
    const move = (status: string) => gateway.call('PATCH', `/orders/${orderId}`, { as, body: { status } });
    expect((await move('cancelled')).status).toBe(200);
    expect((await move('delivered')).status).toBe(403);
  });

  it('cannot be had by saying so', async () => {
    const as = await gateway.token('ada');
    const headers = { 'x-role': 'admin', 'x-user-roles': 'admin', 'x-user-id': 'the-admin' };
    expect((await gateway.call('GET', '/payments?role=admin', { as, headers })).status).toBe(403);
  });
});

describe('one’s own orders', () => {
  it('are one’s own, whatever the query says', async () => {
    await gateway.call('GET', '/me/orders?userId=eve&limit=5&debug=1', { as: await gateway.token('ada') });
    expect(asked('/orders?userId=ada&limit=5')).toHaveLength(1);
    expect(gateway.targets.seen.some(({ path }) => path.includes('eve'))).toBe(false);
  });
});

describe('what is passed on', () => {
  it('is the request id, conditions and keys, and no other header of the caller', async () => {
    const headers = { 'x-request-id': 'abc', 'if-match': '"1"', 'x-forwarded-host': 'evil.example', cookie: 'a=b' };
    const as = await gateway.token('ada');
    await gateway.call('PATCH', `/orders/${orderId}`, { as, headers, body: { status: 'cancelled' } });
    const got = gateway.targets.seen.findLast(({ method }) => method === 'PATCH');
    expect(got?.headers).toMatchObject({ 'x-request-id': 'abc', 'if-match': '"1"' });
    for (const name of ['x-forwarded-host', 'cookie']) expect(got?.headers).not.toHaveProperty(name);
  });

  it('is one segment of a path, whatever is in it', async () => {
    const sneaky = encodeURIComponent('../payments');
    expect((await gateway.call('GET', `/orders/${sneaky}`, { as: await gateway.admin() })).status).toBe(404);
    expect(gateway.targets.seen.some(({ path }) => path.includes('payments'))).toBe(false);
  });
});
