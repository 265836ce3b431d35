import { createWriteStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { placeOrders } from '../../load/place-orders';
import { program } from './connections';

/*
 * node dist/k8s/runner/load.js --accepted FILE [--url URL] [--count N] [--rate PER_SECOND] [--from N] [--concurrency N]
 * Places orders as a careful client and writes the id of each accepted one into FILE. Without --count it goes on until its
 * standard input ends.
 */
const { values } = parseArgs({
  options: {
    accepted: { type: 'string' },
    url: { type: 'string', default: 'http://orders:3001' },
    count: { type: 'string' },
    rate: { type: 'string' },
    from: { type: 'string', default: '0' },
    concurrency: { type: 'string', default: '32' },
  },
});

program(async () => {
  if (!values.accepted) throw new Error('--accepted FILE is missing');
  const file = createWriteStream(values.accepted, { flags: 'a' });
  const end = new AbortController();
  if (!values.count) process.stdin.resume().once('end', () => end.abort());

  let accepted = 0;
  const started = Date.now();
  const progress = setInterval(() => process.stderr.write(`${accepted} orders accepted\n`), 5_000);
  const placed = await placeOrders({
    urls: [values.url],
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
