import { Type } from '@sinclair/typebox';
import { decodeJwt } from 'jose';
import { type OperationRequest, operation } from '../access/operation';
import type { Listeners } from '../live/listeners';
import { isLast, newsOf, type OrderNews } from '../live/news';
import { type EventStream, eventStream } from '../live/stream';
import { askBecauseOf, pathOf } from '../targets/forward';
import type { Target } from '../targets/target';
import { ownOrder } from './own-order';

const headers = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no', // nginx would hold events back
};

interface History {
  readonly events: readonly {
    readonly id: string;
    readonly type: string;
    readonly time: string;
    readonly data: unknown;
  }[];
}

/**
 * What becomes of an order, as server-sent events: all that has, then all that will. Listening begins before history is asked
 * for, so nothing falls between the two. Whoever comes back with Last-Event-ID, to any process, goes on after that event.
 */
export const orderEvents = (orders: Target, live: Pick<Listeners, 'add'>) =>
  operation({
    summary: 'What becomes of an order, as server-sent events; Last-Event-ID goes on where a listener was cut off',
    params: Type.Object({ id: Type.String({ format: 'uuid' }) }),
    answers: {
      200: 'text/event-stream: each event has the id, the type and the time of what has happened',
      204: 'Nothing more will become of the order: do not come back',
      404: 'No such order',
    },
    async handle(request) {
      const { orderId } = (await ownOrder(request, orders)).order;
      const meanwhile: OrderNews[] = [];
      let stream: EventStream | undefined;
      const leave = live.add(orderId, {
        hear: (news) => (stream ? stream.write(news) : void meanwhile.push(news)),
        beat: () => stream?.beat(),
        end: () => stream?.end(),
      });
      const past = await pastOf(request, orders, orderId).catch((error: unknown) => {
        leave();
        throw error;
      });
      const known = knownTo(request.headers['last-event-id'], past);
      const end = past.at(-1);
      if (end && isLast(end) && known.length === past.length) {
        leave();
        return { status: 204 };
      }
      return {
        status: 200,
        headers,
        stream(response) {
          const expiry = setTimeout(() => response.end(), untilExpiry(request));
          response.once('close', () => {
            clearTimeout(expiry);
            leave();
          });
          if (response.destroyed) return leave();
          stream = eventStream(response, known);
          for (const news of [...past, ...meanwhile]) stream.write(news);
        },
      };
    },
  });

async function pastOf(request: OperationRequest, orders: Target, id: string): Promise<OrderNews[]> {
  const { body } = await askBecauseOf(request, orders, { method: 'GET', path: pathOf('/orders/:id/history', { id }) });
  return (body as History).events.map((event) => newsOf(id, event));
}

/** The ids up to the one a listener names; none when it is not one of this order's. */
function knownTo(lastEventId: string | string[] | undefined, past: readonly OrderNews[]): string[] {
  const at = past.findIndex(({ id }) => id === lastEventId);
  return past.slice(0, at + 1).map(({ id }) => id);
}

/** Milliseconds until the token expires: who may listen is looked at again then, as the listener comes back with a new one. */
function untilExpiry({ headers: { authorization = '' } }: OperationRequest): number {
  const { exp = 0 } = decodeJwt(authorization.replace(/^bearer +/i, ''));
  return Math.max(0, Math.min(exp * 1_000 - Date.now(), 2 ** 31 - 1));
}
