import { http, type Lifecycle, offsetReader, plainKafka } from '@spillway/chassis';
import type { Config } from './config';
import { lagRoutes } from './http/routes';
import { exposeLag, requests } from './lag/metrics';
import { watch } from './lag/watch';

/** The whole service: offsets in, lateness out. It has no group and no database, so it stands when all others have fallen. */
export function wire(app: Lifecycle, config: Config) {
  const { service: title, version } = config.lifecycle;
  const reader = offsetReader(plainKafka(config.kafka), (request) => requests.inc({ request }));
  const watcher = app.add(watch(reader, config.lag));
  exposeLag(watcher);
  return app.add(http({ config: config.http, routes: lagRoutes(watcher), lifecycle: app, title, version }));
}
