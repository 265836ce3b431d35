import { InvalidEvent, OrderCancelled, registry, toEvent, toMessage } from '../src';
import { example, orderCreated } from './example';

const event = orderCreated();
const message = toMessage(event);
const withHeaders = (headers: object) => ({ ...message, headers: { ...message.headers, ...headers } });

function errorsOf(received: Parameters<typeof toEvent>[0]) {
  try {
    toEvent(received, 'order-events');
  } catch (error) {
    if (error instanceof InvalidEvent) return error.errors;
    throw error;
  }
  return [];
}

describe('reading a message', () => {
  it.each(['ce_specversion', 'ce_id', 'ce_type', 'ce_source', 'ce_subject', 'ce_time', 'ce_dataschema'])(
    'refuses one without %s',
    (name) => {
      expect(errorsOf(withHeaders({ [name]: undefined }))).toContainEqual({
        pointer: `/headers/${name}`,
        detail: 'is missing',
      });
    },
  );

  it('names everything that is missing at once', () => {
    expect(errorsOf({ key: null, value: null })).toHaveLength(8);
  });

  it.each([
    ['another version of CloudEvents', { ce_specversion: '0.3' }],
    ['an id that is no UUID', { ce_id: '42' }],
    ['a time that is none', { ce_time: 'yesterday' }],
    ['a day that does not exist', { ce_time: '2026-02-30T00:00:00.000Z' }],
    ['a subject that is not the key', { ce_subject: 'another' }],
    ['another format', { 'content-type': 'application/avro' }],
    ['the structured mode', { 'content-type': 'application/cloudevents+json' }],
  ])('refuses %s', (_, headers) => {
    expect(() => toEvent(withHeaders(headers), 'order-events')).toThrow(InvalidEvent);
  });

  it.each([
    ['null', null, 'is empty'],
    ['nothing', '', 'is empty'],
    ['half an object', '{"orderId":', 'is not JSON'],
    ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'is not UTF-8'],
  ])('refuses %s as data', (_, value, detail) => {
    expect(errorsOf({ ...message, value })).toEqual([{ pointer: '/data', detail }]);
  });

  it('keeps the cause of what it could not read', () => {
    expect(() => toEvent({ ...message, value: '{' }, 'order-events')).toThrow(
      expect.objectContaining({ cause: expect.any(SyntaxError) }),
    );
  });

  it('refuses data that fails the schema, with the place', () => {
    const value = JSON.stringify({ ...event.data, total: { amount: '1', currency: 'EUR' } });
    expect(errorsOf({ ...message, value })).toEqual([{ pointer: '/data/total/amount', detail: 'must be integer' }]);
  });

  it('reports only the first mistakes of a flood', () => {
    const value = JSON.stringify({ ...event.data, items: Array(10_000).fill(0) });
    expect(errorsOf({ ...message, value })).toHaveLength(20);
  });

  it('keeps fields that this version does not know', () => {
    const value = JSON.stringify({ ...event.data, giftWrap: true });
    expect(toEvent({ ...message, value }, 'order-events').data).toMatchObject({ giftWrap: true });
  });

  it('keeps a word that a later version brings', () => {
    const data = example<OrderCancelled['data']>('OrderCancelled/1');
    const cancelled = toMessage(OrderCancelled.create({ subject: data.orderId, data }));
    const value = JSON.stringify({ ...data, reason: 'stock-rejected' });
    expect(toEvent({ ...cancelled, value }, 'order-events').data).toMatchObject({ reason: 'stock-rejected' });
  });

  it('passes the data of an unknown type on', () => {
    const unknown = toEvent({ ...withHeaders({ ce_type: 'OrderPraised' }), value: '[1]' }, 'order-events');
    expect(unknown).toMatchObject({ type: 'OrderPraised', data: [1] });
    expect(registry.has(unknown.type)).toBe(false);
  });

  it('brings id and time into the one form that is compared and stored', () => {
    const other = { ce_id: event.id.toUpperCase(), ce_time: '2026-11-20T10:30:00.5+01:00' };
    expect(toEvent(withHeaders(other), 'order-events')).toMatchObject({
      id: event.id,
      time: '2026-11-20T09:30:00.500Z',
    });
  });

  it('takes the last of a header that stands several times', () => {
    const twice = { correlationid: [Buffer.from('first'), Buffer.from('last')] };
    expect(toEvent(withHeaders(twice), 'order-events').correlationid).toBe('last');
  });

  it('reads on where only a trace or a correlation is broken', () => {
    const broken = { traceparent: 'x', tracestate: 'a=1', correlationid: '', causationid: 'a'.repeat(1000) };
    expect(toEvent(withHeaders(broken), 'order-events')).toEqual(event);
  });

  it('says which topic it came from', () => {
    expect(toEvent(message, 'elsewhere').topic).toBe('elsewhere');
  });
});
