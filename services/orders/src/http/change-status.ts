import { Type } from '@sinclair/typebox';
import { type Database, etagOf, Problem, type Relay, type Route, requireMatch, route } from '@spillway/chassis';
import { type Requested, requestable, type Status } from '../domain/status';
import { changeOrder } from '../orders/change';
import { eventOfRequest } from '../orders/events';
import { findOrder } from '../orders/read';
import { OrderAnswer, OrderId, orderAnswer, StatusWord } from './order-answer';
import { orderNotFound } from './problems';

export const changeStatus = (deps: { readonly db: Database; readonly relay: Relay }): Route =>
  route({
    method: 'patch',
    path: '/orders/:id',
    summary: 'Ship, deliver or cancel an order; If-Match makes it depend on the version',
    params: Type.Object({ id: OrderId }),
    body: Type.Object({ status: StatusWord }),
    answers: {
      200: OrderAnswer,
      404: 'No such order',
      409: 'The order cannot move there; `allowed` names where it can',
      412: 'If-Match names another version',
    },
    async handle({ params, body, headers, id: correlationid, traceparent, tracestate }) {
      const changed = await changeOrder(
        deps,
        params.id,
        (order) => {
          requireMatch(headers['if-match'], order.version);
          const status = legalMove(order.status, body.status);
          const events = [eventOfRequest(order, status, { correlationid, traceparent, tracestate })];
          return { change: { status }, events };
        },
        findOrder,
      );
      if (changed === undefined) throw orderNotFound(params.id);
      return { status: 200, headers: { etag: etagOf(changed.version) }, body: orderAnswer(changed) };
    },
  });

function legalMove(from: Status, to: Status): Requested {
  const allowed = requestable(from);
  const legal = allowed.find((status) => status === to);
  if (legal !== undefined) return legal;
  const where = allowed.length > 0 ? `only to ${allowed.join(' or ')}` : 'nowhere any more';
  throw new Problem(409, 'ILLEGAL_TRANSITION', `The order is ${from} and can move ${where}.`, { from, allowed });
}
