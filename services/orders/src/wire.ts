import { consumer, database, http, kafkaClient, type Lifecycle, relay, responder } from '@spillway/chassis';
import { replyTopicsOf, subscriptions } from '@spillway/contracts';
import { createOrder } from './commands/create-order';
import type { Config } from './config';
import { orderRoutes } from './http/routes';
import { orderAccepting } from './orders/accept';
import { orderPlacing } from './orders/place';
import { answersTo, lockAnswered } from './saga/answers';
import { deadlines } from './saga/deadlines';
import { openSagas } from './saga/metrics';
import { placeOrder } from './saga/place-order';
import { statsFolding } from './stats/folding';
import { orderTotals } from './stats/metrics';

/** The whole service: orders in by HTTP and by command, their events out, the saga's answers in. Stopped from below: HTTP first. */
export function wire(app: Lifecycle, config: Config) {
  const { service: title, version } = config.lifecycle;
  const db = app.add(database(config.database));
  const kafka = app.add(kafkaClient(config.kafka));
  const events = app.add(relay({ db: config.database, producer: kafka, config: config.relay }));
  const group = config.kafka.groupId ?? title;
  app.add(
    consumer({
      kafka,
      db,
      group,
      topics: subscriptions.orders,
      relay: events,
      lock: lockAnswered,
      handlers: answersTo(placeOrder),
    }),
  );
  app.add(deadlines({ db, relay: events, saga: placeOrder, deadline: config.orderDeadline }));
  app.add(statsFolding(db));
  app.add(openSagas(db));
  app.add(orderTotals(db));
  const accept = orderAccepting(orderPlacing({ db, relay: events }));
  const answers = [createOrder(accept)];
  app.add(responder({ kafka, group: `${group}-commands`, answers, replyTopics: replyTopicsOf('orders') }));
  const routes = orderRoutes({ db, relay: events, accept });
  return app.add(http({ config: config.http, routes, lifecycle: app, title, version }));
}
