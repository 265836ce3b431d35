import type { Route, Tx } from '@spillway/chassis';
import { cancellations } from './cancellations';
import { funnel } from './funnel';
import { latency } from './latency';
import { orders } from './orders';
import { products } from './products';
import { revenue } from './revenue';

export const statsRoutes = (db: Tx): Route[] => [
  orders(db),
  revenue(db),
  funnel(db),
  cancellations(db),
  products(db),
  latency(db),
];
