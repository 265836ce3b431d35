import { eventually } from '@spillway/chassis/testing';
import { body, type Orders, place, startOrders, untilStatus } from '../support/orders';
import { authorized } from '../support/payments';

let orders: Orders;
beforeAll(async () => {
  orders = await startOrders();
});
afterAll(() => orders?.stop());

const nobody = '01890000-0000-7000-8000-000000000000';

async function confirmed(overrides: Record<string, unknown> = {}): Promise<string> {
  const id = await place(orders, overrides);
  await orders.publish(authorized(id));
  await untilStatus(orders, id, 'confirmed');
  return id;
}

async function nextMillisecond(): Promise<void> {
  const now = Date.now();
  await eventually(() => Date.now() > now, { everyMs: 1 });
}

const patch = (id: string, status: string, headers?: Record<string, string>) =>
  orders.call('PATCH', `/orders/${id}`, { status }, headers);

interface History {
  events: { type: string; id: string; causationid?: string; data: Record<string, unknown> }[];
}
const historyOf = async (id: string) => (await orders.call<History>('GET', `/orders/${id}/history`)).body.events;
const typesOf = async (id: string) => (await historyOf(id)).map(({ type }) => type);

/** From the table: the history of a deleted order is not shown to anybody. */
async function storedTypesOf(id: string) {
  const rows = await orders.db.query<{ type: string; data: { reason?: string } }>(
    'SELECT type, data FROM events WHERE subject = $1 ORDER BY id',
    [id],
  );
  return rows.map(({ type, data }) => (data.reason ? `${type} ${data.reason}` : type));
}

describe('one order', () => {
  it('is shown with its version as the ETag, and not sent again to who has it', async () => {
    const id = await place(orders);
    const { status, headers, body: shown } = await orders.call('GET', `/orders/${id}`);
    expect([status, headers.get('etag')]).toEqual([200, '"1"']);
    expect(shown).toEqual({
      orderId: id,
      userId: 'u-1',
      status: 'pending',
      items: [{ productId: 'p-1', name: 'Pen', price: 19.99, quantity: 2 }],
      totalAmount: 39.98,
      currency: 'EUR',
      version: 1,
      createdAt: expect.any(String) as string,
      updatedAt: shown.createdAt,
    });
    for (const known of ['"1"', 'W/"1"', '"7", "1"', '*']) {
      const again = await orders.call('GET', `/orders/${id}`, undefined, { 'if-none-match': known });
      expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', '"1"']);
    }
    const changed = await orders.call('GET', `/orders/${id}`, undefined, { 'if-none-match': '"2"' });
    expect(changed.status).toBe(200);
  });

  it.each([nobody, nobody.toUpperCase(), 'x', '1', '%00', `urn:uuid:${nobody}`, "'; --"])(
    'is not found by %p, whatever is asked',
    async (id) => {
      const path = `/orders/${encodeURI(id)}`;
      const replies = [
        await orders.call('GET', path),
        await orders.call('GET', `${path}/history`),
        await orders.call('PATCH', path, { status: 'cancelled' }),
        await orders.call('DELETE', path),
      ];
      expect(replies.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
      for (const { headers } of replies) expect(headers.get('content-type')).toMatch('application/problem+json');
    },
  );
});

describe('pages', () => {
  interface Page {
    orders: { orderId: string; createdAt: string; status: string }[];
    nextCursor?: string;
  }
  const page = (query: string) => orders.call<Page>('GET', `/orders?${query}`);
  const idsOf = ({ body: { orders: found } }: { body: Page }) => found.map(({ orderId }) => orderId);

  it('lead through all orders, newest first, each once, although more come', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 7; i++) ids.unshift(await place(orders, { userId: 'pages' }));
    const seen: string[] = [];
    let cursor = '';
    for (let pages = 0; pages < 4; pages++) {
      const reply = await page(`userId=pages&limit=2${cursor}`);
      seen.push(...idsOf(reply));
      await place(orders, { userId: 'pages' });
      expect(reply.body.nextCursor === undefined).toBe(pages === 3);
      cursor = `&cursor=${reply.body.nextCursor}`;
    }
    expect(seen).toEqual(ids);
  });

  it('can be of one user, one status and a span of time', async () => {
    const first = await place(orders, { userId: 'filters' });
    await nextMillisecond(); // the span below must be able to tell the two apart
    const second = await confirmed({ userId: 'filters' });
    const third = await place(orders, { userId: 'filters' });
    const { body: shown } = await orders.call<{ createdAt: string }>('GET', `/orders/${second}`);
    const at = encodeURIComponent(shown.createdAt);
    const after = encodeURIComponent(new Date(Date.parse(shown.createdAt) + 1).toISOString());
    expect(idsOf(await page('userId=filters'))).toEqual([third, second, first]);
    expect(idsOf(await page('userId=filters&status=confirmed'))).toEqual([second]);
    expect(idsOf(await page(`userId=filters&from=${at}`))).toEqual([third, second]);
    expect(idsOf(await page(`userId=filters&to=${at}`))).toEqual([first]);
    expect(idsOf(await page(`userId=filters&from=${at}&to=${after}&status=confirmed`))).toEqual([second]);
    expect(idsOf(await page('userId=nobody'))).toEqual([]);
  });

  it('leave out what was deleted', async () => {
    const id = await place(orders, { userId: 'hidden' });
    await orders.call('DELETE', `/orders/${id}`);
    expect(idsOf(await page('userId=hidden'))).toEqual([]);
  });

  it.each([
    'limit=0',
    'limit=201',
    'limit=x',
    'status=lost',
    'from=yesterday',
    'to=2026-12-31T23:59:60Z',
    'cursor=x',
    `cursor=${nobody}`,
    'userId=',
    'userId=a&userId=b',
    'userId=%00',
  ])('refuse %p', async (query) => {
    const { status, headers } = await page(query);
    expect([status, headers.get('content-type')]).toEqual([400, expect.stringMatching('problem')]);
  });
});

