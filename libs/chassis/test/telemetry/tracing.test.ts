import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { Type } from '@sinclair/typebox';
import { Problem, route } from '../../src';
import { processSpan, publishSpan } from '../../src/telemetry/message-spans';
import { openSpan } from '../../src/telemetry/tracing';
import { json, serve } from '../http/support';
import { exporter, turnOff, turnOn } from './recording';

const sampled = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const unsampled = sampled.replace(/1$/, '0');

afterEach(turnOff);

const open = (parent = {}, name = 'work') => openSpan({ name, kind: SpanKind.INTERNAL, parent });
const event = { id: 'event-1', type: 'OrderCreated', topic: 'order-events', traceparent: sampled };

describe('off', () => {
  it('passes a trace context through unchanged, and drops what is none', () => {
    const span = open({ traceparent: sampled, tracestate: 'a=1' });
    expect([span.recording, span.traceparent(), span.tracestate()]).toEqual([false, sampled, 'a=1']);
    for (const bad of ['', 'x', sampled.toUpperCase(), `${sampled}-extra`, sampled.replace('0af', '000'.repeat(11))]) {
      expect(open({ traceparent: bad, tracestate: 'a=1' }).traceparent()).toBeUndefined();
    }
    expect(processSpan(event, 'payments').traceparent()).toBe(sampled);
    expect(open().traceparent()).toBeUndefined();
  });

  it('builds no attributes', () => {
    const attributes = jest.fn(() => ({}));
    openSpan({ name: 'x', kind: SpanKind.INTERNAL, parent: { traceparent: sampled }, attributes }).end();
    expect(attributes).not.toHaveBeenCalled();
  });
});

describe('on', () => {
  it('makes a child of a sampled parent, in the same trace', () => {
    turnOn({ ratio: 0 });
    const span = open({ traceparent: sampled, tracestate: 'a=1' });
    span.end();
    const [finished] = exporter.getFinishedSpans();
    expect(finished?.parentSpanContext?.spanId).toBe('b7ad6b7169203331');
    expect(span.traceparent()).toBe(`00-0af7651916cd43dd8448eb211c80319c-${finished?.spanContext().spanId}-01`);
    expect(span.tracestate()).toBe('a=1');
  });

  it('records nothing below a parent that was not sampled, and passes it on as it is', () => {
    turnOn({ ratio: 1 });
    const span = open({ traceparent: unsampled });
    span.end();
    expect([span.recording, span.traceparent()]).toEqual([false, unsampled]);
    expect(exporter.getFinishedSpans()).toEqual([]);
  });

  it('hands the decision not to record a new trace on, so that nobody downstream decides again', () => {
    turnOn({ ratio: 0 });
    expect(open().traceparent()).toMatch(/^00-[\da-f]{32}-[\da-f]{16}-00$/);
    expect(open().traceparent()).not.toBe(open().traceparent());
  });

  it('records about the share of new traces it is told to, once decided, not twice', () => {
    turnOn({ ratio: 0.5 });
    for (let i = 0; i < 2_000; i++) open().end();
    expect(exporter.getFinishedSpans().length).toBeGreaterThan(850);
    expect(exporter.getFinishedSpans().length).toBeLessThan(1_150);
  });

  it('honours samplers that are not parent-based', () => {
    turnOn({ sampler: 'always_on' });
    open({ traceparent: unsampled }).end();
    expect(exporter.getFinishedSpans()).toHaveLength(1);
    turnOn({ sampler: 'always_off' });
    open({ traceparent: sampled }).end();
    expect(exporter.getFinishedSpans()).toHaveLength(1);
  });

  it('notes of an error its code or class, never its message', () => {
    turnOn();
    open().end(Object.assign(new Error('mail to jane@example.org'), { code: '23505' }));
    open().end(new RangeError('jane@example.org'));
    const finished = exporter.getFinishedSpans();
    expect(finished.map(({ status }) => status)).toEqual([
      { code: SpanStatusCode.ERROR, message: '23505' },
      { code: SpanStatusCode.ERROR, message: 'RangeError' },
    ]);
    expect(JSON.stringify(finished.map(({ attributes, events }) => ({ attributes, events })))).not.toContain('jane');
  });
});

describe('messages', () => {
  it('processing is a child of what created the event, and linked to it', () => {
    turnOn();
    processSpan(event, 'payments').end();
    const [span] = exporter.getFinishedSpans();
    expect(span).toMatchObject({ name: 'process order-events', kind: SpanKind.CONSUMER });
    expect(span?.links.map(({ context }) => context.spanId)).toEqual(['b7ad6b7169203331']);
    expect(span?.attributes).toMatchObject({
      'messaging.consumer.group.name': 'payments',
      'messaging.message.id': 'event-1',
      'spillway.event.type': 'OrderCreated',
    });
  });

  it('one send of many messages is recorded when one of them is, and linked to each of those', () => {
    turnOn();
    const other = sampled.replace('b7ad', 'c7ad');
    const messages = [
      { headers: { traceparent: unsampled } },
      { headers: { traceparent: sampled } },
      { headers: { traceparent: other } },
    ];
    publishSpan('order-events', messages).end();
    publishSpan('order-events', [{ headers: { traceparent: unsampled } }, { headers: {} }]).end();
    const finished = exporter.getFinishedSpans();
    expect(finished).toHaveLength(1);
    expect(finished[0]).toMatchObject({ name: 'send order-events', kind: SpanKind.CLIENT });
    expect(finished[0]?.links.map(({ context }) => context.spanId)).toEqual(['b7ad6b7169203331', 'c7ad6b7169203331']);
    expect(finished[0]?.attributes['messaging.batch.message_count']).toBe(3);
  });
});

describe('requests', () => {
  const routes = [
    route({
      method: 'post',
      path: '/orders/:id',
      summary: 'x',
      body: Type.Object({ mail: Type.String() }),
      answers: { 200: 'ok' },
      handle: ({ traceparent }) => ({ status: 200, body: { traceparent } }),
    }),
    route({
      method: 'get',
      path: '/broken',
      summary: 'x',
      answers: { 200: 'ok' },
      handle() {
        throw new Problem(503, 'no', 'jane@example.org');
      },
    }),
  ];

  it('have a server span named after the route, whose context the handler is given, without anything personal', async () => {
    turnOn({ ratio: 0 });
    const server = await serve(routes);
    const path = '/orders/jane?token=hunter2';
    const answer = await fetch(server.url + path, json({ mail: 'jane@example.org' }, { traceparent: sampled }));
    const { traceparent } = (await answer.json()) as { traceparent: string };
    await fetch(`${server.url}/broken`, { headers: { traceparent: sampled } });
    await server.stop();
    const [good, bad] = exporter.getFinishedSpans();
    expect(good).toMatchObject({
      name: 'POST /orders/:id',
      kind: SpanKind.SERVER,
      status: { code: SpanStatusCode.UNSET },
    });
    expect(traceparent.slice(36, 52)).toBe(good?.spanContext().spanId);
    expect(good?.attributes).toMatchObject({ 'http.route': '/orders/:id', 'http.response.status_code': 200 });
    expect(bad?.status).toEqual({ code: SpanStatusCode.ERROR, message: 'no' });
    expect(JSON.stringify([good?.attributes, bad?.attributes, bad?.events])).not.toMatch(/jane|hunter2/);
  });
});
