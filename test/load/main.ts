import { parseArgs } from 'node:util';
import { openLoop } from './open-loop';
import { orderBody } from './order-body';

const usage = `load: orders at a fixed rate, whatever the answers do (open loop); prints one JSON document.

  --url URL         of the orders service
  --rate N          orders due a second
  --seconds N       for so long
  --connections N   open from the start; one order at a time over each (128)
  --ids             also lists the accepted orders, each with the time it was due
`;

/** Bodies repeat after so many: that is when every number in them does. */
const distinct = 3_000;

/** Written once, before the load: what is sent under load is bytes that are there. */
function requests(host: string): Buffer[] {
  return Array.from({ length: distinct }, (_, n) => {
    const body = orderBody(n);
    const head = `POST /orders HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\n`;
    return Buffer.from(`${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  });
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      url: { type: 'string' },
      rate: { type: 'string' },
      seconds: { type: 'string' },
      connections: { type: 'string', default: '128' },
      ids: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return void process.stdout.write(usage);
  const [rate, seconds, connections] = [Number(values.rate), Number(values.seconds), Number(values.connections)];
  if (!values.url || !(rate > 0) || !(seconds > 0) || !(connections > 0)) throw new Error(`wrong options\n\n${usage}`);
  const { hostname, port, host } = new URL(values.url);
  const prepared = requests(host);
  const result = await openLoop({
    target: { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(port || 80) },
    rate,
    seconds,
    connections,
    request: (n) => prepared[n % distinct] as Buffer,
    ...(values.ids && { idIn: (body: string) => (JSON.parse(body) as { orderId: string }).orderId }),
  });
  process.stdout.write(JSON.stringify(result));
}

main().catch((error: unknown) => {
  process.stderr.write(`load: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
