import { consumer, database, http, kafkaClient, type Lifecycle, relay, responder } from '@spillway/chassis';
import { replyTopicsOf, subscriptions } from '@spillway/contracts';
import { quoteProducts } from './commands/quote';
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
  const group = config.kafka.groupId ?? title;
  app.add(
    consumer({
      kafka,
      db,
      group,
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
  const answers = [quoteProducts(db)];
  app.add(responder({ kafka, group: `${group}-commands`, answers, replyTopics: replyTopicsOf('products') }));
  app.add(expiry({ db, relay: events }));
  const routes = productRoutes({ db, relay: events });
  return app.add(http({ config: config.http, routes, lifecycle: app, title, version }));
}
