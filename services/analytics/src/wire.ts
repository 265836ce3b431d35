import { consumer, database, http, kafkaClient, type Lifecycle, relay } from '@spillway/chassis';
import { subscriptions, type Topic } from '@spillway/contracts';
import type { Config } from './config';
import { handlers } from './events/record-facts';
import { statsRoutes } from './http/routes';
import { folding } from './projections/folding';

/** What a test may replace. */
export interface Overrides {
  readonly topics?: readonly Topic[];
}

/** The whole service: what happened to orders in, figures out. It publishes nothing: the relay is there to keep the inbox small. */
export function wire(app: Lifecycle, config: Config, { topics = subscriptions.analytics }: Overrides = {}) {
  const { service: title, version } = config.lifecycle;
  const db = app.add(database(config.database));
  const kafka = app.add(kafkaClient(config.kafka));
  app.add(relay({ db: config.database, producer: kafka, config: config.relay }));
  const group = config.kafka.groupId ?? title;
  app.add(consumer({ kafka, db, group, topics, handlers }));
  app.add(folding(db));
  return app.add(http({ config: config.http, routes: statsRoutes(db), lifecycle: app, title, version }));
}
