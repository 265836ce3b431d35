import { createWriteStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { customers } from '../../load/customers';
import { placeOrders } from '../../load/place-orders';
import { program } from './connections';

/*
 * node dist/k8s/runner/load.js --accepted FILE [--orders URL] [--count N] [--rate PER_SECOND] [--from N] [--concurrency N]
 * Places orders as a careful client and writes the id of each accepted one into FILE: as customers at the gateway, or
 * straight at orders. Without --count it goes on until its standard input ends.
 */
const { values } = parseArgs({
  options: {
    accepted: { type: 'string' },
    orders: { type: 'string' },
    count: { type: 'string' },
    rate: { type: 'string' },
    from: { type: 'string', default: '0' },
    concurrency: { type: 'string', default: '32' },
  },
});

const gateway = 'http://gateway:3000';

program(async () => {
  if (!values.accepted) throw new Error('--accepted FILE is missing');
  const file = createWriteStream(values.accepted, { flags: 'a' });
  const end = new AbortController();
  if (!values.count) process.stdin.resume().once('end', () => end.abort());

  let accepted = 0;
  const started = Date.now();
  const progress = setInterval(() => process.stderr.write(`${accepted} orders accepted\n`), 5_000);
  const placed = await placeOrders({
    ...(values.orders ? { urls: [values.orders] } : { urls: [gateway], door: customers(gateway, 20) }),
    count: Number(values.count ?? 1_000_000),
    concurrency: Number(values.concurrency),
    from: Number(values.from),
    ...(values.rate ? { ratePerSecond: Number(values.rate) } : {}),
    signal: end.signal,
    onAccepted(id) {
      accepted++;
      file.write(`${id}\n`);
    },
  });
  clearInterval(progress);
  await new Promise<void>((resolve) => file.end(resolve));
  return { accepted, repeats: placed.repeats, startedAt: started, endedAt: Date.now() };
});
