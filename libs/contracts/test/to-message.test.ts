import { type Event, InvalidEvent, toMessage } from '../src';
import { orderCreated } from './example';

const event = orderCreated();

describe('writing a message', () => {
  it('has the attributes as headers, the subject as key and the data as value', () => {
    expect(toMessage({ ...event, causationid: 'c', traceparent: 't', tracestate: 's' })).toEqual({
      key: event.subject,
      value: JSON.stringify(event.data),
      headers: {
        ce_specversion: '1.0',
        ce_id: event.id,
        ce_source: '/orders',
        ce_type: 'OrderCreated',
        ce_time: event.time,
        ce_subject: event.subject,
        ce_dataschema: 'urn:spillway:schema:OrderCreated:1',
        'content-type': 'application/json',
        correlationid: event.id,
        causationid: 'c',
        traceparent: 't',
        tracestate: 's',
      },
    });
  });

  it('leaves out what is null in a row of the event table', () => {
    const row = { ...event, causationid: null, traceparent: null, tracestate: null } as unknown as Event;
    expect(toMessage(row)).toEqual(toMessage(event));
  });

  it.each([
    ['undefined', undefined],
    ['a function', () => 0],
    ['a bigint', { amount: 1n }],
  ])('refuses data that is no JSON: %s', (_, data) => {
    expect(() => toMessage({ ...event, data })).toThrow(InvalidEvent);
  });
});
