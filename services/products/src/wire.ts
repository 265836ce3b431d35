import { consumer, database, http, kafkaClient, type Lifecycle, relay } from '@spillway/chassis';
import { subscriptions } from '@spillway/contracts';
import type { Config } from './config';
import { demoCatalogue } from './demo/catalogue';
import { commit } from './events/commit';
import { lockAll } from './events/lock';
import { release } from './events/release';
import { reserve } from './events/reserve';
import { productRoutes } from './http/routes';
import { expiry } from './reservations/expire';

/** The whole service: the catalogue and its search over HTTP; of orders' events, what happens to the stock. */
export function wire(app: Lifecycle, config: Config) {
  const { service: title, version } = config.lifecycle;
  const db = app.add(database(config.database));
  const kafka = app.add(kafkaClient(config.kafka));
  const events = app.add(relay({ db: config.database, producer: kafka, config: config.relay }));
  if (config.demoCatalogue) app.add(demoCatalogue(db));
  app.add(
    consumer({
      kafka,
      db,
      group: config.kafka.groupId ?? title,
      topics: subscriptions.products,
      relay: events,
      lock: lockAll,
      handlers: {
        OrderCreated: reserve(config.reservation),
        OrderConfirmed: commit,
        OrderCancelled: release,
      },
    }),
  );
  app.add(expiry({ db, relay: events }));
  const routes = productRoutes({ db, relay: events });
  return app.add(http({ config: config.http, routes, lifecycle: app, title, version }));
}
