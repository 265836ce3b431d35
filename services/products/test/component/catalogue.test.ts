import { type Collector, collect, eventually } from '@spillway/chassis/testing';
import { topics } from '@spillway/contracts';
import { mug, type Products, sell, startProducts } from '../support/service';

let products: Products;
let published: Collector;
beforeAll(async () => {
  products = await startProducts();
  published = await collect(topics.products.name);
});
afterAll(async () => {
  await published?.stop();
  await products?.stop();
});

const patch = (id: string, change: unknown, headers?: Record<string, string>) =>
  products.call('PATCH', `/products/${id}`, change, headers);

describe('a product', () => {
  it('is for sale under an id of its own, and its event says all of it', async () => {
    const { status, headers, body } = await products.call('POST', '/products', mug, { 'x-request-id': 'story-1' });
    expect([status, headers.get('etag')]).toEqual([201, '"1"']);
    expect(body).toMatchObject({ ...mug, currency: 'EUR', available: 0, retired: false, version: 1 });
    expect(headers.get('location')).toBe(`/products/${body.productId}`);
    expect((await products.call('GET', `/products/${body.productId}`)).body).toEqual(body);

    const message = await eventually(() => published.messages.find(({ key }) => key === body.productId));
    expect(message.headers).toMatchObject({
      ce_type: 'ProductCreated',
      ce_source: '/products',
      correlationid: 'story-1',
    });
    expect(JSON.parse(message.value ?? '')).toEqual({
      productId: body.productId,
      version: 1,
      ...mug,
      price: { amount: 1250, currency: 'EUR' },
    });
  });

  it('may bring its id, once', async () => {
    const content = { ...mug, productId: 'mug/ü 1', price: 1234, currency: 'JPY' };
    const first = await products.call('POST', '/products', content);
    expect(first.headers.get('location')).toBe('/products/mug%2F%C3%BC%201');
    expect((await products.call('GET', String(first.headers.get('location')))).body).toMatchObject({ price: 1234 });
    const second = await products.call('POST', '/products', content);
    expect([second.status, second.body.code]).toEqual([409, 'PRODUCT_EXISTS']);
    expect(await products.toldOf('mug/ü 1')).toEqual(['ProductCreated']);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['no name', { name: undefined }, ''],
    ['an empty name', { name: '' }, '/name'],
    ['a name with NUL', { name: 'a\u0000' }, '/name'],
    ['a negative price', { price: -1 }, '/price'],
    ['a price with too many decimals', { price: 0.1 + 0.2 }, '/price'],
    ['an unknown currency', { currency: 'ABC' }, '/currency'],
    ['a long description', { description: 'x'.repeat(10_001) }, '/description'],
  ])('with %s is refused', async (_what, wrong, pointer) => {
    const { status, body } = await products.call('POST', '/products', { ...mug, ...wrong });
    expect(status).toBe(422);
    expect(body).toMatchObject({ errors: [expect.objectContaining({ pointer: expect.stringContaining(pointer) })] });
  });

  it('that is not there is a 404, whatever is asked', async () => {
    for (const [method, path, body] of [
      ['GET', ''],
      ['PATCH', '', {}],
      ['POST', '/retire'],
      ['GET', '/stock'],
      ['GET', '/stock/adjustments'],
      ['POST', '/stock/adjustments', { delta: 1, reason: 'x' }],
    ] as const) {
      expect((await products.call(method, `/products/nobody${path}`, body)).status).toBe(404);
    }
  });
});

describe('a change', () => {
  it('touches what it names, and tells all of the product', async () => {
    const id = await sell(products);
    const { status, headers, body } = await patch(id, { price: 13, description: '' });
    expect([status, headers.get('etag')]).toEqual([200, '"2"']);
    expect(body).toMatchObject({ ...mug, description: '', price: 13 });
    const [row] = await products.db.query<{ data: unknown }>(
      "SELECT data FROM events WHERE subject = $1 AND type = 'ProductChanged'",
      [id],
    );
    expect(row?.data).toMatchObject({ version: 2, name: mug.name, price: { amount: 1300, currency: 'EUR' } });
  });

  it('to another currency needs a price', async () => {
    const id = await sell(products);
    expect((await patch(id, { currency: 'JPY' })).status).toBe(422);
    expect((await patch(id, { currency: 'EUR' })).body).toMatchObject({ price: 12.5 });
    expect((await patch(id, { currency: 'JPY', price: 1500 })).body).toMatchObject({ price: 1500, currency: 'JPY' });
  });

  it('with If-Match happens to the version that was seen, for one of many at once', async () => {
    const id = await sell(products);
    const replies = await Promise.all(
      Array.from({ length: 6 }, (_, n) => patch(id, { name: `Mug ${n}` }, { 'if-match': '"1"' })),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412, 412]);
    expect(await products.toldOf(id)).toEqual(['ProductCreated', 'ProductChanged']);
  });
});

describe('a retired product', () => {
  it('is shown, not found, not changed and not quoted; said twice it is told once', async () => {
    const id = await sell(products, { name: 'Zither' });
    const page = () => products.call<{ products: unknown[] }>('GET', '/products?q=zither');
    expect((await page()).body.products).toHaveLength(1);
    for (const version of [2, 2]) {
      const { status, body } = await products.call('POST', `/products/${id}/retire`);
      expect([status, body.retired, body.version]).toEqual([200, true, version]);
    }
    expect((await page()).body.products).toHaveLength(0);
    expect((await products.call('GET', `/products/${id}`)).body).toMatchObject({ retired: true });
    expect((await patch(id, { name: 'x' })).body).toMatchObject({ code: 'PRODUCT_RETIRED' });
    const quote = await products.call('POST', '/quotes', { items: [{ productId: id, quantity: 1 }] });
    expect(quote.status).toBe(422);
    expect(await products.toldOf(id)).toEqual(['ProductCreated', 'ProductRetired']);
  });
});

describe('a quote', () => {
  it('has names, prices and the total of the catalogue', async () => {
    const [first, second] = [await sell(products), await sell(products, { name: 'Towel', price: 19.99 })];
    const items = [first, second, first].map((productId) => ({ productId, quantity: 3 }));
    const { status, body } = await products.call('POST', '/quotes', { items });
    expect(status).toBe(200);
    expect(body).toEqual({
      items: [
        { productId: first, name: mug.name, price: 12.5, quantity: 3 },
        { productId: second, name: 'Towel', price: 19.99, quantity: 3 },
        { productId: first, name: mug.name, price: 12.5, quantity: 3 },
      ],
      totalAmount: 134.97,
      currency: 'EUR',
    });
  });

  it('points to what cannot be sold', async () => {
    const [euro, yen] = [await sell(products), await sell(products, { price: 100, currency: 'JPY' })];
    for (const [productIds, pointer] of [
      [[euro, 'nobody'], '/items/1/productId'],
      [[euro, yen], '/items/1/productId'],
    ] as const) {
      const items = productIds.map((productId) => ({ productId, quantity: 1 }));
      const { status, body } = await products.call('POST', '/quotes', { items });
      expect([status, body.errors]).toEqual([422, [expect.objectContaining({ pointer })]]);
    }
  });
});
