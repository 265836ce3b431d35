import { eventually } from '@spillway/chassis/testing';
import { type ServiceName, type System, serviceNames, startTemporarySystem } from '@spillway/local';
import { type CardProvider, startCardProvider } from '../system/card-provider';
import { startOtlpReceiver } from '../system/otlp-receiver';
import type { ReceivedSpan } from '../system/otlp-spans';
import { atRest } from '../system/rest';
import { outline } from '../system/trace-outline';

/** What must stay in the requests, the databases and the mail it was given for. */
const personal = {
  email: 'jane.doe@private.example',
  paymentMethod: 'pm_card_of_jane_4242',
  apiKey: 'sk_test_of_the_shop',
};

interface HistoryEntry {
  readonly id: string;
  readonly type: string;
}

let spans: readonly ReceivedSpan[];
let lines: readonly string[];
let history: readonly HistoryEntry[];
let mailed: readonly string[];
let paidWith: CardProvider['paymentMethods'];

/** One order from the POST to the mail, at debug level and with every trace recorded; what was seen of it is kept. */
beforeAll(async () => {
  const written: string[] = [];
  const collector = await startOtlpReceiver();
  const provider = await startCardProvider();
  const system = await startTemporarySystem({
    env: environment(collector.endpoint, provider.url),
    log: (name, line) => serviceNames.includes(name as ServiceName) && written.push(line),
  });
  try {
    ({ history, mailed } = await orderOnce(system));
  } finally {
    await system.stop(); // what has not been sent yet is sent now
    await provider.stop();
    await collector.stop();
  }
  ({ spans } = collector);
  lines = written;
  paidWith = provider.paymentMethods;
});

function environment(endpoint: string, providerUrl: string) {
  const common = { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_TRACES_SAMPLER_ARG: '1', LOG_LEVEL: 'debug' };
  const stripe = {
    PAYMENT_PROVIDER: 'stripe',
    STRIPE_API_URL: providerUrl,
    STRIPE_API_KEY: personal.apiKey,
    STRIPE_PAYMENT_METHOD: personal.paymentMethod,
  };
  return { orders: common, payments: { ...common, ...stripe }, notifications: common, products: common };
}

async function orderOnce(system: System) {
  const preferences = `${system.url('notifications')}/preferences/jane`;
  await json(preferences, { method: 'PUT', body: { email: personal.email } });
  const items = [{ productId: 'prod-1', price: 12.5, quantity: 2 }];
  const order = { method: 'POST', body: { userId: 'jane', items } };
  const { orderId } = await json<{ orderId: string }>(`${system.url('orders')}/orders`, order);
  const mails = await eventually(async () => {
    const about = `${system.mail.apiUrl}/api/mails?orderId=${orderId}`;
    const found = await json<{ mails: { to: string[] }[] }>(about);
    return found.mails.length > 0 && found.mails;
  });
  await atRest(system);
  const { events } = await json<{ events: HistoryEntry[] }>(`${system.url('orders')}/orders/${orderId}/history`);
  return { history: events, mailed: mails.flatMap(({ to }) => to) };
}

