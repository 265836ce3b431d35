import type { TestDatabase } from '@spillway/chassis/testing';
import { errorBound } from '../../src/domain/latency';
import { eventsOf, type Life } from '../support/lives';
import { freshDatabase, type Place, place, type Service, startService } from '../support/service';

const minute = 60_000;
const line = (productId: string, unitPrice: number, quantity: number) => ({ productId, unitPrice, quantity });
const usual = { currency: 'EUR', confirmedAfter: 1_000, mailedAfter: 500, lines: [line('mug', 1250, 2)] };
const lives: readonly Life[] = [
  { ...usual, fate: 'delivered', created: 0 },
  { ...usual, fate: 'shipped', created: 10_000, lines: [line('mug', 1250, 1), line('towel', 1999, 3)] },
  { ...usual, fate: 'confirmed', created: 2 * minute, currency: 'JPY', lines: [line('mug', 500, 1)] },
  { ...usual, fate: 'declined', created: 2 * minute },
  { ...usual, fate: 'declined', created: 3 * minute },
  { ...usual, fate: 'returned', created: 3 * minute, lines: [line('board', 3400, 1)] },
  { ...usual, fate: 'pending', created: 24 * 60 * minute },
];
const firstDay = 'from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z';
const day = { from: '2026-03-01T00:00:00.000Z', to: '2026-03-02T00:00:00.000Z' };

describe('the statistics', () => {
  let database: TestDatabase;
  let where: Place;
  let service: Service;

  beforeAll(async () => {
    [database, where] = [await freshDatabase(), await place()];
    service = await startService(database, where);
    const events = lives.flatMap(eventsOf);
    await where.publish(events);
    await where.publish(events.filter((_, index) => index % 2 === 0)); // some come twice
    await where.settled();
  });
  afterAll(async () => {
    await service.stop();
    await where.stop();
    await database.drop();
  });

  const get = async (path: string) => {
    const { status, body } = await service.get(path);
    expect({ status, body }).toMatchObject({ status: 200 });
    return body;
  };

  it('count orders by minute, empty minutes included', async () => {
    const counts = (
      at: string,
      placed: number,
      confirmed: number,
      shipped: number,
      delivered: number,
      cancelled: number,
    ) => ({
      at: `2026-03-01T00:${at}:00.000Z`,
      placed,
      confirmed,
      shipped,
      delivered,
      cancelled,
    });
    expect(await get('/stats/orders?by=minute&from=2026-03-01T00:00:30Z&to=2026-03-01T00:03:00.001Z')).toEqual({
      from: '2026-03-01T00:00:00.000Z',
      to: '2026-03-01T00:04:00.000Z',
      by: 'minute',
      buckets: [
        counts('00', 2, 2, 2, 1, 0),
        counts('01', 0, 0, 0, 0, 0),
        counts('02', 2, 1, 0, 0, 1),
        counts('03', 2, 1, 0, 0, 2),
      ],
    });
  });

  it('sum up money by currency, as decimals', async () => {
    const body = await get(`/stats/revenue?by=day&${firstDay}`);
    const euros = { currency: 'EUR', placed: 181.47, cancelled: 84, sold: 97.47, captured: 131.47, refunded: 34 };
    const yen = { currency: 'JPY', placed: 500, cancelled: 0, sold: 500, captured: 500, refunded: 0 };
    expect(body).toEqual({
      ...day,
      by: 'day',
      total: [euros, yen],
      buckets: [{ at: day.from, amounts: [euros, yen] }],
    });
  });

  it('show how far orders come', async () => {
    expect(await get(`/stats/funnel?${firstDay}`)).toEqual({
      ...day,
      created: 6,
      confirmed: 4,
      shipped: 2,
      delivered: 1,
      cancelled: 3,
    });
  });

  it('say why orders were cancelled', async () => {
    expect(await get(`/stats/cancellations?${firstDay}`)).toEqual({
      ...day,
      cancelled: 3,
      reasons: [
        { reason: 'payment-declined', orders: 2, amounts: [{ currency: 'EUR', amount: 50 }] },
        { reason: 'requested', orders: 1, amounts: [{ currency: 'EUR', amount: 34 }] },
      ],
    });
  });

  it('rank products within each currency, by revenue or quantity, without what was given back', async () => {
    const mug = { productId: 'mug', quantity: 3, revenue: 37.5 };
    const towel = { productId: 'towel', quantity: 3, revenue: 59.97 };
    const yen = { currency: 'JPY', products: [{ productId: 'mug', quantity: 1, revenue: 500 }] };
    const ranked = (...products: object[]) => ({ ...day, currencies: [{ currency: 'EUR', products }, yen] });
    expect(await get(`/stats/products?${firstDay}`)).toEqual(ranked(towel, mug));
    expect(await get(`/stats/products?${firstDay}&sort=quantity`)).toEqual(ranked(mug, towel));
    expect(await get(`/stats/products?${firstDay}&limit=1`)).toEqual(ranked(towel));
  });

  it('tell percentiles of the way to confirmation and mail', async () => {
    const body = (await get(`/stats/latency?${firstDay}`)) as Record<'confirmed' | 'mailed', Record<string, number>>;
    expect(body).toMatchObject({ ...day, errorBound, confirmed: { orders: 4 }, mailed: { orders: 4 } });
    for (const [name, exact] of [
      ['confirmed', 1_000],
      ['mailed', 1_500],
    ] as const) {
      for (const share of ['p50', 'p90', 'p95', 'p99'])
        expect(Math.abs((body[name][share] ?? 0) - exact) / exact).toBeLessThan(errorBound + 0.001);
    }
    const nothing = await get('/stats/latency?from=2025-01-01T00:00:00Z&to=2025-01-02T00:00:00Z');
    expect(nothing).toMatchObject({ confirmed: { orders: 0 }, mailed: { orders: 0 }, days: [] });
  });

  it.each(['orders', 'revenue', 'funnel', 'cancellations', 'products', 'latency'])(
    'of %s have a range without being told one, and refuse one that is wrong',
    async (name) => {
      expect((await service.get(`/stats/${name}`)).status).toBe(200);
      const refused = async (query: string) => (await service.get(`/stats/${name}?${query}`)).body;
      expect(await refused('from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z')).toMatchObject({
        code: 'INVALID_RANGE',
      });
      expect(await refused('from=1999-01-01T00:00:00Z')).toMatchObject({ code: 'RANGE_TOO_LONG' });
      expect(await refused('from=yesterday')).toMatchObject({ status: 400 });
      expect(await refused('from=2026-06-30T23:59:60Z')).toMatchObject({ code: 'INVALID_MOMENT' });
    },
  );

  it('leave an order out of which nobody knows when it was created, and set its event aside', async () => {
    const [created] = eventsOf({ ...usual, fate: 'pending', created: 0 });
    const orderId = '7b1f8bd6-7a2c-4a57-9d3c-0d8b6f0e8f10';
    if (!created) throw new Error('an order has at least one event');
    await where.publish([{ ...created, subject: orderId, data: { ...(created.data as object), orderId } }]);
    await where.settled();
    expect(await where.deadLetters()).toBe(1);
  });
});
