import { database, http, kafkaClient, type Lifecycle, relay } from '@spillway/chassis';
import type { Config } from './config';
import { routes } from './http/routes';

/** The whole service. Parts start in this order and stop in reverse. */
export function wire(app: Lifecycle, config: Config) {
  const { service: title, version } = config.lifecycle;
  const db = app.add(database(config.database));
  const kafka = app.add(kafkaClient(config.kafka));
  app.add(relay({ db: config.database, producer: kafka, config: config.relay }));
  return app.add(http({ config: config.http, routes: routes(db), lifecycle: app, title, version }));
}
