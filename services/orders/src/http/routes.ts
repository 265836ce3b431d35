import type { Database, Relay, Route } from '@spillway/chassis';
import type { Accept } from '../orders/accept';
import { changeStatus } from './change-status';
import { deleteOrder } from './delete-order';
import { getOrder } from './get-order';
import { listOrdersRoute } from './list-orders';
import { orderHistory } from './order-history';
import { orderStats } from './order-stats';
import { placeOrder } from './place-order';

export interface RouteDeps {
  readonly db: Database;
  readonly relay: Relay;
  readonly accept: Accept;
}

/** In the order in which a request meets them: /orders/stats before /orders/:id. */
export const orderRoutes = ({ db, relay, accept }: RouteDeps): Route[] => [
  placeOrder(accept),
  listOrdersRoute(db),
  orderStats(db),
  getOrder(db),
  orderHistory(db),
  changeStatus({ db, relay }),
  deleteOrder({ db, relay }),
];
