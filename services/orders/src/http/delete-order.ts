import { Type } from '@sinclair/typebox';
import { type Database, type Relay, type Route, requireMatch, route } from '@spillway/chassis';
import { isInFlight } from '../domain/status';
import { changeOrder } from '../orders/change';
import { eventsOfDeletion } from '../orders/events';
import { OrderId } from './order-answer';
import { orderNotFound } from './problems';

export const deleteOrder = (deps: { readonly db: Database; readonly relay: Relay }): Route =>
  route({
    method: 'delete',
    path: '/orders/:id',
    summary: 'Hide an order; cancels it first where it is still in flight',
    params: Type.Object({ id: OrderId }),
    answers: { 204: 'The order is gone', 404: 'No such order', 412: 'If-Match names another version' },
    async handle({ params, headers, id: correlationid, traceparent, tracestate }) {
      const gone = await changeOrder(
        deps,
        params.id,
        (order) => {
          requireMatch(headers['if-match'], order.version);
          const inFlight = isInFlight(order.status);
          const events = eventsOfDeletion(order, inFlight, { correlationid, traceparent, tracestate });
          return { change: { deleted: true, ...(inFlight && { status: 'cancelled' as const }) }, events };
        },
        async () => true,
      );
      if (gone === undefined) throw orderNotFound(params.id);
      return { status: 204 };
    },
  });