async function json<T>(url: string, { method = 'GET', body }: { method?: string; body?: unknown } = {}): Promise<T> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
  if (!response.ok) throw new Error(`${method} ${url} gave ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}

function traceOfOrder(): readonly ReceivedSpan[] {
  const root = spans.find(({ name }) => name === 'POST /orders');
  return spans.filter(({ traceId }) => traceId === root?.traceId);
}

const ofKind = (kind: ReceivedSpan['kind']) => traceOfOrder().filter((span) => span.kind === kind);
const sends = () => ofKind('CLIENT').filter(({ attributes }) => attributes['messaging.system'] !== undefined);

/** What follows from the answer that came last, to whichever of the two steps of the saga. */
const confirmation = [
  'CLIENT orders: send order-events',
  'CONSUMER notifications: process order-events (OrderConfirmed)',
  '  CLIENT notifications: send mail',
  '  CLIENT notifications: send notification-events',
  'CONSUMER payments: process order-events (OrderConfirmed)',
  '  CLIENT payments: capture payment',
  '  CLIENT payments: send payment-events',
  '  CONSUMER notifications: process payment-events (PaymentCaptured)',
  '  CONSUMER orders: process payment-events (PaymentCaptured)',
  'CONSUMER products: process order-events (OrderConfirmed)',
  '  CLIENT products: send stock-events',
  '  CONSUMER orders: process stock-events (StockCommitted)',
].map((line) => `      ${line}`);

const storyEndingWith = (last: 'payment' | 'stock') => [
  'SERVER orders: POST /orders',
  '  CLIENT orders: send order-events',
  '  CONSUMER notifications: process order-events (OrderCreated)',
  '  CONSUMER payments: process order-events (OrderCreated)',
  '    CLIENT payments: authorize payment',
  '    CLIENT payments: send payment-events',
  '    CONSUMER notifications: process payment-events (PaymentAuthorized)',
  '    CONSUMER orders: process payment-events (PaymentAuthorized)',
  ...(last === 'payment' ? confirmation : []),
  '  CONSUMER products: process order-events (OrderCreated)',
  '    CLIENT products: send stock-events',
  '    CONSUMER orders: process stock-events (StockReserved)',
  ...(last === 'stock' ? confirmation : []),
];

it('leads in one trace from the POST to the mail', () => {
  const story = outline(traceOfOrder());
  const last = story.indexOf('      CLIENT orders: send order-events');
  const isStock = story[last - 1]?.includes('StockReserved') ?? false;
  expect(story).toEqual(storyEndingWith(isStock ? 'stock' : 'payment'));
});

it('leaves no span of the order in a trace of its own, and none failed', () => {
  const others = spans.filter((span) => !traceOfOrder().includes(span)).map(({ name }) => name);
  const expected = ['GET /readyz', 'PUT /preferences/:userId', 'GET /orders/:id/history'];
  expect(others.filter((name) => !expected.includes(name))).toEqual([]);
  expect(traceOfOrder().filter(({ failed }) => failed)).toEqual([]);
});

it('links each sending and each processing to the context its message was created in', () => {
  const messaging = [...sends(), ...ofKind('CONSUMER')];
  expect(messaging).toHaveLength(19);
  for (const { traceId, parentSpanId, links } of messaging) {
    expect(links).toEqual([{ traceId, spanId: parentSpanId, attributes: {} }]);
  }
});

it('describes the request as the conventions for HTTP want it', () => {
  expect(ofKind('SERVER').map(({ attributes }) => attributes)).toEqual([
    {
      'http.request.method': 'POST',
      'http.route': '/orders',
      'http.response.status_code': 201,
      'url.scheme': 'http',
      'network.protocol.version': '1.1',
    },
  ]);
});

it('describes messages as the conventions for messaging want it', () => {
  const topicOf = ({ name }: ReceivedSpan) => name.split(' ')[1];
  for (const span of sends()) {
    expect(span.attributes).toEqual({
      'messaging.system': 'kafka',
      'messaging.operation.name': 'send',
      'messaging.operation.type': 'send',
      'messaging.destination.name': topicOf(span),
      'messaging.batch.message_count': 1,
    });
  }
  for (const span of ofKind('CONSUMER')) {
    expect(span.attributes).toEqual({
      'messaging.system': 'kafka',
      'messaging.operation.name': 'process',
      'messaging.operation.type': 'process',
      'messaging.destination.name': topicOf(span),
      'messaging.consumer.group.name': span.service,
      'messaging.message.id': expect.any(String),
      'spillway.event.type': expect.any(String),
    });
  }
});

it('names an event by the same id wherever it is processed', () => {
  expect(history.map(({ type }) => type)).toEqual(['OrderCreated', 'OrderConfirmed']);
  for (const { id, type } of history) {
    const processed = ofKind('CONSUMER').filter(({ attributes }) => attributes['spillway.event.type'] === type);
    expect(processed.map(({ attributes }) => attributes['messaging.message.id'])).toEqual([id, id, id]);
  }
});

it('joins the log lines of the request to its trace', () => {
  const [root] = ofKind('SERVER');
  const ids = { trace_id: root?.traceId, span_id: root?.spanId };
  const logged = lines
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(logged).toContainEqual(expect.objectContaining({ ...ids, route: '/orders', status: 201 }));
});

it('puts nothing personal on a span or a log line', () => {
  // All of it has been used, so it could have been written down.
  expect({ mailed, paidWith }).toEqual({ mailed: [personal.email], paidWith: [personal.paymentMethod] });
  expect(lines.length).toBeGreaterThan(serviceNames.length);
  const seen = [...spans.map((span) => JSON.stringify(span)), ...lines];
  const telling = [...Object.values(personal), 'jane.doe', 'private.example'];
  expect(seen.filter((text) => telling.some((part) => text.includes(part)))).toEqual([]);
});
