import { coalesce, consumer, database, http, kafkaClient, type Lifecycle, relay } from '@spillway/chassis';
import { publicLookup, type Resolve, refusalNow } from '@spillway/chassis/webhooks';
import { subscriptions, type Topic } from '@spillway/contracts';
import type { Config } from './config';
import { notify } from './events/notify';
import { forgetUser, learnUser } from './events/users';
import { notificationRoutes } from './http/routes';
import { mailer } from './mail/mailer';
import { templates } from './mail/templates';
import { mailTransport, type Transport } from './mail/transport';
import { findPreferences } from './preferences/store';
import { waitingWebhooks } from './webhooks/metrics';
import { sender } from './webhooks/send';
import { webhookWorker } from './webhooks/worker';

/** What a test may replace. */
export interface Overrides {
  readonly transport?: Transport;
  readonly resolve?: Resolve;
  readonly topics?: readonly Topic[];
}

/** The whole service: what happened to orders in, mails and webhooks out. */
export function wire(app: Lifecycle, config: Config, overrides: Overrides = {}) {
  const { service: title, version } = config.lifecycle;
  const { allowPrivate } = config.webhooks;
  const db = app.add(database(config.database));
  const transport = overrides.transport ?? mailTransport(config.mail);
  app.add({ name: 'mail', stop: () => transport.close() });
  const kafka = app.add(kafkaClient(config.kafka));
  const events = app.add(relay({ db: config.database, producer: kafka, config: config.relay }));

  const notifying = {
    render: templates(),
    deliver: mailer(transport, config.mail),
    // Lookups of the events that are prepared together become one query.
    preferenceOf: coalesce({ name: 'preferences', write: (ids: readonly string[]) => findPreferences(db, ids) }),
  };
  app.add(
    consumer({
      kafka,
      db,
      group: config.kafka.groupId ?? title,
      topics: overrides.topics ?? subscriptions.notifications,
      prepareConcurrency: 500, // begun together, so that lookups share queries; the mail server's connections are the bound
      relay: events,
      handlers: {
        OrderConfirmed: notify('order-confirmed', notifying),
        OrderCancelled: notify('order-cancelled', notifying),
        OrderShipped: notify('order-shipped', notifying),
        PaymentDeclined: notify('payment-declined', notifying),
        UserRegistered: learnUser,
        UserUpdated: learnUser,
        UserDeleted: forgetUser,
      },
    }),
  );

  const lookup = allowPrivate ? undefined : publicLookup(overrides.resolve);
  const send = sender({ timeoutMs: config.webhooks.timeoutMs, allowPrivate, lookup });
  app.add(webhookWorker({ db, send, config: config.webhooks, relay: events }));
  app.add(waitingWebhooks(db));
  const routes = notificationRoutes(db, (url) => refusalNow(url, allowPrivate, lookup));
  return app.add(http({ config: config.http, routes, lifecycle: app, title, version }));
}
