import { http, kafkaClient, type Lifecycle, requester } from '@spillway/chassis';
import { accessTokens, bearerAuthentication, remoteKeys } from '@spillway/chassis/auth';
import { requesters } from '@spillway/contracts';
import { routesOf } from './access/row';
import type { Config } from './config';
import { docs } from './http/docs';
import { security } from './http/security';
import { limits } from './limits/limiter';
import { live } from './live/live';
import { table } from './table';
import { targetsOf } from './targets';

/** The whole service: every request through one gate, to a service or as a command. Listeners are ended before HTTP drains. */
export function wire(app: Lifecycle, config: Config) {
  const { service: title, version } = config.lifecycle;
  const targets = targetsOf(config.targets);
  const kafka = app.add(kafkaClient(config.kafka));
  const ask = app.add(requester({ kafka, replyTopic: requesters.gateway.replies.name }));
  const liveOrders = live({ kafka, ...config.live });
  const keys = remoteKeys({ url: `${config.targets.urls.users}/.well-known/jwks.json` });
  const gate = {
    authenticate: bearerAuthentication(accessTokens(keys, config.tokens)),
    limits: limits(config.limits),
  };
  const routes = routesOf(table({ targets, ask, live: liveOrders }), gate);
  const before = [...security(config.corsOrigins), docs()];
  const server = app.add(http({ config: config.http, routes, lifecycle: app, title, version, before }));
  app.add(liveOrders);
  return server;
}