describe('a change of status', () => {
  it('goes from confirmed to shipped to delivered, each with its event', async () => {
    const id = await confirmed();
    const shipped = await patch(id, 'shipped');
    expect(shipped).toMatchObject({
      status: 200,
      body: { orderId: id, status: 'shipped', version: 3, totalAmount: 39.98 },
    });
    expect(shipped.headers.get('etag')).toBe('"3"');
    const delivered = await patch(id, 'delivered');
    expect(delivered.body).toMatchObject({ status: 'delivered', version: 4 });
    expect(Date.parse(String(delivered.body.updatedAt))).toBeGreaterThan(Date.parse(String(delivered.body.createdAt)));
    expect(await typesOf(id)).toEqual(['OrderCreated', 'OrderConfirmed', 'OrderShipped', 'OrderDelivered']);
  });

  it('cancels what is pending or confirmed', async () => {
    for (const id of [await place(orders), await confirmed()]) {
      expect((await patch(id, 'cancelled')).body).toMatchObject({ status: 'cancelled' });
      const last = (await historyOf(id)).at(-1);
      expect(last).toMatchObject({
        type: 'OrderCancelled',
        data: { reason: 'requested', total: { amount: 3998, currency: 'EUR' } },
      });
    }
  });

  it.each<[string, string, string[]]>([
    ['pending', 'confirmed', ['cancelled']],
    ['pending', 'shipped', ['cancelled']],
    ['pending', 'pending', ['cancelled']],
    ['confirmed', 'delivered', ['shipped', 'cancelled']],
    ['shipped', 'cancelled', ['delivered']],
    ['delivered', 'shipped', []],
    ['cancelled', 'confirmed', []],
  ])('from %s to %s is a 409 that names what is legal', async (from, to, allowed) => {
    const id = ['pending', 'cancelled'].includes(from) ? await place(orders) : await confirmed();
    const way: Record<string, string[]> = {
      shipped: ['shipped'],
      delivered: ['shipped', 'delivered'],
      cancelled: ['cancelled'],
    };
    for (const status of way[from] ?? []) await patch(id, status);
    const before = await typesOf(id);
    const { status, body: problem } = await patch(id, to);
    expect(status).toBe(409);
    expect(problem).toMatchObject({ code: 'ILLEGAL_TRANSITION', from, allowed });
    for (const word of allowed) expect(problem.detail).toContain(word);
    expect(await typesOf(id)).toEqual(before);
  });

  it.each([{ status: 'lost' }, {}, { status: 1 }])('to %j is a 422', async (content) => {
    const id = await place(orders);
    expect((await orders.call('PATCH', `/orders/${id}`, content)).status).toBe(422);
  });

  it('with If-Match happens only to the version that was seen', async () => {
    const id = await confirmed();
    for (const tag of ['"1"', '"3"', 'W/"2"', '2']) {
      const { status, headers, body: problem } = await patch(id, 'shipped', { 'if-match': tag });
      expect([status, headers.get('etag')]).toEqual([412, '"2"']);
      expect(problem).toMatchObject({ code: 'VERSION_MISMATCH', version: 2 });
    }
    expect((await patch(id, 'shipped', { 'if-match': '"1", "2"' })).status).toBe(200);
    expect((await patch(id, 'delivered', { 'if-match': '*' })).status).toBe(200);
  });

  it('with If-Match succeeds for one of many at once, and without it only legal moves do', async () => {
    const id = await confirmed();
    const tagged = await Promise.all(
      Array.from({ length: 8 }, (_, index) => patch(id, index % 2 ? 'shipped' : 'cancelled', { 'if-match': '"2"' })),
    );
    expect(tagged.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(7).fill(412)]);

    const other = await confirmed();
    const plain = await Promise.all(Array.from({ length: 8 }, () => patch(other, 'shipped')));
    expect(plain.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(7).fill(409)]);
    expect(await typesOf(other)).toEqual(['OrderCreated', 'OrderConfirmed', 'OrderShipped']);
  });
});

