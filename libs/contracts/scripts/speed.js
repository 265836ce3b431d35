// How many events one core turns into messages and back, by CPU time: `npm run speed`.
const { OrderCreated, toEvent, toMessage } = require('../dist');
const { example } = require('./examples');

const count = 200_000;
const data = example(OrderCreated.type, OrderCreated.version);
const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const cause = OrderCreated.create({ subject: data.orderId, data, traceparent, tracestate: 'vendor=1' });
const event = OrderCreated.create({ subject: data.orderId, data, cause });

const received = () => {
  const { key, value, headers } = toMessage(event);
  const bytes = Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)]);
  return { key: Buffer.from(key), value: Buffer.from(value), headers: Object.fromEntries(bytes) };
};
const messages = Array.from({ length: 1000 }, received);

function measure(what, work) {
  for (let run = 0; run < 5; run++) {
    const start = process.threadCpuUsage();
    for (let n = 0; n < count; n++) work(messages[n % messages.length]);
    const { user, system } = process.threadCpuUsage(start);
    const seconds = (user + system) / 1e6;
    if (run > 1)
      process.stdout.write(`${what.padEnd(10)} ${Math.round(count / seconds).toLocaleString('en')} events/s\n`);
  }
}

measure('create', () => OrderCreated.create({ subject: data.orderId, data, cause }));
measure('toMessage', () => toMessage(event));
measure('toEvent', (message) => toEvent(message, 'order-events'));
