import type { Database, Relay, Route } from '@spillway/chassis';
import type { orderPlacing } from '../orders/place';
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
  readonly place: ReturnType<typeof orderPlacing>;
}

/** In the order in which a request meets them: /orders/stats before /orders/:id. */
export const orderRoutes = ({ db, relay, place }: RouteDeps): Route[] => [
  placeOrder(place),
  listOrdersRoute(db),
  orderStats(db),
  getOrder(db),
  orderHistory(db),
  changeStatus({ db, relay }),
  deleteOrder({ db, relay }),
];
