import type { Requester } from '@spillway/chassis';
import { type Row, row } from './access/row';
import type { Listeners } from './live/listeners';
import { ofCaller } from './operations/of-caller';
import { orderDetails } from './operations/order-details';
import { orderEvents } from './operations/order-events';
import { mayMove, mustBeOwn } from './operations/own-order';
import { passTo } from './operations/pass-to';
import { placeOrder } from './operations/place-order';
import type { Targets } from './targets';

export interface TableDeps {
  readonly targets: Targets;
  readonly ask: Requester;
  readonly live: Pick<Listeners, 'add'>;
}

/** The public API: what may be asked, by whom, how often, and who answers. What is not in here is not public. */
export function table({ targets, ask, live }: TableDeps): Row[] {
  const { orders, payments, notifications, users, products, analytics } = targets;
  return [
    // method  path                     who         limit     what answers
    row('post', '/orders', 'customer', 'writes', placeOrder(ask)),
    row('get', '/orders', 'admin', 'reads', passTo(orders)),
    row('get', '/orders/stats', 'admin', 'reads', passTo(orders)),
    row('get', '/orders/:id', 'customer', 'reads', orderDetails(targets)),
    row('get', '/orders/:id/events', 'customer', 'reads', orderEvents(orders, live)),
    row('get', '/orders/:id/history', 'customer', 'reads', passTo(orders, undefined, { check: mustBeOwn(orders) })),
    row('patch', '/orders/:id', 'customer', 'writes', passTo(orders, undefined, { check: mayMove(orders) })),
    row('delete', '/orders/:id', 'admin', 'writes', passTo(orders)),
    row('get', '/me/orders', 'customer', 'reads', passTo(orders, '/orders', { fixed: ofCaller })),

    row('post', '/users', 'anyone', 'sensitive', passTo(users)),
    row('post', '/sessions', 'anyone', 'sensitive', passTo(users)),
    row('post', '/sessions/refresh', 'anyone', 'sensitive', passTo(users)),
    row('post', '/sessions/logout', 'anyone', 'writes', passTo(users)),
    row('get', '/.well-known/jwks.json', 'anyone', 'reads', passTo(users)),

    row('get', '/me', 'customer', 'reads', passTo(users)),
    row('patch', '/me', 'customer', 'writes', passTo(users)),
    row('put', '/me/password', 'customer', 'sensitive', passTo(users)),
    row('post', '/me/deletion', 'customer', 'sensitive', passTo(users)),
    row(
      'post',
      '/me/webhook-secret',
      'customer',
      'sensitive',
      passTo(notifications, '/preferences/:userId/webhook-secret', { fixed: ofCaller }),
    ),

    row('get', '/users', 'admin', 'reads', passTo(users)),
    row('get', '/users/:userId', 'admin', 'reads', passTo(users)),
    row('put', '/users/:userId/role', 'admin', 'writes', passTo(users)),
    row('delete', '/users/:userId', 'admin', 'writes', passTo(users)),

    row('get', '/products', 'anyone', 'reads', passTo(products)),
    row('get', '/products/:productId', 'anyone', 'reads', passTo(products)),
    row('post', '/products', 'admin', 'writes', passTo(products)),
    row('patch', '/products/:productId', 'admin', 'writes', passTo(products)),
    row('post', '/products/:productId/retire', 'admin', 'writes', passTo(products)),
    row('get', '/products/:productId/stock', 'admin', 'reads', passTo(products)),
    row('post', '/products/:productId/stock/adjustments', 'admin', 'writes', passTo(products)),
    row('get', '/products/:productId/stock/adjustments', 'admin', 'reads', passTo(products)),

    row('get', '/stats/orders', 'admin', 'reads', passTo(analytics)),
    row('get', '/stats/revenue', 'admin', 'reads', passTo(analytics)),
    row('get', '/stats/funnel', 'admin', 'reads', passTo(analytics)),
    row('get', '/stats/cancellations', 'admin', 'reads', passTo(analytics)),
    row('get', '/stats/products', 'admin', 'reads', passTo(analytics)),
    row('get', '/stats/latency', 'admin', 'reads', passTo(analytics)),

    row('get', '/payments', 'admin', 'reads', passTo(payments)),
    row('get', '/notifications', 'admin', 'reads', passTo(notifications)),
  ];
}
