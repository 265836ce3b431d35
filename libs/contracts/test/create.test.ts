import { InvalidEvent, limits, type Money, OrderConfirmed, OrderCreated } from '../src';
import { example, orderCreated } from './example';

const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const data = example<OrderCreated['data']>('OrderCreated/1');
const { orderId: subject } = data;
const create = (change: object) => OrderCreated.create({ subject, data: { ...data, ...change } });

function errorsOf(work: () => unknown) {
  try {
    work();
  } catch (error) {
    if (error instanceof InvalidEvent) return error.errors;
    throw error;
  }
  return [];
}

describe('creating an event', () => {
  it('gives it a UUIDv7, the time, and what its type says', () => {
    const before = Date.now();
    const event = orderCreated();
    expect(event).toMatchObject({
      type: 'OrderCreated',
      source: '/orders',
      subject,
      dataschema: 'urn:spillway:schema:OrderCreated:1',
      topic: 'order-events',
      correlationid: event.id,
    });
    expect(event.id[14]).toBe('7');
    expect(Date.parse(event.time)).toBeGreaterThanOrEqual(before);
    expect(Object.keys(event)).not.toContain('causationid');
  });

  it('gives ids that sort by the order of creation', () => {
    const ids = Array.from({ length: 1000 }, () => orderCreated().id);
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(1000);
  });

  it('takes correlation and trace from its cause', () => {
    const cause = OrderCreated.create({ subject, data, correlationid: 'request-1', traceparent, tracestate: 'a=1' });
    const confirmed = example<OrderConfirmed['data']>('OrderConfirmed/1');
    expect(OrderConfirmed.create({ subject, data: confirmed, cause })).toMatchObject({
      correlationid: 'request-1',
      causationid: cause.id,
      traceparent,
      tracestate: 'a=1',
    });
  });

  it('prefers a trace of its own, and does not mix it with the state of the other', () => {
    const cause = OrderCreated.create({ subject, data, traceparent, tracestate: 'a=1' });
    const own = traceparent.replace('00f067aa0ba902b7', '1111111111111111');
    const event = OrderCreated.create({ subject, data, cause, traceparent: own });
    expect(event.traceparent).toBe(own);
    expect(event).not.toHaveProperty('tracestate');
  });

  it.each(['', 'nonsense', traceparent.toUpperCase(), `ff${traceparent.slice(2)}`, `${traceparent}-more`])(
    'leaves out a malformed traceparent (%s)',
    (malformed) => {
      const event = OrderCreated.create({ subject, data, traceparent: malformed, tracestate: 'a=1' });
      expect(event).not.toHaveProperty('traceparent');
      expect(event).not.toHaveProperty('tracestate');
    },
  );

  it('keeps a traceparent of a later version', () => {
    const later = `01${traceparent.slice(2)}-more`;
    expect(OrderCreated.create({ subject, data, traceparent: later }).traceparent).toBe(later);
  });

  it('lists every mistake with its place', () => {
    const broken = { ...data, items: [{ ...data.items[0], quantity: 1.5 }], userId: undefined, orderId: 'x' };
    const pointers = errorsOf(() => OrderCreated.create({ subject: '', data: broken as never })).map((e) => e.pointer);
    expect(new Set(pointers)).toEqual(new Set(['/subject', '/data/items/0/quantity', '/data/userId', '/data/orderId']));
  });

  it.each<[what: string, change: object]>([
    ['no items', { items: [] }],
    ['too many items', { items: Array.from({ length: limits.items + 1 }, () => data.items[0]) }],
    ['a fraction of a cent', { total: { amount: 0.5, currency: 'EUR' } satisfies Money }],
    ['more money than a number holds', { total: { amount: limits.amount + 1, currency: 'EUR' } }],
    ['NaN', { total: { amount: Number.NaN, currency: 'EUR' } }],
    ['a currency in small letters', { total: { amount: 1, currency: 'eur' } }],
    ['an order id in capitals', { orderId: subject.toUpperCase() }],
    ['a NUL, which PostgreSQL refuses', { userId: 'a\0b' }],
    ['half a surrogate pair, which PostgreSQL refuses', { userId: 'a\ud800b' }],
    ['a user id that is too long', { userId: 'a'.repeat(limits.identifier + 1) }],
    ['a day that does not exist', { createdAt: '2026-02-30T00:00:00.000Z' }],
    ['a Date object', { createdAt: new Date() }],
  ])('refuses %s', (_, change) => {
    expect(() => create(change)).toThrow(expect.objectContaining({ code: 'INVALID_EVENT' }));
  });

  it('lets the greatest order through, whose sum is still exact', () => {
    expect(limits.items * limits.quantity * limits.unitPrice).toBeLessThanOrEqual(limits.amount);
    expect(Number.isSafeInteger(limits.amount)).toBe(true);
    expect(() => create({ total: { amount: limits.amount, currency: 'EUR' } })).not.toThrow();
  });
});
