import type { Tx } from '@spillway/chassis';
import { byDay, byMinute } from '../../src/domain/figures';
import { readFigures, type Width } from '../../src/projections/read';
import type { Sums } from './expected';
import { dayOne } from './lives';

/** All figures of the served version, by the width asked for. */
export async function figuresBy(db: Tx, by: Width): Promise<Sums> {
  const range = { from: new Date(dayOne), to: new Date(dayOne + 4 * 86_400_000), by };
  const figures = await readFigures(db, range, [...byMinute, ...byDay]);
  return Object.fromEntries(
    figures.map(({ bucket, measure, currency, key, count, amount }) => [
      [bucket.toISOString(), measure, currency, key].join('|'),
      { count, amount },
    ]),
  );
}
