import { consumer, database, http, kafkaClient, type Lifecycle, relay } from '@spillway/chassis';
import { subscriptions } from '@spillway/contracts';
import type { Config } from './config';
import { authorize } from './events/authorize';
import { capture } from './events/capture';
import { release } from './events/release';
import { paymentRoutes } from './http/routes';
import { findPayment } from './payments/find';
import { type PaymentProvider, paymentProvider, providerFor } from './provider';

/** What a test may replace. */
export interface Overrides {
  readonly provider?: PaymentProvider;
}

/** The whole service: orders' events in, the provider asked, payments recorded, their events out. */
export function wire(app: Lifecycle, config: Config, overrides: Overrides = {}) {
  const { service: title, version } = config.lifecycle;
  const provider = overrides.provider ?? paymentProvider(config.provider);
  const db = app.add(database(config.database));
  const kafka = app.add(kafkaClient(config.kafka));
  const events = app.add(relay({ db: config.database, producer: kafka, config: config.relay }));
  const deps = { providerFor: providerFor(provider), find: findPayment(db) };
  app.add(
    consumer({
      kafka,
      db,
      group: config.kafka.groupId ?? title,
      topics: subscriptions.payments,
      relay: events,
      prepareConcurrency: provider.concurrency,
      handlers: {
        OrderCreated: authorize(deps),
        OrderConfirmed: capture(deps),
        OrderCancelled: release(deps),
      },
    }),
  );
  return app.add(http({ config: config.http, routes: paymentRoutes(db), lifecycle: app, title, version }));
}
