import { type Handler, type Handlers, logger, type Tx } from '@spillway/chassis';
import type { Event } from '@spillway/contracts';
import type { StepAnswer } from '../domain/order';
import { lockOrders } from '../orders/lock';
import { advance } from './advance';
import { strangers } from './metrics';
import type { Saga } from './saga';

const log = logger('saga');

/**
 * Locks the orders of all answers of a transaction. Two steps answer about one order on two topics, so each handler locking its
 * own would have two transactions wait for each other: one has the payments of A and the stock of B, the other the reverse.
 */
export async function lockAnswered(answers: readonly Event[], tx: Tx): Promise<void> {
  await lockOrders(
    tx,
    answers.map(({ subject }) => subject),
  );
}

/** The handlers of a saga's group: two for each step. */
export const answersTo = (saga: Saga): Handlers =>
  Object.fromEntries(
    Object.entries(saga.steps).flatMap(([step, { done, failed }]) => [
      [done.type, answerHandler(saga, step, 'done')],
      [failed.type, answerHandler(saga, step, 'failed')],
    ]),
  );

/** Set-based: all orders of a batch are locked, decided on and saved with one statement each. */
const answerHandler = (saga: Saga, step: string, answer: StepAnswer['answer']): Handler => ({
  async apply(prepared, tx) {
    const events = new Map(prepared.map(([event]) => [event.subject, event]));
    const orders = await lockOrders(tx, [...events.keys()]);
    if (orders.length < events.size) reportStrangers(events, new Set(orders.map(({ id }) => id)));
    return advance(
      tx,
      saga,
      orders.flatMap((order) => {
        const cause = events.get(order.id);
        return cause ? [{ order, input: { step, answer, data: cause.data }, cause }] : [];
      }),
    );
  },
});

/** Answers for orders that nobody here placed: another environment's messages, or a database that was reset. */
function reportStrangers(events: ReadonlyMap<string, Event>, known: ReadonlySet<string>): void {
  const unknown = [...events.keys()].filter((id) => !known.has(id));
  strangers.inc(unknown.length);
  log.warn('answers for orders that are not here were skipped', {
    orders: unknown.slice(0, 10),
    count: unknown.length,
  });
}
