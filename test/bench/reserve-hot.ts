import { backlog, drainBacklog } from './drain-backlog';
import { type Figure, load } from './report';
import { repeat } from './with-system';

const figure = (name: string, runs: readonly number[]): Figure => ({
  name: `${name}, backlog of ${backlog.toLocaleString('en')}`,
  unit: 'events/s',
  runs,
  load: load(),
});

/** Stock put aside for orders that all want the same product, and for orders that want twenty: an inbox row, a reservation and an event each. */
export async function reserveHot(): Promise<Figure[]> {
  const measure = (productOf: (n: number) => string) =>
    repeat(3, () => drainBacklog({ service: 'products', table: 'reservations', productOf }));
  return [
    figure('stock for orders on one hot product', await measure(() => 'prod-1')),
    figure('stock for orders on twenty products', await measure((n) => `prod-${1 + (n % 20)}`)),
  ];
}
