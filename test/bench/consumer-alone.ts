import { backlog, drainBacklog } from './drain-backlog';
import { type Figure, load } from './report';
import { repeat } from './with-system';

const of100 = (n: number) => `prod-${n % 100}`;

/** Each event becomes an inbox row, a payment row and an event row. */
export async function consumerAlone(): Promise<Figure[]> {
  const runs = await repeat(3, () => drainBacklog({ service: 'payments', table: 'payments', productOf: of100 }));
  return [
    {
      name: `payments alone, backlog of ${backlog.toLocaleString('en')}`,
      unit: 'events/s',
      runs,
      aim: { atLeast: 20_000 },
      load: load(),
    },
  ];
}
