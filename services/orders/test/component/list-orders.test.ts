import { eventually } from '@spillway/chassis/testing';
import { moves, nobody } from '../support/moves';
import { type Orders, place, startOrders } from '../support/orders';

let orders: Orders;
beforeAll(async () => {
  orders = await startOrders();
});
afterAll(() => orders?.stop());

const { confirmed } = moves(() => orders);

async function nextMillisecond(): Promise<void> {
  const now = Date.now();
  await eventually(() => Date.now() > now, { everyMs: 1 });
}

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