describe('history', () => {
  it('tells all that happened, and what caused it', async () => {
    const id = await place(orders);
    const answer = authorized(id);
    await orders.publish(answer);
    await untilStatus(orders, id, 'confirmed');
    const events = await historyOf(id);
    expect(events.map(({ type }) => type)).toEqual(['OrderCreated', 'OrderConfirmed']);
    expect(events[1]).toMatchObject({ causationid: answer.id, data: { paymentId: answer.data.paymentId } });
    expect(events[0]).toMatchObject({ data: { items: [{ productId: 'p-1', unitPrice: 1999, quantity: 2 }] } });
  });
});

describe('a deletion', () => {
  it.each<[string, (id: string) => Promise<unknown>, string[]]>([
    ['pending', async () => undefined, ['OrderCreated', 'OrderCancelled deleted', 'OrderDeleted']],
    [
      'shipped',
      async (id) => {
        await orders.publish(authorized(id));
        await untilStatus(orders, id, 'confirmed');
        await patch(id, 'shipped');
      },
      ['OrderCreated', 'OrderConfirmed', 'OrderShipped', 'OrderDeleted'],
    ],
    ['cancelled', (id) => patch(id, 'cancelled'), ['OrderCreated', 'OrderCancelled requested', 'OrderDeleted']],
  ])('of a %s order hides it, and compensates where something is in flight', async (_status, prepare, types) => {
    const id = await place(orders);
    await prepare(id);
    const gone = await orders.call('DELETE', `/orders/${id}`);
    expect([gone.status, gone.text]).toEqual([204, '']);
    const after = [
      await orders.call('GET', `/orders/${id}`),
      await orders.call('GET', `/orders/${id}/history`),
      await patch(id, 'cancelled'),
      await orders.call('DELETE', `/orders/${id}`),
    ];
    expect(after.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    expect(await storedTypesOf(id)).toEqual(types);
  });

  it('happens once among many, and only to the version that was seen', async () => {
    const id = await place(orders);
    expect((await orders.call('DELETE', `/orders/${id}`, undefined, { 'if-match': '"9"' })).status).toBe(412);
    const replies = await Promise.all(Array.from({ length: 5 }, () => orders.call('DELETE', `/orders/${id}`)));
    expect(replies.map(({ status }) => status).sort()).toEqual([204, 404, 404, 404, 404]);
    expect(await storedTypesOf(id)).toEqual(['OrderCreated', 'OrderCancelled deleted', 'OrderDeleted']);
  });
});

it('refuses other methods and paths with problems', async () => {
  expect((await orders.call('PUT', '/orders', body())).status).toBe(405);
  expect((await orders.call('POST', '/order', body())).status).toBe(404);
});
