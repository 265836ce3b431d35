import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { kafkaAs } from './connections';
import { groupLag } from './group-lag';
import { type PodMetrics, readMetrics } from './pod-metrics';

/*
 * node dist/k8s/runner/sample.js --group GROUP --topic TOPIC --port PORT
 * For every line on standard input, a JSON list of pod addresses, one line on standard output: what the broker says of the
 * group, and the counters of those pods. Ends with its input.
 */
export interface Sample {
  at: number;
  lag: number;
  /** By partition: [settled up to, end]. */
  offsets: Record<number, [number, number]>;
  /** By address; a pod that does not answer (any more, or yet) is left out. */
  pods: Record<string, PodMetrics>;
}

const { values } = parseArgs({
  options: {
    group: { type: 'string', default: 'payments' },
    topic: { type: 'string', default: 'order-events' },
    port: { type: 'string', default: '3002' },
  },
});

async function main(): Promise<void> {
  const admin = kafkaAs('checker').admin();
  await admin.connect();
  for await (const line of createInterface({ input: process.stdin })) {
    const addresses = JSON.parse(line) as string[];
    const { lag, partitions } = await groupLag(admin, values.group, [values.topic]);
    const pods = await Promise.all(
      addresses.map(
        async (address) => [address, await readMetrics(`http://${address}:${values.port}/metrics`)] as const,
      ),
    );
    const sample: Sample = {
      at: Date.now(),
      lag,
      offsets: Object.fromEntries(
        partitions.map(({ partition, committed, end }) => [partition, [Number(committed), Number(end)]]),
      ),
      pods: Object.fromEntries(pods.filter((entry): entry is [string, PodMetrics] => entry[1] !== undefined)),
    };
    process.stdout.write(`${JSON.stringify(sample)}\n`);
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
