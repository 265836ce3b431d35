import { parseArgs } from 'node:util';
import { analyticsAlone } from './analytics-alone';
import { consumerAlone } from './consumer-alone';
import { endToEnd, soak } from './end-to-end';
import { gateway } from './gateway';
import { generators } from './generators';
import { idle } from './idle';
import { lagCost } from './lag-cost';
import { postOrders } from './post-orders';
import { productsSearch } from './products-search';
import { relayAlone } from './relay-alone';
import { type Figure, machine, report } from './report';
import { requestReply } from './request-reply';
import { reserveHot } from './reserve-hot';

const parts: Record<string, () => Promise<Figure[]>> = {
  'post-orders': postOrders,
  'end-to-end': endToEnd,
  'consumer-alone': consumerAlone,
  'reserve-hot': reserveHot,
  'products-search': productsSearch,
  'analytics-alone': analyticsAlone,
  'relay-alone': relayAlone,
  'lag-cost': lagCost,
  'request-reply': requestReply,
  gateway,
  idle,
};

const usage = `bench: measures the release build on this machine; each figure is the median of three runs.

  --only PART     one of ${Object.keys(parts).join(', ')} (may be given several times; all by default)
  --soak MINUTES  also holds a steady load for so long and watches memory
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true },
      soak: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return void process.stdout.write(usage);
  const unknown = values.only?.filter((name) => !(name in parts)) ?? [];
  if (unknown.length > 0) throw new Error(`there is no part '${unknown[0]}'\n\n${usage}`);
  process.stdout.write(`${machine()}\n${generators()}\n`);
  const figures: Figure[] = [];
  for (const [name, measure] of Object.entries(parts)) {
    if (values.only && !values.only.includes(name)) continue;
    process.stdout.write(`measuring ${name} …\n`);
    figures.push(...(await measure()));
  }
  if (values.soak) figures.push(...(await soak(Number(values.soak))));
  process.stdout.write('\n');
  report(figures);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`bench: ${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
